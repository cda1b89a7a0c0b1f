"""Unmet need of many cases at once: open needs that no service helps with, and why. Reads only; one statement.

The same as `need_lines` of one case, with what became of each referral; a test holds the two together.
"""

import datetime as dt
from functools import reduce
from operator import or_

from django.db.models import Case as Case_
from django.db.models import CharField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Value, When

from mentoring.enums.needs import NOT_UNMET, Unmet, WithoutService
from mentoring.models import AssessmentScore, Case, ServiceGap
from mentoring.planning.linking import SERVED_BY
from referrals.enums import NO_ROOM_DECLINES, THRESHOLD_DECLINES, OnwardDecline, OnwardState
from referrals.models import OnwardReferral

# Somebody helps, or was ready to.
_TAKEN_UP = (OnwardState.ACCEPTED, OnwardState.ATTENDED, OnwardState.NOT_ATTENDED, OnwardState.DONE)
_UNANSWERED = (OnwardState.SENT, OnwardState.WAITING)
_NO_NEED = (OnwardDecline.NOT_WANTED, OnwardDecline.KNOWN_ALREADY)
_HELPS = reduce(or_, (Q(asked=area.value, service__kind__in=sorted(kinds)) for area, kinds in SERVED_BY.items()))


def unmet_needs(cases: QuerySet[Case], *, until: dt.date, long_wait_days: int) -> QuerySet[AssessmentScore]:
    """The needs of `cases` that were unmet at the end of a day: the last number of each, with `because` (of Unmet).

    What became of a referral is as on record now; only those sent by the day count, and waiting is counted to the day.
    """
    newest = (
        AssessmentScore.objects.filter(assessment__case__in=cases.order_by().values("pk"), on_date__lte=until)
        .saying_whether_a_need()
        .order_by("assessment__case_id", "area", "-on_date", "-recorded_at")
        .distinct("assessment__case_id", "area")
    )
    needs = AssessmentScore.objects.filter(pk__in=newest.values("pk")).saying_whether_a_need().filter(is_need=True)
    return needs.annotate(because=_because(until, long_wait_days)).exclude(because="")


def _because(until, long_wait_days):
    sent = (
        OnwardReferral.objects.filter(
            person=OuterRef("assessment__case__person"),
            sent_date__gte=OuterRef("assessment__case__opened_date"),
            sent_date__lte=until,
        )
        .annotate(asked=ExpressionWrapper(OuterRef("area"), output_field=CharField()))
        .filter(_HELPS)
    )
    waiting, declined = sent.filter(state__in=_UNANSWERED), sent.filter(state=OnwardState.DECLINED)
    long_since = until - dt.timedelta(days=long_wait_days)
    gap = {reason: Q(Exists(_said(until, [reason]))) for reason in WithoutService}
    return Case_(
        When(Exists(sent.filter(state__in=_TAKEN_UP)), then=Value("")),
        When(Exists(sent.filter(state=OnwardState.STOPPED)), then=Value("")),
        When(Exists(declined.filter(decline_reason__in=_NO_NEED)), then=Value("")),
        When(Exists(_said(until, NOT_UNMET)), then=Value("")),
        When(Exists(waiting.filter(sent_date__gt=long_since)), then=Value("")),
        When(
            Exists(declined.filter(decline_reason__in=THRESHOLD_DECLINES)) | gap[WithoutService.THRESHOLD],
            then=Value(Unmet.THRESHOLD),
        ),
        When(
            Exists(declined.filter(decline_reason__in=NO_ROOM_DECLINES)) | gap[WithoutService.FULL],
            then=Value(Unmet.FULL),
        ),
        When(Exists(waiting) | gap[WithoutService.TOO_LONG], then=Value(Unmet.TOO_LONG)),
        When(gap[WithoutService.NONE_HERE], then=Value(Unmet.NONE_HERE)),
        When(Exists(declined), then=Value(Unmet.OTHER)),
        default=Value(Unmet.NOT_LINKED),
        output_field=CharField(),
    )


def _said(until, reasons):
    gaps = ServiceGap.objects.current().filter(case=OuterRef("assessment__case"), area=OuterRef("area"))
    return gaps.filter(said_date__lte=until, reason__in=sorted(reasons))
