"""Databases and servers of the benchmark: made on one PostgreSQL, both applications under gunicorn with the same settings."""

import contextlib
import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
from psycopg import sql

START_SECONDS = 60
# As in production (config/gunicorn_settings.py).
GUNICORN = ["-c", "python:config.gunicorn_settings", "--workers", "2", "--threads", "4"]


def make_database(server: dict, name: str, *, keep: bool) -> None:
    """An empty database of this name, unless there is one and it is to be kept. `server` is an entry of DATABASES."""
    with _connected(server) as connection:
        there = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if there and keep:
            return
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def drop_databases(server: dict, names: list[str]) -> None:
    with _connected(server) as connection:
        for name in names:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))


def _connected(server: dict):
    facts = {"dbname": "postgres", "user": server.get("USER"), "password": server.get("PASSWORD")}
    facts |= {"host": server.get("HOST"), "port": server.get("PORT")}
    return psycopg.connect(**{name: value for name, value in facts.items() if value}, autocommit=True)


def environment(settings: str, database: str, directory: Path) -> dict[str, str]:
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": settings,
        "BENCH_DATABASE": database,
        "BENCH_DIRECTORY": str(directory),
        "THROUGHGATE_DEVELOPMENT": "1",
        "EMAIL_URL": "dummymail://",
    }


def answer_of(module: str, *arguments: object, env: dict[str, str]) -> dict:
    """What a module run in a process of its own prints as its last line, from JSON."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    done = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


@contextlib.contextmanager
def served(application: str, env: dict[str, str]) -> Iterator[int]:
    """The application under gunicorn at a free port for the length of the block."""
    port = _free_port()
    command = [sys.executable, "-m", "gunicorn", *GUNICORN, "--bind", f"127.0.0.1:{port}", application]
    log = Path(env["BENCH_DIRECTORY"]) / f"{application.partition('.')[0]}.log"
    with log.open("ab") as output:
        server = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=output)
    try:
        _wait_for(port, server, log)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=20)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def _wait_for(port: int, server: subprocess.Popen, log: Path) -> None:
    give_up = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up and server.poll() is None:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("HEAD", "/")
            connection.getresponse()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"The server does not answer:\n{log.read_text(errors='replace')[-2000:]}")


@contextlib.contextmanager
def work_directory(place: Path) -> Iterator[Path]:
    place.mkdir(parents=True, exist_ok=True)
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)
