"""The summary for a court: written from the record, approved by a manager who wrote no part of it, handed in if the person agrees."""

import datetime as dt

from django.utils import timezone

from audit import trail
from audit.edits import edit_row
from audit.enums import Verb
from core.errors import RuleBroken
from mentoring.enums.courts import SUMMARY_MOVES, SummaryState
from mentoring.locks import locked_case, refuse_ended
from mentoring.models import CourtDate, CourtSummary
from mentoring.notifications import tell_summary_decided, tell_summary_waits
from mentoring.planning.court_words import draft
from mentoring.selectors.courts import latest_summary, progress_of
from referrals.enums import Basis
from referrals.models import Agency
from referrals.services.disclosures import record_disclosure


def start_summary(*, court_date: CourtDate, by) -> CourtSummary:
    """The version being written, or a new one: a first draft from the record, or the words of the version approved before."""
    person = court_date.case.person
    with trail.written("start_summary", Verb.CREATED, by=by, person=person) as entry:
        case, now = locked_case(court_date.case_id), timezone.now()
        latest = latest_summary(court_date)
        if latest and latest.state != SummaryState.APPROVED:
            entry.needed = False
            return latest
        refuse_ended(case)
        summary = CourtSummary.objects.create(
            court_date=court_date,
            number=latest.number + 1 if latest else 1,
            words=latest.words if latest else draft(progress_of(case, timezone.localdate(now))),
            written_by=by,
            written_at=now,
        )
        taken_over = {latest.written_by, *latest.writers.all()} if latest else set()
        summary.writers.set({by, *taken_over})
        entry.subject, entry.after = summary, {"number": summary.number}
        return summary


def write_summary(*, summary: CourtSummary, words: str, read_at_version: int, by) -> CourtSummary:
    """Put it in other words, as one of its writers and the last; saved as it was, it is no writing. Raises EditedMeanwhile for
    an old version."""
    is_new = words != summary.words
    return edit_row(
        "write_summary",
        summary,
        read_at_version=read_at_version,
        values={"words": words, "written_by": by} if is_new else {"words": words},
        lists={"writers": {*summary.writers.all(), by}} if is_new else None,
        unsaid=["words"],
        check=_check_draft,
        person=summary.court_date.case.person,
        by=by,
    )


def ask_approval(*, summary: CourtSummary, by) -> CourtSummary:
    """It is written: the managers of the team are asked to approve it."""

    def asked(found):
        found.sent_back_note = ""
        _save(found, ["state", "sent_back_note"])
        tell_summary_waits(found, by=by)

    return _move("ask_approval", summary, SummaryState.WAITING, asked, by=by)


def approve_summary(*, summary: CourtSummary, read_at_version: int, by) -> CourtSummary:
    """A manager who wrote no part of it has read it at that version and approves it; the writer is told. Raises EditedMeanwhile for
    an old version."""

    def approved(found):
        if found.is_written_by(by):
            raise RuleBroken("Somebody else has to approve it: some of these words are yours.")
        found.approved_by, found.approved_at = by, timezone.now()
        found.save_version(read_at_version=read_at_version, update_fields=["state", "approved_by", "approved_at"])
        tell_summary_decided(found, by=by)

    return _move("approve_summary", summary, SummaryState.APPROVED, approved, by=by)


def send_summary_back(*, summary: CourtSummary, by, note: str = "") -> CourtSummary:
    """Not approved as it is, or not finished after all: it can be written again. The writer is told, with a word of why."""

    def sent_back(found):
        found.sent_back_note = note
        _save(found, ["state", "sent_back_note"])
        tell_summary_decided(found, by=by)

    return _move("send_summary_back", summary, SummaryState.DRAFT, sent_back, by=by)


def hand_in_summary(
    *, summary: CourtSummary, agreed_date: dt.date, on: dt.date, by, recipient: Agency | None = None
) -> CourtSummary:
    """The person has read what was approved and agrees, and it was handed in: by them, or by us to `recipient`, which needs their
    consent to sharing with it (ConsentNeeded) and is kept as shared. Said again, it is no change."""
    person = summary.court_date.case.person
    with trail.written("hand_in_summary", Verb.CHANGED, by=by, subject=summary, person=person) as entry:
        found = _held(summary)
        if found.state != SummaryState.APPROVED:
            raise RuleBroken("A manager has to approve it first.")
        if found.handed_in_date:
            entry.needed = False
            return found
        if not timezone.localdate(found.approved_at) <= agreed_date <= on <= timezone.localdate():
            raise RuleBroken("They agree after it is approved, and it is handed in after that. Check the days.")
        if recipient:
            found.disclosure = record_disclosure(
                person=person,
                what="How they are getting on, as written for the court.",
                purpose="For their court date",
                basis=Basis.CONSENT,
                recipient=recipient,
                on=on,
                by=by,
            )
        found.agreed_date, found.handed_in_date = agreed_date, on
        _save(found, ["agreed_date", "handed_in_date", "disclosure"])
        entry.after = {"agreed_date": agreed_date, "handed_in_date": on, "recipient": recipient}
        return found


def _move(action, summary, state, change, *, by):
    person = summary.court_date.case.person
    with trail.written(action, Verb.CHANGED, by=by, subject=summary, person=person) as entry:
        found = _held(summary)
        if found.state == state:
            entry.needed = False
            return found
        if state not in SUMMARY_MOVES[SummaryState(found.state)]:
            raise RuleBroken("Something else was said of this summary meanwhile. Open it again.")
        entry.before, entry.after = {"state": found.state}, {"state": state}
        found.state = state
        change(found)
        return found


def _held(summary):
    locked_case(summary.court_date.case_id)
    return CourtSummary.objects.select_related("court_date__case__programme__team", "written_by").get(pk=summary.pk)


def _save(summary, fields):
    summary.save_version(read_at_version=summary.version, update_fields=fields)


def _check_draft(summary):
    if summary.state != SummaryState.DRAFT:
        raise RuleBroken("It is not being written any more. Have it sent back, or write a new version.")
