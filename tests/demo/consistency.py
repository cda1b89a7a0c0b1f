"""What must hold for any set of people, whoever invented them: dates hang together, counts agree with what they count."""

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from liberations.enums import GateState
from liberations.models import FollowUp, GateLiberation
from mentoring.enums.meetings import OUTCOMES, Channel, MeetingState
from mentoring.models import Assignment, Case, Ending, Meeting
from people.enums import AccessReason, Decision, Purpose
from people.models import Access, Consent, Person
from prisons.models import CustodialEpisode, PrisonStay, ReleaseDate
from referrals.enums import ReferralState
from referrals.models import Referral

INSIDE = (Channel.IN_PRISON, Channel.VIDEO)


def contradictions() -> list[str]:
    """A sentence with a count for each rule that some row breaks; empty when all hangs together."""
    today = timezone.localdate()
    broken = {**_custody(today), **_referrals_and_cases(), **_meetings(today), **_after_release(today)}
    return [f"{rows.count()} {rule}" for rule, rows in broken.items() if rows.exists()]


def _custody(today):
    ledger = ReleaseDate.objects.current().filter(episode=OuterRef("pk"))
    stay = PrisonStay.objects.filter(episode=OuterRef("pk"))
    return {
        "people without an episode": Person.objects.filter(episodes=None),
        "released in the future": CustodialEpisode.objects.filter(released_date__gt=today),
        "in custody without a prison": CustodialEpisode.objects.filter(
            ~Exists(stay.filter(to_date=None)), released_date=None
        ),
        "free and still in a prison": CustodialEpisode.objects.filter(
            Exists(stay.filter(to_date=None)), released_date__isnull=False
        ),
        "released on a day the ledger does not say": CustodialEpisode.objects.filter(
            ~Exists(ledger.filter(liberation_date=OuterRef("released_date"))), released_date__isnull=False
        ),
        "ledger rows from the future": ReleaseDate.objects.filter(recorded_at__gt=timezone.now()),
        "liberation days on a weekend": ReleaseDate.objects.filter(liberation_date__iso_week_day__gte=6),
    }


def _referrals_and_cases():
    lead = Assignment.objects.lead().filter(case=OuterRef("pk"))
    agreed = Consent.objects.filter(
        person=OuterRef("person"),
        purpose=Purpose.TAKING_PART,
        decision=Decision.GIVEN,
        decided_date=OuterRef("opened_date"),
    )
    team = Access.objects.in_force().filter(person=OuterRef("person"), reason=AccessReason.TEAM)
    mentor = Access.objects.filter(
        person=OuterRef("case__person"),
        user=OuterRef("mentor__user"),
        reason__in=(AccessReason.ALLOCATION, AccessReason.FURTHER_ROLE),
    )
    return {
        "cases nobody agreed to": Case.objects.exclude(referral__state=ReferralState.AGREED),
        "agreed referrals without a case": Referral.objects.filter(state=ReferralState.AGREED, case=None),
        "cases opened before the referral": Case.objects.filter(opened_date__lt=F("referral__referred_date")),
        "cases without consent": Case.objects.filter(~Exists(agreed)),
        "cases their managers cannot see": Case.objects.filter(~Exists(team)),
        "mentors who cannot open the record": Assignment.objects.current().filter(
            ~Exists(mentor.filter(until_at=None))
        ),
        "ended cases with a mentor": Case.objects.filter(Exists(lead.current()), closed_date__isnull=False),
        "ended cases without an ending": Case.objects.filter(
            ~Exists(Ending.objects.filter(case=OuterRef("pk"), ended_date=OuterRef("closed_date"))),
            closed_date__isnull=False,
        ),
        "allocations before agreement": Assignment.objects.filter(from_date__lt=F("case__opened_date")),
    }


def _meetings(today):
    happened = OUTCOMES - {MeetingState.CANCELLED_BY_PRISON, MeetingState.CANCELLED_BY_US}
    return {
        "visits in the future that have happened": Meeting.objects.filter(state__in=happened, on_date__gt=today),
        "visits before they agreed": Meeting.objects.filter(on_date__lt=F("case__opened_date")),
        "visits after support ended": Meeting.objects.filter(on_date__gt=F("case__closed_date")),
        "visits in prison after release": Meeting.objects.filter(
            channel__in=INSIDE, on_date__gt=F("episode__released_date"), state=MeetingState.HELD
        ),
        "visits in prison with no prison": Meeting.objects.filter(channel__in=INSIDE, prison=None),
        "contacts outside before release": Meeting.objects.filter(
            Q(episode__released_date=None) | Q(on_date__lt=F("episode__released_date")),
            channel__in=(Channel.COMMUNITY, Channel.ACCOMPANIED, Channel.GATE),
            state__in=happened,
        ),
        "contacts on a weekend": Meeting.objects.filter(
            on_date__iso_week_day__gte=6, channel__in=(Channel.IN_PRISON, Channel.COMMUNITY, Channel.ACCOMPANIED)
        ),
        "written up before they happened": Meeting.objects.filter(
            recorded_at__date__lt=F("on_date"), state__in=happened
        ),
    }


def _after_release(today):
    contact = Meeting.objects.filter(channel=Channel.GATE, on_date=OuterRef("episode__released_date"))
    steps = FollowUp.objects.filter(case=OuterRef("case"), episode=OuterRef("episode"))
    return {
        "met at the gate without a contact": GateLiberation.objects.filter(
            ~Exists(contact.filter(case=OuterRef("case"))), state=GateState.MET
        ),
        "met and still inside": GateLiberation.objects.filter(state=GateState.MET, episode__released_date=None),
        "out without follow-up": GateLiberation.objects.filter(~Exists(steps), out_at__isnull=False),
        "follow-up for somebody inside": FollowUp.objects.filter(episode__released_date=None),
        "follow-up counted from another day": FollowUp.objects.exclude(
            due_date=F("episode__released_date") + F("days_after")
        ),
    }
