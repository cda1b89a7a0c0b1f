#!/bin/sh
# Run by the database's image once, on its empty volume: the application's role is no superuser.
set -eu
psql -v ON_ERROR_STOP=1 -v password="$APPLICATION_PASSWORD" --username "$POSTGRES_USER" --dbname postgres <<'SQL'
CREATE ROLE throughgate LOGIN PASSWORD :'password';
CREATE DATABASE throughgate OWNER throughgate;
SQL
