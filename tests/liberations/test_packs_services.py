import datetime as dt

import pytest

from audit.models import Event
from core.errors import EditedMeanwhile, RuleBroken
from liberations.enums.packs import PackItemState, PackState
from liberations.models import LiberationPack, Voucher
from liberations.services.packs import (
    check_pack,
    confirm_pack,
    fetch_back,
    hand_over_pack,
    leave_with_prison,
    mark_prepared,
    prepare_pack,
    start_pack,
    swap_voucher,
    take_apart,
    undo_pack_step,
)
from liberations.services.vouchers import lose_voucher
from tests.factories.accounts import ManagerFactory, UserFactory
from tests.factories.mentoring import CaseFactory
from tests.factories.packs import LiberationPackFactory, PackTemplateFactory, stock
from tests.factories.prisons import PrisonFactory

pytestmark = pytest.mark.django_db
IN, NOT_NEEDED, OUT, TO_DO = PackItemState.IN, PackItemState.NOT_NEEDED, PackItemState.OUT_OF_STOCK, PackItemState.TO_DO


@pytest.fixture
def case():
    return CaseFactory()


@pytest.fixture
def manager(case):
    return ManagerFactory(team=case.programme.team)


@pytest.fixture
def delivery(case, manager):
    return stock(case.programme.team, by=manager)


@pytest.fixture
def pack(case, delivery):
    """Water, socks and one food voucher to go in."""
    return LiberationPackFactory(case=case, things=["Water", "Socks"], voucher_kinds=[delivery.kind])


def said(pack, *states):
    return dict(zip(pack.items.values_list("pk", flat=True), states, strict=True))


def check(pack, *states, by, also=()):
    return check_pack(pack=pack, read_at_version=pack.version, states=said(pack, *states), also=also, by=by)


def prepared(pack, by):
    return mark_prepared(pack=check(pack, IN, NOT_NEEDED, IN, by=by), by=by)


def vouchers(pack):
    return list(Voucher.objects.filter(pack_item__pack=pack).values_list("serial", "state"))


def items(pack):
    return list(pack.items.values_list("name", "state"))


def test_pack_begins_with_what_the_prisons_template_says(case, manager, delivery):
    prison = case.episode.stays.get().prison
    PackTemplateFactory(programme=case.programme, things=["For everybody"])
    PackTemplateFactory(programme=case.programme, prison=PrisonFactory(), things=["Elsewhere"])
    PackTemplateFactory(programme=case.programme, prison=prison, things=["Water"], vouchers={delivery.kind: 2})

    made = start_pack(case=case, by=manager)

    name = delivery.kind.name
    assert items(made) == [("Water", TO_DO), (name, TO_DO), (name, TO_DO)]
    assert start_pack(case=case, by=manager) == made
    assert Event.objects.filter(action="start_pack").count() == 1


@pytest.mark.parametrize("general", [True, False])
def test_pack_begins_with_the_general_template_or_empty(case, manager, general):
    if general:
        PackTemplateFactory(programme=case.programme, things=["For everybody"])

    assert items(start_pack(case=case, by=manager)) == ([("For everybody", TO_DO)] if general else [])


def test_voucher_that_goes_in_comes_out_of_the_stock_and_goes_back(pack, manager):
    pack = check(pack, IN, TO_DO, IN, by=manager, also=["A letter"])
    assert vouchers(pack) == [("FV0001", "issued")]
    assert items(pack)[-1] == ("A letter", IN)

    pack = check(pack, IN, OUT, NOT_NEEDED, IN, by=manager)
    assert vouchers(pack) == []
    assert Voucher.objects.in_stock().count() == 3


def test_same_answers_again_change_nothing(pack, manager):
    first = check(pack, IN, TO_DO, IN, by=manager, also=["A letter"])

    again = check_pack(
        pack=pack, read_at_version=1, states=said(pack, IN, TO_DO, IN, IN), also=["A letter"], by=manager
    )

    assert again.version == first.version == 2
    assert Event.objects.filter(action="check_pack").count() == 1


