"""A small record that lists are compared with: one person for each way a list can differ. Everybody is invented."""

import datetime as dt

from accounts.enums import Role
from liberations.models import LiberationList
from people.enums import AccessReason
from prisons.models import CustodialEpisode, Prison
from tests.factories.accounts import ManagerFactory, TeamFactory, UserFactory
from tests.factories.liberations import LiberationListFactory
from tests.factories.mentoring import CaseFactory, MentorFactory
from tests.factories.people import AccessFactory, IdentifierFactory, PersonFactory
from tests.factories.prisons import EpisodeFactory, PrisonFactory, PrisonStayFactory, ReleaseDateFactory
from tests.factories.referrals import ProgrammeFactory, ReferralFactory

NOW = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)


class SmallRecord:
    """Two prisons, a team with two programmes and a mentor, another team, and the people of `everything-at-once.csv`."""

    def __init__(self):
        self.team = TeamFactory(name="Hillfoot team")
        self.manager = ManagerFactory(team=self.team, name="Morven Manager")
        self.mentor = MentorFactory(user=UserFactory(team=self.team, name="Mary Mentor"))
        self.hillfoot, self.edge = PrisonFactory(name="HMP Hillfoot"), PrisonFactory(name="HMP Edge")
        self.programme = ProgrammeFactory(name="Ways Home", team=self.team, minimum_lead_days=7)
        ProgrammeFactory(name="Open Door", team=self.team, minimum_lead_days=3)
        self._in_custody()
        self._released()
        self._of_another_team()

    def new_list(self) -> LiberationList:
        return LiberationListFactory(
            prison=self.hillfoot, programme=self.programme, team=self.team, uploaded_by=self.manager, uploaded_at=NOW
        )

    def person(
        self, name: str, number: str, born: dt.date, prison: Prison | None = None, day: dt.date | None = None
    ) -> CustodialEpisode:
        """Someone in custody whose record the team's managers may open; returns that time in custody."""
        given, family = name.split(" ")
        person = PersonFactory(given_names=given, family_name=family, birth_date=born)
        IdentifierFactory(person=person, value=number)
        AccessFactory(person=person, user=None, team=self.team, role=Role.MANAGER, reason=AccessReason.TEAM)
        episode = EpisodeFactory(person=person, prison=prison or self.hillfoot)
        if day:
            ReleaseDateFactory(episode=episode, stated_date=day)
        return episode

    def case(self, episode: CustodialEpisode, lead=None, **fields):
        referral = ReferralFactory(person=episode.person, episode=episode, programme=self.programme, state="agreed")
        return CaseFactory(referral=referral, lead=lead, team_access=False, **fields)

    def _in_custody(self):
        self.case(
            self.person("Callum Sharpe", "090001", dt.date(1991, 2, 1), day=dt.date(2027, 1, 14)),
            self.mentor,
            number=902,
        )
        self.person("Rhona Quill", "090002", dt.date(1988, 3, 4), day=dt.date(2027, 1, 14))
        self.case(self.person("Kieran Bright", "090003", dt.date(1990, 9, 9), day=dt.date(2027, 1, 14)), number=901)
        moss = self.person("Tam Moss", "090004", dt.date(1980, 10, 10), self.edge, dt.date(2027, 1, 14))
        self.case(moss, self.mentor)
        self.case(self.person("Val Vine", "090005", dt.date(1985, 11, 11)))
        moved = self.person("Hugh Heath", "090006", dt.date(1986, 12, 12), day=dt.date(2026, 12, 10))
        moved.stays.update(to_date=dt.date(2026, 11, 20))
        PrisonStayFactory(episode=moved, prison=self.edge, from_date=dt.date(2026, 11, 20))
        self.person("Kerry Bright", "090012", dt.date(1988, 8, 18), day=dt.date(2027, 1, 14))
        self.case(self.person("Moira Missing", "090020", dt.date(1992, 1, 20), day=dt.date(2027, 1, 20)), number=903)

    def _released(self):
        back = self.person("Wendy Wort", "090007", dt.date(1979, 5, 1), day=dt.date(2026, 9, 1))
        self.case(back, self.mentor, number=900, closed_date=dt.date(2026, 11, 2))
        self._release(back, dt.date(2026, 9, 1))
        self._release(
            self.person("Finlay Fern", "090008", dt.date(1979, 5, 2), day=dt.date(2026, 11, 20)), dt.date(2026, 11, 20)
        )
        self._release(
            self.person("Grant Gale", "090009", dt.date(1979, 5, 3), day=dt.date(2027, 2, 11)), dt.date(2026, 10, 10)
        )

    def _of_another_team(self):
        other = self.person("Oscar Other", "090021", dt.date(1983, 3, 3), self.edge, dt.date(2027, 2, 26))
        other.person.access.all().delete()
        CaseFactory(referral__person=other.person, referral__episode=other)

    def _release(self, episode: CustodialEpisode, on: dt.date):
        episode.stays.update(to_date=on)
        episode.released_date, episode.released_how = on, "gate"
        episode.save()
