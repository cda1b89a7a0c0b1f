"""Tests marked "browser" drive the machine's own Chromium; without one they are skipped, or fail when one is required."""

import os
import shutil
from pathlib import Path

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = "there is no Chromium on PATH; install it to run the tests in a browser"


def find_chromium() -> Path | None:
    """The machine's Chromium, or None."""
    return next((Path(found) for name in NAMES if (found := shutil.which(name))), None)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a browser test on a machine without a browser. With REQUIRE_BROWSER=1, as in CI, it fails instead."""
    if item.get_closest_marker("browser") is None or find_chromium():
        return
    if os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(MISSING, pytrace=False)
    pytest.skip(MISSING)


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The path of the Chromium to launch."""
    found = find_chromium()
    if found is None:
        pytest.fail(MISSING, pytrace=False)
    return found