def test_old_page_overwrites_nothing(pack, manager):
    check(pack, IN, TO_DO, TO_DO, by=manager)
    with pytest.raises(EditedMeanwhile):
        check_pack(pack=pack, read_at_version=1, states=said(pack, NOT_NEEDED, IN, IN), by=manager)
    assert vouchers(pack) == []


def test_nothing_is_taken_when_no_voucher_is_left(case, pack, manager):
    Voucher.objects.in_stock().update(team=ManagerFactory().team)

    with pytest.raises(RuleBroken, match="None is left"):
        check(pack, IN, IN, IN, by=manager)
    assert {state for _, state in items(pack)} == {TO_DO}


def test_another_serial_went_in(pack, manager):
    pack = check(pack, IN, IN, IN, by=manager)
    item = pack.items.get(voucher_kind__isnull=False)
    third = Voucher.objects.get(serial="FV0003")

    swap_voucher(item=item, serial=third, by=manager)
    swap_voucher(item=item, serial=third, by=manager)

    assert vouchers(pack) == [("FV0003", "issued")]
    assert Event.objects.filter(action="swap_voucher").count() == 1
    with pytest.raises(RuleBroken, match="no longer in stock"):
        swap_voucher(item=item_of_another(case=pack.case, by=manager), serial=third, by=manager)


def item_of_another(*, case, by):
    """An item of somebody else's pack with a voucher in it."""
    other = CaseFactory(referral__programme=case.programme)
    pack = LiberationPackFactory(case=other, voucher_kinds=[Voucher.objects.first().kind])
    return check(pack, IN, by=by).items.get()


def test_pack_is_prepared_once_everything_is_said(pack, manager):
    with pytest.raises(RuleBroken, match="3 things are still"):
        mark_prepared(pack=pack, by=manager)

    pack = prepared(pack, manager)

    assert pack.state == PackState.PREPARED
    with pytest.raises(RuleBroken, match="prepared” already"):
        check(pack, IN, IN, IN, by=manager)


def test_refused_as_not_ready_nothing_is_kept_of_what_was_said(pack, manager):
    with pytest.raises(RuleBroken, match="1 thing is still"):
        prepare_pack(pack=pack, read_at_version=pack.version, states=said(pack, IN, TO_DO, IN), by=manager)

    assert vouchers(pack) == []
    prepared = prepare_pack(pack=pack, read_at_version=pack.version, states=said(pack, IN, NOT_NEEDED, IN), by=manager)

    assert (prepared.state, vouchers(pack)) == (PackState.PREPARED, [("FV0001", "issued")])
    assert Event.objects.get(subject_key=pack.pk, action__contains="pack").action == "prepare_pack"


def test_ready_pressed_on_an_old_page_brings_no_pack_back(pack, manager):
    """Two have the list open; while one hands the pack over, the other says that it is ready."""
    old = pack.version
    answers = said(pack, IN, NOT_NEEDED, IN)
    for step in (leave_with_prison, hand_over_pack, confirm_pack):
        where = {"prison": PrisonFactory()} if step is leave_with_prison else {}
        pack = step(pack=prepared(pack, manager) if where else pack, by=manager, **where)
        with pytest.raises(RuleBroken, match="” now"):
            prepare_pack(pack=pack, read_at_version=old, states=answers, by=manager)

    assert vouchers(pack) == [("FV0001", "handed-over")]


def test_given_pressed_again_after_it_was_confirmed_is_refused(pack, manager):
    pack = confirm_pack(pack=hand_over_pack(pack=prepared(pack, manager), by=manager), by=manager)

    with pytest.raises(RuleBroken, match="confirmed by the person” now"):
        hand_over_pack(pack=pack, by=manager)


