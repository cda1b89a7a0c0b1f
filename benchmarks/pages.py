"""The pages that are measured, who opens them, and how many times the floor each may cost."""

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.client import Answer, Browser

CASELOAD, RECORD, SEARCH, SAVE, MY_DAY, MANAGER, MONTH = (
    "caseload with filters",
    "person record with a long timeline",
    "search by part of a name",
    "saving a visit",
    "my day",
    "manager's first page",
    "month of liberations",
)
LARGE = "first page of a manager of 5,000"
LIMITS = {CASELOAD: 2.5, RECORD: 2.5, SEARCH: 2.0, SAVE: 1.8, MY_DAY: 3.0, MANAGER: 4.0, MONTH: 4.0}


@dataclass
class Page:
    """`call(browser)` asks for it once. `limit` is in floors; None: measured for comparison."""

    name: str
    session: str
    call: Callable[[Browser], Answer]
    limit: float | None
    expected: int = 200


def pages(subjects: dict) -> list[Page]:
    def getting(path):
        return lambda browser: browser.get(path)

    year, month = subjects["month"]
    sessions, searches = subjects["sessions"], subjects["searches"]
    listed = [
        (CASELOAD, "manager", "/caseload/?liberation=84&sort=name"),
        (RECORD, "mentor", f"/people/{subjects['longest_record']}/"),
        (SEARCH, "manager", f"/people/?search={searches['manager']}"),
        (MY_DAY, "mentor", "/"),
        (MANAGER, "manager", "/"),
        (MONTH, "manager", f"/liberations/{year}/{month}/"),
        ("caseload of a mentor, no filter", "mentor", "/caseload/"),
        ("caseload of a manager, no filter", "manager", "/caseload/"),
        (LARGE, "large", "/"),
        ("caseload of a manager of 5,000", "large", "/caseload/?liberation=84&sort=name"),
        ("search of a manager of 5,000", "large", f"/people/?search={searches['large']}"),
    ]
    found = [Page(name, sessions[who], getting(path), LIMITS.get(name)) for name, who, path in listed]
    return [*found, Page(SAVE, sessions["mentor"], Saving(subjects), LIMITS[SAVE], expected=302)]


class Saving:
    """Saves one more visit with each call, by turns for the people of the mentor who are in prison.

    The form is opened anew for every visit, as a mentor would; only the saving is timed.
    """

    def __init__(self, subjects: dict) -> None:
        self.cases = subjects["inside"]
        self.day = subjects["today"]
        self.turn = 0

    def __call__(self, browser: Browser) -> Answer:
        self.turn += 1
        path = f"/cases/{self.cases[self.turn % len(self.cases)]}/contacts/log/"
        day, month, year = self.day
        fields = browser.form(path).filled_in(
            channel="in-prison",
            state="held",
            place="private-room",
            minutes="45",
            note="Talked about the first morning and who to ring.",
            on_date_day=str(day),
            on_date_month=str(month),
            on_date_year=str(year),
        )
        return browser.post(path, fields, **{"X-Count-SQL": "1"} if self.turn == 1 else {})
