import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, connection, transaction

from audit.models import Event
from core.errors import RuleBroken
from liberations.enums.vouchers import StockCountState
from liberations.models import Delivery, StockCount, Voucher, VoucherKind, VoucherMove
from liberations.packing.stock import kinds_to_give, stock_of
from liberations.services.stock import answer_count, receive_vouchers, record_count, strike_delivery
from liberations.services.vouchers import (
    find_voucher,
    hand_over_vouchers,
    issue_vouchers,
    lose_voucher,
    return_vouchers,
    take_back_handing_over,
)
from notifications.enums import Kind
from notifications.models import Message
from tests.factories.accounts import ManagerFactory, TeamFactory, UserFactory
from tests.factories.mentoring import CaseFactory
from tests.factories.packs import VoucherKindFactory, stock, voucher

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return CaseFactory()


@pytest.fixture
def team(case):
    return case.programme.team


@pytest.fixture
def manager(team):
    return ManagerFactory(team=team)


@pytest.fixture
def second(team):
    return UserFactory(team=team)


@pytest.fixture
def delivery(team, manager, second):
    return stock(team, by=manager, second=second)


def states(delivery):
    return list(delivery.vouchers.order_by("serial").values_list("state", flat=True))


def told(voucher):
    return list(voucher.history.values_list("number", "kind", "from_state", "to_state"))


def test_delivery_brings_every_serial_into_stock_seen_by_two(delivery, team, manager, second):
    assert states(delivery) == ["in-stock"] * 3
    moves = VoucherMove.objects.filter(voucher__delivery=delivery)
    assert set(moves.values_list("kind", "by", "second")) == {("received", manager.pk, second.pk)}
    (line,) = stock_of(team.pk)
    assert (line.in_stock, line.received, line.in_stock_pence) == (3, 3, 3000)
    assert Event.objects.filter(action="receive_vouchers").count() == 1


def test_delivery_sent_twice_is_one(team, manager, second):
    kind, key = VoucherKindFactory(), uuid.uuid4()
    sent = {"team": team, "kind": kind, "first_serial": "1", "last_serial": "2", "second": second, "by": manager}

    assert receive_vouchers(**sent, new_id=key) == receive_vouchers(**sent, new_id=key)
    assert Voucher.objects.count() == 2


def test_serial_on_record_is_not_taken_in_again(delivery, team, manager, second):
    with pytest.raises(RuleBroken, match="FV0003 of this kind is on record"):
        receive_vouchers(
            team=team, kind=delivery.kind, first_serial="FV0003", last_serial="FV0004", second=second, by=manager
        )
    with pytest.raises(RuleBroken, match="FV0001 and 2 more of this kind"):
        stock(TeamFactory(), kind=delivery.kind)


def test_delivery_needs_somebody_else_of_the_team(team, manager):
    for nobody in (manager, UserFactory(), UserFactory(team=team, is_active=False), None):
        with pytest.raises(RuleBroken, match="second person"):
            receive_vouchers(
                team=team, kind=VoucherKindFactory(), first_serial="1", last_serial="2", second=nobody, by=manager
            )


def test_delivery_entered_by_mistake_is_struck_and_may_really_come_later(delivery, team, manager, second):
    strike_delivery(delivery=delivery, by=manager)
    strike_delivery(delivery=delivery, by=manager)

    assert states(delivery) == ["struck"] * 3
    assert stock_of(team.pk)[0].received == 0
    again = stock(team, kind=delivery.kind, count=4, by=manager, second=second)
    assert states(again) == ["in-stock"] * 4
    assert [number for number, *_ in told(again.vouchers.get(serial="FV0001"))] == [1, 2, 3]
    assert Event.objects.filter(action="strike_delivery").count() == 1


def test_delivery_is_not_struck_once_one_of_it_is_gone(delivery, case, manager):
    issue_vouchers(case=case, kind=delivery.kind, by=manager)

    with pytest.raises(RuleBroken, match="no longer in the drawer"):
        strike_delivery(delivery=delivery, by=manager)


def test_voucher_is_put_by_handed_over_taken_back_and_returned(delivery, case, manager):
    (first,) = issue_vouchers(case=case, kind=delivery.kind, by=manager)
    assert (first.serial, first.state, first.case) == ("FV0001", "issued", case)

    for step in (hand_over_vouchers, hand_over_vouchers, take_back_handing_over, hand_over_vouchers):
        step(vouchers=[first], by=manager)
    return_vouchers(vouchers=[first], by=manager, note="They did not want it.")

    first.refresh_from_db()
    assert (first.state, first.case, first.moves) == ("in-stock", None, 6)
    assert [kind for _, kind, *_ in told(first)] == [
        "received",
        "issued",
        "handed-over",
        "not-handed-over",
        "handed-over",
        "returned",
    ]
    assert set(first.history.filter(number__gt=1).values_list("case", flat=True)) == {case.pk}


