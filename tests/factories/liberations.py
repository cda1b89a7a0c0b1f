import datetime as dt

import factory
from factory.django import DjangoModelFactory

from liberations.enums import ReplanItemKind, ReplanItemState, RowDifference, SchemeShift
from liberations.models import (
    ColumnMapping,
    FollowUp,
    GateLiberation,
    GateQuestion,
    LiberationList,
    ListFile,
    ListRow,
    Replan,
    ReplanItem,
    Scheme,
    SchemeMember,
)
from liberations.models.column_mappings import layout_of
from tests.factories.accounts import ManagerFactory, TeamFactory
from tests.factories.mentoring import CaseFactory, MentorFactory
from tests.factories.prisons import PrisonFactory, ReleaseDateFactory
from tests.factories.referrals import ProgrammeFactory


class GateLiberationFactory(DjangoModelFactory):
    class Meta:
        model = GateLiberation

    case = factory.SubFactory(CaseFactory)
    episode = factory.SelfAttribute("case.episode")


class FollowUpFactory(DjangoModelFactory):
    class Meta:
        model = FollowUp

    case = factory.SubFactory(CaseFactory)
    episode = factory.SelfAttribute("case.episode")
    days_after = 2
    window_from_date = dt.date(2026, 12, 17)
    due_date = dt.date(2026, 12, 19)


class GateQuestionFactory(DjangoModelFactory):
    """Asked of the mentor named for a gate about its liberation day, and not answered yet."""

    class Meta:
        model = GateQuestion

    gate = factory.SubFactory(GateLiberationFactory, decision="wanted", mentor=factory.SelfAttribute("..mentor"))
    mentor = factory.SubFactory(MentorFactory)
    liberation_date = dt.date(2026, 12, 17)
    asked_at = dt.datetime(2026, 12, 10, 9, tzinfo=dt.UTC)
    answer_by_at = dt.datetime(2026, 12, 11, 9, tzinfo=dt.UTC)


class ReplanFactory(DjangoModelFactory):
    """A liberation day brought forward by a week."""

    class Meta:
        model = Replan

    case = factory.SubFactory(CaseFactory)
    episode = factory.SelfAttribute("case.episode")
    before_date = dt.date(2026, 12, 24)
    after_date = dt.date(2026, 12, 17)
    recorded_at = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)


class ReplanItemFactory(DjangoModelFactory):
    """An open decision that stands as long as the case: too few visits."""

    class Meta:
        model = ReplanItem

    replan = factory.SubFactory(ReplanFactory)
    kind = ReplanItemKind.TOO_FEW_VISITS
    state = ReplanItemState.OPEN
    number = 2
    on_date = factory.SelfAttribute("replan.after_date")


class LiberationListFactory(DjangoModelFactory):
    class Meta:
        model = LiberationList

    prison = factory.SubFactory(PrisonFactory)
    team = factory.SubFactory(TeamFactory)
    programme = factory.SubFactory(ProgrammeFactory, team=factory.SelfAttribute("..team"))
    file_hash = factory.Sequence(lambda n: f"{n:064x}")
    file_name = "list.csv"
    uploaded_by = factory.SubFactory(ManagerFactory)
    uploaded_at = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)


class ListFileFactory(DjangoModelFactory):
    """Of a layout nobody has chosen the columns of."""

    class Meta:
        model = ListFile

    list = factory.SubFactory(LiberationListFactory)
    content = b"Ref,Who,Out on\n090017,Callum Sharpe,14/01/2027\n"


class ColumnMappingFactory(DjangoModelFactory):
    class Meta:
        model = ColumnMapping

    team = factory.SubFactory(TeamFactory)
    prison = factory.SubFactory(PrisonFactory)
    columns = {"ref": "number", "who": "name", "out on": "liberation_date"}
    layout = factory.LazyAttribute(lambda mapping: layout_of(mapping.columns))
    saved_by = factory.SubFactory(ManagerFactory)
    saved_at = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)


class ListRowFactory(DjangoModelFactory):
    class Meta:
        model = ListRow

    list = factory.SubFactory(LiberationListFactory)
    row_number = factory.Sequence(lambda n: n + 2)
    given_names = "Callum"
    family_name = "Sharpe"
    liberation_date = dt.date(2027, 1, 14)
    difference = RowDifference.NEW_PERSON


class SchemeFactory(DjangoModelFactory):
    """A draft that moves days a week forward; its members are made by the services."""

    class Meta:
        model = Scheme

    name = factory.Sequence(lambda n: f"Early release {n}")
    reason = "Announced to Parliament."
    team = factory.SubFactory(TeamFactory)
    shift = SchemeShift.DAYS
    days_earlier = 7
    made_by = factory.SubFactory(ManagerFactory, team=factory.SelfAttribute("..team"))
    made_at = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)


class SchemeMemberFactory(DjangoModelFactory):
    class Meta:
        model = SchemeMember

    scheme = factory.SubFactory(SchemeFactory)
    episode = factory.SelfAttribute("before_row.episode")
    before_row = factory.SubFactory(ReleaseDateFactory)
    before_date = factory.SelfAttribute("before_row.liberation_date")
    after_date = factory.LazyAttribute(lambda member: member.before_date - dt.timedelta(days=7))
