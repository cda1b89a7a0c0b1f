import re
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from audit.models import Event
from prisons.liberation_rules import Rule
from prisons.models import LiberationRulePeriod, LocalAuthority, Prison, PrisonAlias
from prisons.reference.local_authorities import LOCAL_AUTHORITIES
from prisons.reference.scottish_prisons import OPEN, SCOTTISH_PRISONS

pytestmark = pytest.mark.django_db

POSTCODE = re.compile(r"[A-Z]{2}\d{1,2} \d[A-Z]{2}|G\d{1,2} \d[A-Z]{2}")


def load():
    out = StringIO()
    call_command("load_reference_data", stdout=out)
    return out.getvalue()


def test_load_reference_data_reports_what_it_added():
    assert load() == (
        "local authorities: 32 added, 0 already there\n"
        "prisons: 23 added, 0 already there\n"
        "liberation rules: 4 added, 0 already there\n"
    )


def test_load_reference_data_again_adds_nothing():
    load()
    before = list(Prison.objects.values()), list(PrisonAlias.objects.values()), list(LocalAuthority.objects.values())

    report = load()

    after = list(Prison.objects.values()), list(PrisonAlias.objects.values()), list(LocalAuthority.objects.values())
    assert after == before
    assert report == (
        "local authorities: 0 added, 32 already there\n"
        "prisons: 0 added, 23 already there\n"
        "liberation rules: 0 added, 4 already there\n"
    )


def test_every_prison_we_ship_stands_in_an_area():
    load()

    assert Prison.objects.filter(area=None).count() == 0
    assert Prison.objects.get(code="LOW").area.name == "East Dunbartonshire"


def test_load_reference_data_again_costs_three_queries(django_assert_num_queries):
    load()

    with django_assert_num_queries(3):
        load()


def test_load_reference_data_leaves_what_an_administrator_has_edited():
    load()
    Prison.objects.filter(code="BAR").update(name="HMP Barlinnie (old)", gate_arrangements="Blue door")
    PrisonAlias.objects.get(name="Saughton").delete()
    LocalAuthority.objects.filter(code="S12000013").update(name="Western Isles")
    LiberationRulePeriod.objects.filter(rule=Rule.SCOTLAND_SECTION_8).update(from_date=date(2027, 4, 1))

    load()

    barlinnie = Prison.objects.get(code="BAR")
    assert (barlinnie.name, barlinnie.gate_arrangements) == ("HMP Barlinnie (old)", "Blue door")
    assert PrisonAlias.objects.filter(name="Saughton").count() == 0
    assert LocalAuthority.objects.get(code="S12000013").name == "Western Isles"
    assert LiberationRulePeriod.objects.get(rule=Rule.SCOTLAND_SECTION_8).from_date == date(2027, 4, 1)


def test_load_reference_data_leaves_a_prison_entered_by_hand_under_another_code():
    Prison.objects.create(code="EDN", name="hmp edinburgh")

    load()

    assert list(Prison.objects.filter(name__iexact="HMP Edinburgh").values_list("code", flat=True)) == ["EDN"]
    assert Prison.objects.count() == 23


def test_load_reference_data_leaves_an_alias_that_means_another_prison():
    other = Prison.objects.create(code="OTH", name="HMP Other")
    PrisonAlias.objects.create(prison=other, name="saughton")

    load()

    assert PrisonAlias.objects.get(name__iexact="Saughton").prison == other


def test_load_reference_data_writes_one_trail_row_and_none_for_nothing():
    load()
    load()

    assert list(Event.objects.values_list("action", "actor_key")) == [("load_reference_data", None)]


def test_prisons_open_today_are_the_seventeen():
    load()

    names = set(Prison.objects.open_on(date(2026, 6, 1)).values_list("name", flat=True))

    assert names == {facts.name for facts in OPEN}
    assert len(names) == 17


def test_prisons_closed_are_open_before_they_closed():
    load()
    vale = Prison.objects.get(code="COR")

    assert Prison.objects.open_on(date(2023, 6, 5)).contains(vale)
    assert not Prison.objects.open_on(date(2023, 6, 6)).contains(vale)


def test_prison_is_found_by_what_people_call_it():
    load()

    assert PrisonAlias.objects.get(name="Saughton").prison.name == "HMP Edinburgh"
    assert PrisonAlias.objects.get(name="Bar-L").prison.name == "HMP Barlinnie"


def test_section_8_is_known_but_has_no_first_day():
    load()

    assert LiberationRulePeriod.objects.get(rule=Rule.SCOTLAND_SECTION_8).from_date is None


def test_reference_data_passes_the_checks_of_the_models():
    load()

    for row in [*Prison.objects.all(), *LocalAuthority.objects.all(), *PrisonAlias.objects.all()]:
        row.full_clean()


def test_local_authorities_are_32_with_codes_of_scotland():
    codes = [code for code, _ in LOCAL_AUTHORITIES]

    assert len(set(codes)) == len({name for _, name in LOCAL_AUTHORITIES}) == 32
    assert [code for code in codes if not re.fullmatch(r"S120000\d\d", code)] == []


def test_prison_codes_are_three_letters_and_postcodes_well_formed():
    assert [facts.code for facts in SCOTTISH_PRISONS if not re.fullmatch(r"[A-Z]{3}", facts.code)] == []
    assert [facts.code for facts in SCOTTISH_PRISONS if facts.postcode and not POSTCODE.fullmatch(facts.postcode)] == []
    assert [facts.code for facts in OPEN if not facts.postcode] == ["BEL", "LIL"]