def test_pack_goes_by_the_prison_to_the_person(pack, manager):
    prison = PrisonFactory()
    pack = prepared(pack, manager)
    for _ in range(2):
        pack = leave_with_prison(pack=pack, prison=prison, where="Reception", by=manager)
    assert (pack.state, pack.prison, pack.where) == (PackState.LEFT, prison, "Reception")

    for _ in range(2):
        pack = hand_over_pack(pack=pack, by=manager)
    assert vouchers(pack) == [("FV0001", "handed-over")]
    pack = confirm_pack(pack=pack, by=manager)

    steps = pack.steps.order_by("at").values_list("to_state", flat=True)
    assert list(steps) == ["prepared", "left", "handed-over", "confirmed"]
    assert (pack.prison, pack.where) == (None, "")


def test_every_step_can_be_taken_back_to_the_beginning(pack, manager):
    prison = PrisonFactory()
    pack = leave_with_prison(pack=prepared(pack, manager), prison=prison, where="Reception", by=manager)
    pack = confirm_pack(pack=hand_over_pack(pack=pack, by=manager), by=manager)

    def undo():
        return undo_pack_step(pack=pack, read_at_version=pack.version, by=manager)

    pack = undo()
    assert pack.state == PackState.HANDED_OVER
    pack = undo()
    assert (pack.state, pack.prison, pack.where) == (PackState.LEFT, prison, "Reception")
    assert vouchers(pack) == [("FV0001", "issued")]
    pack = undo()
    pack = undo()
    assert pack.state == PackState.PREPARING
    with pytest.raises(RuleBroken, match="nothing to take back"):
        undo()


def test_undo_pressed_twice_is_once(pack, manager):
    pack = prepared(pack, manager)
    undone = undo_pack_step(pack=pack, read_at_version=pack.version, by=manager)

    with pytest.raises(EditedMeanwhile):
        undo_pack_step(pack=pack, read_at_version=pack.version, by=manager)
    assert undone.state == PackState.PREPARING


def test_pack_is_fetched_back_from_the_old_prison(pack, manager):
    with pytest.raises(RuleBroken, match="not in a prison"):
        fetch_back(pack=pack, by=manager)

    pack = leave_with_prison(pack=prepared(pack, manager), prison=PrisonFactory(), by=manager)
    pack = fetch_back(pack=pack, by=manager)
    assert pack.state == PackState.PREPARED

    pack = undo_pack_step(pack=pack, read_at_version=pack.version, by=manager)
    assert (pack.state, pack.prison) == (PackState.PREPARING, None)


def test_pack_taken_apart_gives_its_vouchers_back_also_after_the_ending(pack, manager):
    pack = prepared(pack, manager)
    pack.case.closed_date = dt.date(2026, 11, 20)
    pack.case.save()
    with pytest.raises(RuleBroken, match="has ended"):
        hand_over_pack(pack=pack, by=manager)

    take_apart(pack=pack, note="They stay in custody.", by=manager)

    assert Voucher.objects.in_stock().count() == 3
    assert dict(items(pack)) == {"Water": TO_DO, "Socks": NOT_NEEDED, pack.items.last().name: TO_DO}


def test_pack_taken_apart_is_prepared_anew(pack, manager):
    pack = take_apart(pack=prepared(pack, manager), note="Not released.", by=manager)

    pack = undo_pack_step(pack=pack, read_at_version=pack.version, by=manager)

    assert pack.state == PackState.PREPARING
    assert vouchers(pack) == []


def test_handed_over_pack_is_not_taken_apart(pack, manager):
    pack = hand_over_pack(pack=prepared(pack, manager), by=manager)
    with pytest.raises(RuleBroken, match="handed over"):
        take_apart(pack=pack, note="", by=manager)


def test_lost_voucher_leaves_the_rest_of_the_pack_as_it_is(pack, manager):
    pack = prepared(pack, manager)
    second = UserFactory(team=manager.team)
    lose_voucher(voucher=Voucher.objects.get(serial="FV0001"), second=second, note="Torn.", by=manager)

    assert hand_over_pack(pack=pack, by=manager).state == PackState.HANDED_OVER
    assert LiberationPack.objects.visible_to(ManagerFactory()).count() == 0
