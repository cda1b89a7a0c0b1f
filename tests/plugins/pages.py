"""A real browser on the real pages. A page that writes anything to the console fails its test: that is how a breach of the
content security policy shows."""

import os
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tests.factories.accounts import PASSWORD

LAUNCH = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Only what never comes takes so long, on however busy a machine.
PATIENCE_MS = 90_000
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
AXE_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


class Walker:
    """A member of staff at a browser: goes to pages, fills in what is asked by its label, presses what is written on buttons."""

    def __init__(self, page: Page, address: str, *, script: bool = True):
        self.page, self.address, self.script = page, address, script
        self.line = None
        self.has_lost_the_line = False
        # Set it where a page answers on purpose that there is nothing: browsers tell their console of it.
        self.may_find_nothing = False

    def slow_line(self, *, bytes_a_second: int, delay_ms: int, cut: bool = False) -> None:
        """From now on the line is as slow as this, or `cut`: nothing passes, and the browser says so to the console."""
        self.line = self.line or self.page.context.new_cdp_session(self.page)
        self.has_lost_the_line |= cut
        speed = {"downloadThroughput": bytes_a_second, "uploadThroughput": bytes_a_second, "latency": delay_ms}
        self.line.send("Network.enable")
        self.line.send("Network.emulateNetworkConditions", {"offline": cut, **speed})

    def go(self, path: str) -> None:
        answer = self.page.goto(self.address + path)
        assert answer.status == 200, f"{path} answered {answer.status}"

    def sign_in(self, user) -> None:
        """Sign in afresh, as on another morning."""
        self.page.context.clear_cookies()
        self.go("/sign-in/")
        self.fill("Email address", user.email)
        self.fill("Password", PASSWORD)
        self.press("Sign in")

    def fill(self, label: str, text) -> None:
        self._box(label).fill(str(text))

    def choose(self, label: str, option: str) -> None:
        self._box(label).select_option(label=option)

    def tick(self, label: str, within: str | None = None) -> None:
        self.group(within).get_by_label(label, exact=True).check()

    def day(self, legend: str, date) -> None:
        """Fill in the three boxes of a day."""
        boxes = self.group(legend)
        for label, part in (("Day", date.day), ("Month", date.month), ("Year", date.year)):
            boxes.get_by_label(label, exact=True).fill(str(part))

    def _box(self, label: str):
        """The box with this label, whether or not it may be left empty."""
        optional = self.page.get_by_label(f"{label} (optional)", exact=True)
        return self.page.get_by_label(label, exact=True).or_(optional)

    def group(self, legend: str | None):
        """The question with this legend, or the whole page."""
        return self.page.get_by_role("group", name=legend) if legend else self.page.locator("main")

    def press(self, name: str) -> None:
        """Press a button or, where there is none, follow a link with this name, and wait for the page that comes."""
        button = self.page.get_by_role("button", name=name, exact=True)
        target = button if button.count() else self.page.get_by_role("link", name=name, exact=True)
        self.follow(target.first)

    def press_first(self, beginning: str, within=None) -> None:
        """As `press`, for the first button or link with a name that holds this, on the page or in a part of it."""
        within = within or self.page
        button, link = (within.get_by_role(role, name=beginning) for role in ("button", "link"))
        self.follow(button.or_(link).first)

    def follow(self, target) -> None:
        """Click on what brings a page, and return when that page has come: what the click wrote is then in the database.

        Without this wait whoever looks next may still see the page before. What opens something on the page itself is
        clicked as it is.
        """
        with self.page.expect_navigation():
            target.click()

    def reads(self, text: str) -> None:
        """The page shows this text."""
        self.page.get_by_text(text).locator("visible=true").first.wait_for()

    def heading(self) -> str:
        return self.page.get_by_role("heading", level=1).inner_text()

    def assert_fits_and_accessible(self) -> None:
        """No axe violation, nothing wider than the window, every error link and description leads somewhere.

        axe waits for a timer, which never comes where no script runs: such a page is looked at for the rest.
        """
        if self.script:
            found = Axe().run(self.page, options=AXE_RULES).response["violations"]
            assert [(each["id"], each["nodes"][0]["html"][:200]) for each in found] == []
        width = self.page.viewport_size["width"]
        assert self.page.evaluate("document.documentElement.scrollWidth") <= width
        lost = self.page.evaluate(
            """() => [...document.querySelectorAll('a[href^="#"]')].map(a => a.getAttribute('href').slice(1))
                .concat([...document.querySelectorAll('[aria-describedby]')]
                    .flatMap(e => e.getAttribute('aria-describedby').split(' ')))
                .filter(id => id && !document.getElementById(id))"""
        )
        assert lost == []


def _matters(message, someone: Walker) -> bool:
    """Whether the page did something wrong; that nothing passes over a line which was cut is no fault of it."""
    cut = someone.has_lost_the_line and "net::ERR_INTERNET_DISCONNECTED" in message.text
    nothing = someone.may_find_nothing and "status of 404" in message.text
    return message.type in ("error", "warning") and not cut and not nothing


@pytest.fixture(scope="session")
def browser(chromium) -> Iterator[Browser]:
    # Playwright keeps an event loop in this thread; the tests' own database calls are not made from inside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=str(chromium), args=LAUNCH)


@pytest.fixture
def walker(browser, live_server) -> Iterator[Callable[..., Walker]]:
    """`walker()` is someone at a desk; `walker(PHONE)` on a phone; `walker(script=False)` without JavaScript."""
    contexts, said = [], []

    def make(size=DESK, *, script=True) -> Walker:
        context = browser.new_context(
            viewport=size,
            is_mobile=size is PHONE,
            java_script_enabled=script,
            locale="en-GB",
            timezone_id="Europe/London",
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        someone = Walker(page, live_server.url, script=script)
        page.on("console", lambda message: said.append(message.text) if _matters(message, someone) else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        return someone

    yield make
    for context in contexts:
        context.close()
    assert said == []
