"""Every address of the product is led to from a page, a notice or another address: what nobody can reach is not there for them."""

import re

import pytest
from django.conf import settings
from django.urls import get_resolver

# Put together for an area or a jurisdiction (prisons/views/calendars.py), or asked for by machines.
NOT_BY_NAME = {
    "desk:health",
    "liberations:area_holiday_add",
    "liberations:area_switch_off",
    "liberations:national_holiday_add",
    "liberations:national_switch_off",
}


def names():
    """The named addresses of our own apps."""
    own = (each for each in get_resolver().url_patterns if getattr(each, "namespace", None))
    return {f"{app.namespace}:{each.name}" for app in own for each in app.url_patterns if getattr(each, "name", None)}


@pytest.fixture(scope="module")
def written():
    """All that may lead somewhere: code and templates, but for the tables of addresses."""
    rooms = [each for each in settings.BASE_DIR.iterdir() if (each / "apps.py").exists() or each.name == "templates"]
    files = [each for room in rooms for kind in ("*.py", "*.html", "*.txt") for each in room.rglob(kind)]
    return "\n".join(each.read_text(encoding="utf-8") for each in files if each.name != "urls.py")


def test_every_address_is_led_to(written):
    led_to = set(re.findall(r"""["']([a-z]+:[a-z_0-9]+)["']""", written))

    assert len(names()) > 400
    assert names() - led_to == NOT_BY_NAME
