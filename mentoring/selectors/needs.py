"""How somebody says things are, and how far they have come: what a page shows of their assessments."""

import datetime as dt
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef
from django.db.models.functions import JSONObject

from mentoring.enums.needs import NeedArea
from mentoring.models import Assessment, AssessmentScore, Case, Goal, Plan, Scale
from mentoring.planning.distance import AreaDistance, Reading, Tally, distances, tally


@dataclass(frozen=True, slots=True)
class Needs:
    """All of one case: the newest assessment, the one that is not finished if any, the last that says what matters first, and
    every area with its distance."""

    newest: Assessment
    first: Assessment | None
    unfinished: Assessment | None
    times: int
    scale: Scale
    areas: list[AreaDistance]
    tally: Tally

    @property
    def shown(self) -> list[AreaDistance]:
        """Areas that were talked about and apply: what matters first before the rest."""
        first = [NeedArea(area) for area in self.first.first_areas] if self.first else []
        known = [area for area in self.areas if area.asked and area.applies]
        return sorted(known, key=lambda each: first.index(each.area) if each.area in first else len(first))

    @property
    def need_areas(self) -> list[NeedArea]:
        """Those whose last number counts as a need on the programme's scale."""
        return [area.area for area in self.areas if area.last and self.scale.is_need(area.last.score)]

    @property
    def not_asked(self) -> list[str]:
        return [area.label for area in self.areas if not area.asked]

    @property
    def not_applicable(self) -> list[str]:
        return [area.label for area in self.areas if area.asked and not area.applies]


def needs_of(case: Case) -> Needs | None:
    """None where nothing has been talked through yet. One query."""
    said = AssessmentScore.objects.filter(assessment=OuterRef("pk")).order_by("on_date", "recorded_at")
    as_facts = JSONObject(area="area", answer="answer", score="score", words="words", on="on_date")
    assessments = list(
        case.assessments.select_related("scale", "started_by")
        .annotate(said=ArraySubquery(said.values(facts=as_facts)))
        .oldest_first()
    )
    if not assessments:
        return None
    newest = assessments[-1]
    areas = distances(_readings(assessments), higher_is_better=newest.scale.higher_is_better, scale=newest.scale_id)
    return Needs(
        newest=newest,
        first=next((each for each in reversed(assessments) if each.matters_first or each.first_areas), None),
        unfinished=newest if newest.is_open else None,
        times=len(assessments),
        scale=newest.scale,
        areas=areas,
        tally=tally(areas),
    )


def words_for_a_goal(plan: Plan) -> Assessment | None:
    """The last that says in the person's words what matters first, while the plan has no goal. One query."""
    if_none_yet = ~Exists(Goal.objects.filter(plan=plan))
    said = Assessment.objects.filter(if_none_yet, case=plan.case_id).exclude(matters_first="")
    return said.order_by("-started_date", "-started_at").first()


def _readings(assessments):
    """Everything that was said, oldest first."""
    for assessment in assessments:
        for facts in assessment.said:
            on = dt.date.fromisoformat(facts.pop("on"))
            yield Reading(**facts, on=on, scale=assessment.scale_id)
