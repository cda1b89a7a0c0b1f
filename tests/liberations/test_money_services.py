import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.errors import RuleBroken
from liberations.enums.money import MoneyKind, MoneyState
from liberations.enums.vouchers import VoucherState
from liberations.models import MoneyGiven, Voucher
from liberations.services.money import (
    decide_money,
    give_money,
    hand_over_money,
    sign_receipt,
    take_back_money,
)
from liberations.services.stock import receive_vouchers
from liberations.services.vouchers import return_vouchers
from mentoring.services.endings import end_case
from notifications.enums import Kind
from notifications.models import Message
from tests.access import World
from tests.factories.accounts import ManagerFactory
from tests.factories.packs import VoucherKindFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    """A mentor may give 50 pounds at once and 200 to one person."""
    return World()


def give(world, pounds, **fields):
    usual = {
        "kind": MoneyKind.GRANT,
        "what_for": "A coat",
        "on_date": timezone.localdate(),
        "by": world.community_mentor,
    }
    return give_money(case=world.case, amount_pence=pounds * 100, **usual | fields)


@pytest.mark.parametrize(
    ("before", "pounds", "state"),
    [
        ((), 50, MoneyState.GIVEN),
        ((), 51, MoneyState.ASKED),
        ((50, 50, 50), 50, MoneyState.GIVEN),
        ((50, 50, 50, 1), 50, MoneyState.ASKED),
    ],
)
def test_within_the_limits_it_is_given_and_above_them_asked_for(world, before, pounds, state):
    for amount in before:
        give(world, amount)

    assert give(world, pounds).state == state


def test_what_was_taken_back_or_lies_long_ago_counts_no_more(world):
    world.case.opened_date = dt.date(2020, 1, 1)
    world.case.save()
    for _ in range(4):
        take_back_money(money=give(world, 50), note="Not needed.", by=world.manager)
    give(world, 50, on_date=timezone.localdate() - dt.timedelta(days=183))

    assert [give(world, 50).state for _ in range(4)] == [MoneyState.GIVEN] * 4


def test_manager_decides_and_it_is_handed_over(world):
    asked = give(world, 80)
    told = Message.objects.get()

    decide_money(money=asked, approve=True, by=world.manager)
    given = hand_over_money(money=asked, by=world.community_mentor)

    assert (told.recipient, told.kind) == (world.manager, Kind.MONEY_ASKED)
    assert (given.state, given.decided_by, given.given_by) == (
        MoneyState.GIVEN,
        world.manager,
        world.community_mentor,
    )
    assert Message.objects.get(kind=Kind.MONEY_DECIDED).recipient == world.community_mentor


def test_nobody_decides_about_what_they_asked_for(world):
    asked = give(world, 80, by=world.manager)

    with pytest.raises(RuleBroken, match="Somebody else"):
        decide_money(money=asked, approve=True, by=world.manager)
    assert decide_money(money=asked, approve=True, by=ManagerFactory(team=world.team)).state == MoneyState.APPROVED


def test_no_needs_a_word_and_is_not_given(world):
    asked = give(world, 80)

    with pytest.raises(RuleBroken, match="why not"):
        decide_money(money=asked, approve=False, by=world.manager)
    decide_money(money=asked, approve=False, note="The council pays it.", by=world.manager)
    with pytest.raises(RuleBroken):
        hand_over_money(money=asked, by=world.community_mentor)


def one_voucher(world):
    """The kind of the only voucher in stock, which is worth 20 pounds."""
    kind = VoucherKindFactory(value_pence=2000)
    receive_vouchers(
        team=world.team,
        kind=kind,
        first_serial="F001",
        last_serial="F001",
        second=world.community_mentor,
        by=world.manager,
    )
    return kind


def test_voucher_comes_out_of_the_stock_and_goes_back(world):
    kind = one_voucher(world)

    given = give(world, 0, kind=MoneyKind.VOUCHER, voucher_kind=kind)
    out = Voucher.objects.get().state
    with pytest.raises(RuleBroken, match="None is left"):
        give(world, 0, kind=MoneyKind.VOUCHER, voucher_kind=kind)
    take_back_money(money=given, note="They gave it back.", by=world.manager)

    assert (given.amount_pence, out, Voucher.objects.get().state) == (
        2000,
        VoucherState.HANDED_OVER,
        VoucherState.IN_STOCK,
    )


def test_voucher_that_came_back_is_given_again(world):
    voucher = {"kind": MoneyKind.VOUCHER, "voucher_kind": one_voucher(world)}
    first = give(world, 0, **voucher)
    take_back_money(money=first, note="They gave it back.", by=world.manager)

    again = give(world, 0, **voucher)

    first.refresh_from_db()
    assert (again.state, again.voucher, first.voucher) == (MoneyState.GIVEN, first.voucher, first.voucher)


def test_voucher_given_as_money_comes_back_with_the_money_only(world):
    given = give(world, 0, kind=MoneyKind.VOUCHER, voucher_kind=one_voucher(world))

    with pytest.raises(RuleBroken, match="given as money"):
        return_vouchers(vouchers=[given.voucher], note="Found in the drawer.", by=world.manager)

    assert Voucher.objects.get().state == VoucherState.HANDED_OVER


def test_what_was_approved_is_not_given_once_support_has_ended(world):
    asked = give(world, 60)
    decide_money(money=asked, approve=True, by=world.manager)
    end_case(case=world.case, kind="unplanned", reason="moved-away", on=timezone.localdate(), by=world.manager)

    with pytest.raises(RuleBroken, match="has ended"):
        hand_over_money(money=asked, by=world.community_mentor)


def test_receipt_is_signed_on_the_day_or_after(world):
    given, today = give(world, 20), timezone.localdate()

    with pytest.raises(RuleBroken, match="on or after"):
        sign_receipt(money=given, on=today - dt.timedelta(days=1), by=world.manager)
    assert sign_receipt(money=given, on=today, by=world.manager).receipt_date == today


def test_the_same_form_again_gives_once(world):
    key = uuid.uuid4()

    for _ in range(2):
        give(world, 20, new_id=key)

    assert MoneyGiven.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        ({"state": MoneyState.REFUSED}, "money_refused_says_why"),
        ({"receipt_date": dt.date(2020, 1, 1)}, "receipt_is_signed_on_the_day_or_after"),
    ],
)
def test_database_itself_keeps_what_is_said_of_money(world, wrong, rule):
    given = give(world, 20)
    decided = {"decided_by": world.manager, "decided_at": timezone.now()} if "state" in wrong else {}

    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        MoneyGiven.objects.filter(pk=given.pk).update(**wrong, **decided)


def test_database_lets_no_voucher_be_given_without_its_number(world):
    given = give(world, 0, kind=MoneyKind.VOUCHER, voucher_kind=one_voucher(world))

    with pytest.raises(IntegrityError, match="a_voucher_given_has_its_number"), transaction.atomic():
        MoneyGiven.objects.filter(pk=given.pk).update(voucher=None)
