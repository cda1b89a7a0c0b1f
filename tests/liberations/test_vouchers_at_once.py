"""Ten people at ten desks take vouchers out of the same drawer at the same moment, each on a connection of their own."""

from collections import Counter

import pytest

from core.errors import RuleBroken
from liberations.models import Voucher, VoucherMove
from liberations.services.vouchers import issue_vouchers, return_vouchers
from tests.concurrency import at_once
from tests.factories.accounts import ManagerFactory, TeamFactory, UserFactory
from tests.factories.mentoring import CaseFactory
from tests.factories.packs import stock
from tests.factories.referrals import ProgrammeFactory

DESKS = 10
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desks():
    """A case of one team and who works on it, for each of ten."""
    programme = ProgrammeFactory(team=TeamFactory())
    manager = ManagerFactory(team=programme.team)
    cases = [CaseFactory(referral__programme=programme) for _ in range(DESKS)]
    return [(case, manager) for case in cases]


def take(case, by, kind, count):
    """The serials taken; none if there were not enough."""
    try:
        return [voucher.serial for voucher in issue_vouchers(case=case, kind=kind, count=count, by=by)]
    except RuleBroken:
        return []


def adds_up(delivery):
    """Every serial is somewhere, once, and where its last move led."""
    vouchers = list(delivery.vouchers.order_by("serial"))
    last = {move.voucher_id: move.to_state for move in VoucherMove.objects.order_by("number")}
    assert [voucher.serial for voucher in vouchers] == [f"FV{number:04}" for number in range(1, delivery.count + 1)]
    assert all(voucher.state == last[voucher.pk] for voucher in vouchers)
    return Counter(voucher.state for voucher in vouchers)


@pytest.mark.parametrize(("there", "each"), [(10, 1), (7, 1), (25, 3), (2, 3)])
def test_ten_take_at_once_and_no_serial_is_lost_or_given_twice(desks, there, each):
    team = desks[0][0].programme.team
    delivery = stock(team, count=there, by=desks[0][1], second=UserFactory(team=team))
    waiting = list(desks)

    taken = at_once(DESKS, lambda: take(*waiting.pop(), delivery.kind, each))

    serials = [serial for found in taken for serial in found]
    assert len(serials) == len(set(serials)) <= there
    assert {len(found) for found in taken} <= {0, each}
    assert adds_up(delivery) == Counter({"issued": len(serials), "in-stock": there - len(serials)}) - Counter()
    if each == 1:
        # Nobody holds more than they take, so every voucher there is goes out.
        assert len(serials) == min(there, DESKS)
    by_case = Counter(Voucher.objects.filter(delivery=delivery).exclude(case=None).values_list("case", flat=True))
    assert all(number == each for number in by_case.values())


def test_ten_take_and_put_back_at_once_and_all_are_back(desks):
    team = desks[0][0].programme.team
    delivery = stock(team, count=4, by=desks[0][1], second=UserFactory(team=team))
    waiting = list(desks)

    def take_and_put_back():
        case, by = waiting.pop()
        for _ in range(3):
            try:
                taken = issue_vouchers(case=case, kind=delivery.kind, by=by)
            except RuleBroken:
                continue
            return_vouchers(vouchers=taken, by=by)

    at_once(DESKS, take_and_put_back)

    assert adds_up(delivery) == Counter({"in-stock": 4})


def test_one_pressed_ten_times_at_once_goes_back_once(desks):
    case, by = desks[0]
    delivery = stock(case.programme.team, count=1, by=by, second=UserFactory(team=case.programme.team))
    vouchers = issue_vouchers(case=case, kind=delivery.kind, by=by)

    at_once(DESKS, lambda: return_vouchers(vouchers=vouchers, by=by))

    assert adds_up(delivery) == Counter({"in-stock": 1})
    assert VoucherMove.objects.count() == 3
