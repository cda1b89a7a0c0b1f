"""A real PostgreSQL and a real Valkey with nothing to install: see docs/adr/0002-embedded-servers.md."""
