"""The needs of one case with what was done about each: referrals to services that help with it, or why there are none."""

from dataclasses import dataclass

from mentoring.enums.needs import NOT_UNMET, NeedArea
from mentoring.models import AssessmentScore, Case, ServiceGap
from mentoring.planning.linking import OpenNeed, ScoreSaid, helps_with, open_needs
from referrals.models import OnwardReferral


@dataclass(frozen=True, slots=True)
class NeedLine:
    """One open need. It is linked where they were referred on for it, or need no service (the standard R15)."""

    need: OpenNeed
    referrals: list[OnwardReferral]
    gap: ServiceGap | None

    @property
    def is_linked(self) -> bool:
        return bool(self.referrals) or (self.gap is not None and self.gap.reason in NOT_UNMET)


def need_lines(case: Case) -> list[NeedLine]:
    """The areas that are a need by the last number of each. Three queries."""
    scores = AssessmentScore.objects.filter(assessment__case=case).saying_whether_a_need().oldest_first()
    needs = open_needs(
        ScoreSaid(NeedArea(area), on_date, is_need)
        for area, on_date, is_need in scores.values_list("area", "on_date", "is_need")
    )
    referrals = list(
        OnwardReferral.objects.filter(person=case.person_id, sent_date__gte=case.opened_date)
        .select_related("service__agency")
        .order_by("-sent_date")
    )
    gaps = {gap.area: gap for gap in case.service_gaps.current().select_related("service__agency", "recorded_by")}
    return [
        NeedLine(need, [row for row in referrals if helps_with(row.service.kind, need.area)], gaps.get(need.area))
        for need in needs
    ]
