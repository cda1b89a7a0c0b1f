"""What the application reads from its surroundings reaches it in the containers, and is written down for whoever runs it."""

import re

import pytest
from django.conf import settings

READ = re.compile(r"""\benv\.\w+\(\s*"([A-Z_]+)"|"([A-Z_]+)" (?:not )?in env\b""")
# Set by the image itself, or meant for a laptop alone.
SET_ELSEWHERE = {"DEBUG", "THROUGHGATE_DEVELOPMENT", "WEB_BIND"}


def written(name: str) -> str:
    return (settings.BASE_DIR / name).read_text(encoding="utf-8")


def variables() -> list[str]:
    code = written("config/settings.py") + written("config/gunicorn_settings.py")
    return sorted({one or other for one, other in READ.findall(code)} - SET_ELSEWHERE)


def test_the_variables_are_found():
    assert {"DATABASE_URL", "REDIS_URL", "SECRET_KEY", "SMS_GATEWAY_DOMAIN", "WEB_THREADS"} <= set(variables())


@pytest.mark.parametrize("name", variables())
def test_every_variable_is_passed_to_the_containers(name):
    assert re.search(rf"^    {name}: ", written("docker-compose.yml"), re.MULTILINE)


@pytest.mark.parametrize("name", variables())
def test_every_variable_is_explained(name):
    assert re.search(rf"^\|[^|]*`{name}`", written("docs/operations.md"), re.MULTILINE)


def test_what_must_be_set_stands_in_the_example():
    asked = set(re.findall(r"\$\{([A-Z_]+):\?", written("docker-compose.yml")))
    assert asked <= set(re.findall(r"^([A-Z_]+)=$", written(".env.example"), re.MULTILINE))
