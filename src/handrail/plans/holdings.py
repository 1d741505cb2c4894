"""What plans hold about a person: goals and steps in their words, look backs, good moments."""

from datetime import date

from handrail.base.errors import DomainError
from handrail.base.words import _
from handrail.people.holding import Holding, Holdings
from handrail.people.models import Participant
from handrail.plans.models import (
    AreaEntry,
    CareTask,
    CareTaskStatusChange,
    Goal,
    GoalStatusChange,
    GoodMoment,
    HealthEvent,
    LifeRole,
    LifeRoleStatusChange,
    LookBack,
    OutsideCare,
    Plan,
    PlanStatusChange,
    Step,
    StepStatusChange,
)
from handrail.plans.rules import PlanStatus

VERSIONS = {"field_versions": "numbers and ids of who wrote, no words"}


def _only_one_plan_open(source: Participant, to: Participant, _today: date) -> None:
    going_on = Plan.objects.filter(participant__in=[source, to]).exclude(status=PlanStatus.ENDED)
    if going_on.count() > 1:
        raise DomainError(str(_("Both records have an open plan. End one of them first, then join them.")))


def _newest_stays(source: Participant, to: Participant, _today: date) -> None:
    stands = AreaEntry.objects.filter(participant=to, is_current=True).values("area", "author_kind")
    for row in stands:
        AreaEntry.objects.filter(participant=source, is_current=True, **row).update(is_current=False)


HOLDINGS = Holdings(
    (
        Holding(AreaEntry, settle=_newest_stays, empties=("strong", "wish")),
        Holding(CareTaskStatusChange, empties=("reason",)),
        Holding(CareTask, empties=("what", "owner_name")),
        Holding(HealthEvent, empties=("words", "told")),
        Holding(OutsideCare, empties=("words", "whose", "phone")),
        Holding(GoodMoment, empties=("words",)),
        Holding(LifeRoleStatusChange, empties=("reason",)),
        Holding(LifeRole, empties=("words",)),
        Holding(LookBack, empties=("with_whom", "words")),
        Holding(StepStatusChange, empties=("reason",)),
        Holding(
            Step,
            empties=("title", "why", "with_whom", "where", "when_words", "fallback"),
            keeps=VERSIONS,
        ),
        Holding(GoalStatusChange, empties=("reason",)),
        Holding(Goal, empties=("words", "picture"), keeps=VERSIONS),
        Holding(PlanStatusChange, empties=("reason",)),
        Holding(Plan, settle=_only_one_plan_open),
    )
)
