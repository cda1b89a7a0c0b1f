"""Money given to people: within a limit at once, above it when a manager has decided; vouchers come out of the team's stock."""

import datetime as dt
import uuid

from django.utils import timezone

from audit import trail
from audit.enums import Verb
from core.errors import RuleBroken
from core.once import already_made
from liberations.enums.money import MONEY_MOVES, MoneyKind, MoneyState
from liberations.models import MoneyGiven, VoucherKind
from liberations.money_limits import above_limit
from liberations.notifications import tell_money_asked, tell_money_decided
from liberations.services.vouchers import hand_over_vouchers, issue_vouchers, return_vouchers
from mentoring.locks import locked_of_case, locked_open_case, refuse_ended
from mentoring.models import Case


def give_money(
    *,
    case: Case,
    kind: MoneyKind | str,
    what_for: str,
    on_date: dt.date,
    by,
    amount_pence: int | None = None,
    voucher_kind: VoucherKind | None = None,
    new_id: uuid.UUID | None = None,
) -> MoneyGiven:
    """Give `amount_pence`, or a voucher of a kind, on a day up to today. Above the programme's limits it is asked for instead, and
    the managers are told; nobody gives it before one has decided."""
    with trail.written("give_money", Verb.CREATED, by=by, person=case.person) as entry:
        if made := already_made(MoneyGiven, new_id, case=case, asked_by=by):
            entry.needed = False
            return made
        case, now = locked_open_case(case.pk), timezone.now()
        if not case.opened_date <= on_date <= timezone.localdate(now):
            raise RuleBroken("Choose a day since they agreed to take part, and not one to come.")
        if (kind == MoneyKind.VOUCHER) != bool(voucher_kind):
            raise RuleBroken("Choose which voucher it is.")
        amount = voucher_kind.value_pence if voucher_kind else amount_pence
        if not amount:
            raise RuleBroken("Enter how much it is.")
        money = MoneyGiven(
            pk=new_id or uuid.uuid4(),
            case=case,
            kind=kind,
            amount_pence=amount,
            what_for=what_for,
            on_date=on_date,
            voucher_kind=voucher_kind,
            asked_by=by,
            asked_at=now,
            state=MoneyState.ASKED,
        )
        if above_limit(case, amount, on_date):
            money.save(force_insert=True)
            tell_money_asked(money, by=by)
        else:
            _hand_over(money, by=by, at=now)
            money.save(force_insert=True)
        entry.subject, entry.after = money, {"kind": kind, "amount_pence": amount, "state": money.state}
        return money


def decide_money(*, money: MoneyGiven, approve: bool, by, note: str = "") -> MoneyGiven:
    """A manager who did not ask decides; whoever asked is told. Not approved needs a word of why."""
    state = MoneyState.APPROVED if approve else MoneyState.REFUSED
    if not approve and not note.strip():
        raise RuleBroken("Say why not: whoever asked has to tell the person.")

    def decided(found):
        if found.asked_by_id == by.pk:
            raise RuleBroken("Somebody else has to decide about what you asked for yourself.")
        found.decided_by, found.decided_at, found.decision_note = by, timezone.now(), note
        _save(found, "decided_by", "decided_at", "decision_note")
        tell_money_decided(found)

    return _move("decide_money", money, state, decided, by=by)


def hand_over_money(*, money: MoneyGiven, by) -> MoneyGiven:
    """What was approved is given today. Refuses a case that has ended meanwhile."""

    def handed(found):
        refuse_ended(found.case)
        found.on_date = timezone.localdate()
        _hand_over(found, by=by, at=timezone.now())
        _save(found, "on_date", "given_by", "given_at", "voucher")

    return _move("hand_over_money", money, MoneyState.GIVEN, handed, by=by)


def sign_receipt(*, money: MoneyGiven, on: dt.date, by) -> MoneyGiven:
    """The person signed the paper on a day since it was given. Signed anew, the later word counts."""
    with trail.written("sign_receipt", Verb.CHANGED, by=by, subject=money, person=money.case.person) as entry:
        found = _held(money)
        if found.receipt_date == on:
            entry.needed = False
            return found
        if found.state != MoneyState.GIVEN:
            raise RuleBroken("There is a receipt only for what was given.")
        if not found.on_date <= on <= timezone.localdate():
            raise RuleBroken("They signed on or after the day it was given. Check the day.")
        entry.before, entry.after = {"receipt_date": found.receipt_date}, {"receipt_date": on}
        found.receipt_date = on
        _save(found, "receipt_date")
        return found


def take_back_money(*, money: MoneyGiven, note: str, by) -> MoneyGiven:
    """Not given after all, or given back; says why. A voucher is in stock again."""

    def back(found):
        found.taken_back_by, found.taken_back_at, found.taken_back_note = by, timezone.now(), note
        _save(found, "taken_back_by", "taken_back_at", "taken_back_note")
        if found.voucher_id:
            return_vouchers(vouchers=[found.voucher], note=note, by=by)

    return _move("take_back_money", money, MoneyState.TAKEN_BACK, back, by=by)


def _hand_over(money, *, by, at):
    if money.voucher_kind_id:
        (money.voucher,) = issue_vouchers(case=money.case, kind=money.voucher_kind, by=by, at=at)
        hand_over_vouchers(vouchers=[money.voucher], by=by, at=at)
    money.state, money.given_by, money.given_at = MoneyState.GIVEN, by, at


def _move(action, money, state, change, *, by):
    with trail.written(action, Verb.CHANGED, by=by, subject=money, person=money.case.person) as entry:
        found = _held(money)
        if found.state == state:
            entry.needed = False
            return found
        if state not in MONEY_MOVES[MoneyState(found.state)]:
            raise RuleBroken("Something else was said of it meanwhile. Open it again.")
        entry.before, entry.after = {"state": found.state}, {"state": state}
        found.state = state
        change(found)
        return found


def _held(money):
    return locked_of_case(money, "voucher", "voucher_kind", "asked_by")


def _save(money, *fields):
    money.save_version(read_at_version=money.version, update_fields=["state", *fields])