def test_no_more_go_out_than_there_are(delivery, case, manager):
    with pytest.raises(RuleBroken, match="Only 3 are left"):
        issue_vouchers(case=case, kind=delivery.kind, count=4, by=manager)
    assert states(delivery) == ["in-stock"] * 3

    issue_vouchers(case=case, kind=delivery.kind, count=3, by=manager)
    with pytest.raises(RuleBroken, match="None is left"):
        issue_vouchers(case=case, kind=delivery.kind, by=manager)


def test_stock_of_another_team_is_not_touched(case, manager):
    elsewhere = stock(TeamFactory())

    with pytest.raises(RuleBroken, match="None is left"):
        issue_vouchers(case=case, kind=elsewhere.kind, by=manager)


def test_lost_voucher_is_written_off_by_two_and_may_be_found(delivery, manager, second):
    one = delivery.vouchers.get(serial="FV0002")
    with pytest.raises(RuleBroken, match="second person"):
        lose_voucher(voucher=one, second=manager, note="Not in the drawer.", by=manager)

    lose_voucher(voucher=one, second=second, note="Not in the drawer.", by=manager)
    lose_voucher(voucher=one, second=second, note="Not in the drawer.", by=manager)
    assert states(delivery) == ["in-stock", "lost", "in-stock"]
    find_voucher(voucher=one, second=second, note="Behind the drawer.", by=manager)

    assert states(delivery) == ["in-stock"] * 3
    assert one.history.count() == 3


def test_voucher_lost_out_of_a_pack_is_nobodys_any_more(delivery, case, manager, second):
    (one,) = issue_vouchers(case=case, kind=delivery.kind, by=manager)

    lose_voucher(voucher=one, second=second, note="Left on the bus.", by=manager)

    one.refresh_from_db()
    assert (one.state, one.case) == ("lost", None)


@pytest.mark.parametrize("press", [return_vouchers, take_back_handing_over])
def test_old_page_says_nothing_of_a_voucher_that_is_lost_by_now(delivery, case, manager, second, press):
    (found,) = issue_vouchers(case=case, kind=delivery.kind, by=manager)
    lose_voucher(voucher=Voucher.objects.get(pk=found.pk), second=second, note="Not in the drawer.", by=manager)

    with pytest.raises(RuleBroken, match="is “lost” now"):
        press(vouchers=[found], by=manager)


def test_old_page_takes_no_voucher_from_whom_it_is_for_by_now(delivery, case, manager):
    (found,) = issue_vouchers(case=case, kind=delivery.kind, by=manager)
    return_vouchers(vouchers=[found], by=manager)
    other = CaseFactory(referral__programme=case.programme)
    issue_vouchers(case=other, kind=delivery.kind, by=manager)

    with pytest.raises(RuleBroken, match="FV0001 is for somebody else by now"):
        return_vouchers(vouchers=[found], by=manager)


def test_kind_that_no_longer_comes_in_is_given_out_until_none_is_left(delivery, team, case, manager):
    VoucherKind.objects.update(closed_date=dt.date(2026, 1, 1))

    with pytest.raises(RuleBroken, match="No more of “Food voucher"):
        stock(team, kind=delivery.kind, first=9)
    today = dt.date(2026, 2, 1)
    assert list(kinds_to_give(team, today)) == [delivery.kind]
    issue_vouchers(case=case, kind=delivery.kind, count=3, by=manager)
    assert list(kinds_to_give(team, today)) == []


def test_handed_over_voucher_cannot_be_lost(delivery, case, manager, second):
    (one,) = issue_vouchers(case=case, kind=delivery.kind, by=manager)
    hand_over_vouchers(vouchers=[one], by=manager)

    with pytest.raises(RuleBroken, match="handed over"):
        lose_voucher(voucher=one, second=second, note="", by=manager)


def count(team, kind, number, *, by, second, expected=3, why="", key=None):
    return record_count(
        team=team,
        counted={kind: number},
        expected={kind: expected},
        explanations={kind: why},
        second=second,
        by=by,
        new_id=key,
    )


