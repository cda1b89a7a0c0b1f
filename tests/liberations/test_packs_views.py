"""A mentor packs a bag, leaves it with the prison, and prints what goes with it; a manager counts with a colleague."""

import datetime as dt

import pytest
from django.urls import reverse

from liberations.enums import ReplanItemKind
from liberations.models import LiberationPack, ReplanItem, StockCount, Voucher
from liberations.services.packs import fetch_back
from liberations.services.transfers import transfer_person
from tests import pack_kinds
from tests.access import World
from tests.factories.prisons import PrisonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


@pytest.fixture
def manager(as_user, world):
    return as_user(world.manager)


def items(pack, **states):
    return {f"item_{item.pk}": states.get(item.name, "in") for item in pack.items.all()}


def url(name, *keys):
    return reverse(f"liberations:{name}", args=keys)


def test_bag_is_packed_and_closed_in_one_press(as_user, world):
    browser = as_user(world.community_mentor)
    (case,) = pack_kinds.case_with_pack(world)
    pack = LiberationPack.objects.get()
    page = browser.get(url("pack", case)).content.decode()
    assert "Take number <b>FV0001</b> out of the drawer" in page

    sent = items(pack) | {"version": pack.version, "also": "A letter\n\n A scarf ", "prepared": "1"}
    assert browser.post(url("pack", case), sent).status_code == 302

    pack.refresh_from_db()
    assert (pack.state, list(pack.items.values_list("name", flat=True))[-2:]) == ("prepared", ["A letter", "A scarf"])


def test_ready_too_early_is_said_and_pressed_again_once_it_is_so(as_user, world):
    browser = as_user(world.community_mentor)
    (case,) = pack_kinds.case_with_pack(world)
    pack = LiberationPack.objects.get()
    sent = {"version": pack.version, "prepared": "1"}

    page = browser.post(url("pack", case), sent | items(pack, Water="to-do"))
    assert (page.status_code, "1 thing is still “Not yet”" in page.content.decode()) == (200, True)

    assert browser.post(url("pack", case), sent | items(pack)).status_code == 302
    pack.refresh_from_db()
    assert pack.state == "prepared"


def test_what_two_people_said_stands_side_by_side(manager, world):
    (case,) = pack_kinds.case_with_pack(world)
    pack = LiberationPack.objects.get()

    page = manager.post(url("pack", case), items(pack, Water="not-needed") | {"version": pack.version - 1})

    assert page.status_code == 200
    assert "Someone else changed this" in page.content.decode()
    assert "not-needed" not in pack.items.values_list("state", flat=True)


def test_paper_for_the_person_names_no_prison_and_no_service(manager, world):
    (key,) = pack_kinds.pack_with_prison(world)
    prison = LiberationPack.objects.get().prison
    world.community_mentor.phone = "07700 900118"
    world.community_mentor.save()

    contents = manager.get(url("pack_contents", key)).content.decode()
    card = manager.get(url("pack_card", key)).content.decode()

    assert "Water" in contents
    assert "FV0001" in contents
    assert card.count('class="tel">07700 900118') == 4
    inside = card.partition('class="pocket"')[2].partition("</main>")[0]
    for word in (prison.name, world.case.reference, "Reception"):
        assert word not in contents.partition("<main")[2].partition("</main>")[0]
    for word in ("mentor", "prison", "Throughgate", "support", world.person.family_name):
        assert word.lower() not in inside.lower()


def test_list_shows_who_leaves_and_how_far_the_pack_is(manager, world):
    pack_kinds.pack_with_prison(world)

    page = manager.get(url("pack_list") + "?state=left").content.decode()

    assert world.person.full_name in page
    assert "Left with the prison" in page
    assert "No packs here" in manager.get(url("pack_list") + "?state=not-begun").content.decode()


def test_pack_at_the_old_prison_is_a_decision_until_it_is_fetched(world):
    pack_kinds.pack_with_prison(world)
    pack = LiberationPack.objects.get()

    transfer_person(episode=world.case.episode, prison=PrisonFactory(), on=dt.date(2026, 11, 21), by=world.manager)

    waiting = ReplanItem.objects.filter(kind=ReplanItemKind.PACK_AT_OLD_PRISON)
    assert waiting.open().count() == 1
    fetch_back(pack=pack, by=world.manager)
    assert waiting.open().count() == 0


def test_manager_counts_and_the_colleague_agrees(as_user, manager, world):
    pack_kinds.delivery(world)
    voucher = Voucher.objects.first()
    form = manager.get(url("count_add")).context["form"]
    key = voucher.kind_id
    sent = {
        "new_id": form["new_id"].value(),
        "second": world.prison_mentor.pk,
        f"expected_{key}": 3,
        f"counted_{key}": 2,
    }
    refused = manager.post(url("count_add"), sent).content.decode()
    assert "Say why there are 2" in refused

    manager.post(url("count_add"), sent | {f"why_{key}": "One is in the car."})
    count = StockCount.objects.get()
    colleague = as_user(world.prison_mentor)
    assert "Did you count with" in colleague.get(url("stock")).content.decode()
    colleague.post(url("stock_count_answer", count.pk), {"answer": "yes"})

    count.refresh_from_db()
    assert count.state == "agreed"
    assert "One is in the car." in manager.get(count.get_absolute_url()).content.decode()


def test_voucher_names_the_person_to_those_who_may_open_the_record_only(as_user, world):
    (key,) = pack_kinds.voucher_of_case(world)
    colleague = world.manager.__class__.objects.create(
        email="other@throughgate.example", name="Other Mentor", role="community-mentor", team=world.team
    )

    seen = as_user(world.manager).get(url("voucher", key)).content.decode()
    not_seen = as_user(colleague).get(url("voucher", key)).content.decode()

    assert world.person.full_name in seen
    assert world.person.full_name not in not_seen
    assert "Somebody whose record you do not open" in not_seen


def test_csv_has_every_serial_number(manager, world):
    pack_kinds.delivery(world)

    text = manager.get(url("voucher_export") + "?state=in-stock").content.decode("utf-8-sig")

    assert text.splitlines()[0] == "Serial number,Kind,Value,Where,Since,Received"
    assert [line.split(",")[0] for line in text.splitlines()[1:]] == ["FV0001", "FV0002", "FV0003"]


def test_list_removed_while_it_was_changed_comes_back_with_what_was_typed(as_user, world):
    """Saved again, it is a list of its own once more."""
    browser, prison = as_user(world.administrator), PrisonFactory()
    address = url("pack_template_for", world.case.programme_id, prison.pk)
    typed = {"things": "Water", "version": "3"}

    page = browser.post(address, typed)
    again = browser.post(address, typed | {"version": page.context["form"]["version"].value()})

    assert (page.status_code, again.status_code) == (200, 302)
    assert "Someone else changed this" in page.content.decode()
    assert list(world.case.programme.pack_templates.values_list("prison", "items__name")) == [(prison.pk, "Water")]