def test_count_by_two_is_agreed_by_the_second(delivery, team, manager, second):
    made = count(team, delivery.kind, 3, by=manager, second=second, why="dropped, as nothing differs")

    assert (made.state, made.lines.get().difference, made.lines.get().explanation) == ("waiting", 0, "")
    with pytest.raises(RuleBroken, match="Only the person who counted"):
        answer_count(count=made, agreed=True, by=manager)
    answer_count(count=made, agreed=True, by=second)
    answer_count(count=made, agreed=True, by=second)
    with pytest.raises(RuleBroken, match="answered already"):
        answer_count(count=made, agreed=False, by=second)
    assert StockCount.objects.get().state == StockCountState.AGREED
    assert stock_of(team.pk)[0].counted_at == made.counted_at
    assert Event.objects.filter(action="answer_count").count() == 1


def test_second_person_is_asked_by_a_notice_until_they_answer(delivery, team, manager, second):
    made = count(team, delivery.kind, 3, by=manager, second=second)
    asked = Message.objects.visible_to(second).get()
    answer_count(count=made, agreed=False, by=second)

    assert (asked.kind, asked.path) == (Kind.COUNT_ASKED, made.get_absolute_url())
    assert not Message.objects.visible_to(second).unread().exists()
    assert Message.objects.visible_to(manager).get().kind == Kind.COUNT_REFUSED


def test_difference_is_explained_and_leaves_the_stock_alone(delivery, team, manager, second):
    with pytest.raises(RuleBroken, match="Say why there are 2"):
        count(team, delivery.kind, 2, by=manager, second=second)

    made = count(team, delivery.kind, 2, by=manager, second=second, why="One in the coat of a colleague.")

    assert made.lines.get().difference == -1
    assert stock_of(team.pk)[0].in_stock == 3


def test_stock_that_changed_meanwhile_is_counted_again(delivery, team, manager, second):
    with pytest.raises(RuleBroken, match="has changed since you began"):
        count(team, delivery.kind, 4, by=manager, second=second, expected=4)


def test_count_sent_twice_is_one(delivery, team, manager, second):
    key = uuid.uuid4()
    assert count(team, delivery.kind, 3, by=manager, second=second, key=key) == count(
        team, delivery.kind, 3, by=manager, second=second, key=key
    )


def held_to(sql, *values):
    """Run a statement and what it defers, and put everything back."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize(
    "sql",
    [
        # Out of the drawer without a move, or to where no move led.
        "UPDATE liberations_voucher SET state = 'lost' WHERE id = %s",
        "UPDATE liberations_voucher SET moves = 2 WHERE id = %s",
        "UPDATE liberations_voucher SET value_pence = 0 WHERE id = %s",
        # For nobody, and handed over.
        "UPDATE liberations_voucher SET state = 'handed-over' WHERE id = %s",
        "UPDATE liberations_vouchermove SET to_state = 'lost' WHERE voucher_id = %s",
        "DELETE FROM liberations_vouchermove WHERE voucher_id = %s",
        "DELETE FROM liberations_voucher WHERE id = %s",
        # The same move again, a move after none, one that skips a state, one the voucher does not know of.
        """INSERT INTO liberations_vouchermove SELECT gen_random_uuid(), number, follows, kind, from_state, to_state, at, note,
           by_id, case_id, second_id, voucher_id FROM liberations_vouchermove WHERE voucher_id = %s""",
    ],
)
def test_database_itself_keeps_every_voucher_whole(delivery, sql):
    with pytest.raises(IntegrityError):
        held_to(sql, delivery.vouchers.first().pk)


@pytest.mark.parametrize(
    ("number", "kind", "from_state", "to_state"),
    [
        (3, "issued", "in-stock", "issued"),
        (2, "handed-over", "issued", "handed-over"),
        (2, "issued", "in-stock", "handed-over"),
        (2, "issued", "in-stock", "issued"),
    ],
)
def test_database_refuses_a_move_out_of_the_chain(delivery, case, manager, number, kind, from_state, to_state):
    one = delivery.vouchers.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        VoucherMove.objects.create(
            voucher=one,
            number=number,
            follows=number - 1,
            kind=kind,
            from_state=from_state,
            to_state=to_state,
            case=case,
            at=delivery.received_at,
            by=manager,
        )
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_database_lets_no_voucher_forget_its_moves(delivery, case, manager):
    (one,) = issue_vouchers(case=case, kind=delivery.kind, by=manager)
    with pytest.raises(IntegrityError):
        held_to("UPDATE liberations_voucher SET moves = 1, state = 'in-stock', case_id = NULL WHERE id = %s", one.pk)


def test_one_person_never_counts_for_two_in_the_database(delivery, manager):
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.filter(pk=delivery.pk).update(second=manager)


def test_nothing_is_seen_of_another_team(delivery, manager):
    assert Voucher.objects.visible_to(manager).count() == 3
    assert Voucher.objects.visible_to(ManagerFactory()).count() == 0
    assert voucher(TeamFactory()) not in Voucher.objects.visible_to(manager)
