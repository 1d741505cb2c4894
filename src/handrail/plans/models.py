from typing import Any, ClassVar, Self

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import F, Q

from handrail.access import Category
from handrail.intake.rules import AuthorKind
from handrail.people.models import AboutPerson, AboutPersonQuerySet, StatusChange
from handrail.plans.rules import (
    OPEN_STEPS,
    CareTaskStatus,
    Environment,
    GoalStatus,
    HealthEventKind,
    LifeArea,
    LookBackKind,
    OutsideCareKind,
    PlanStatus,
    StepStatus,
    SupportLevel,
)
from handrail.plans.rules.roles import LifeRoleStatus, RoleKind


def _choices(kind: Any) -> list[tuple[str, str]]:
    return [(member.value, member.value) for member in kind]


class Plan(AboutPerson):
    """The one plan of a person. Only one can be open or resting at a time (S-132)."""

    category: ClassVar = Category.PLAN

    status = models.CharField(max_length=16, choices=_choices(PlanStatus), default=PlanStatus.OPEN)
    opened_on = models.DateField()
    ended_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["organisation", "status", "opened_on"], name="plan_list")]
        constraints = [
            models.UniqueConstraint(
                fields=["participant"], condition=~Q(status=PlanStatus.ENDED), name="one_open_plan"
            ),
            models.CheckConstraint(
                condition=Q(status=PlanStatus.ENDED, ended_on__isnull=False)
                | (~Q(status=PlanStatus.ENDED) & Q(ended_on__isnull=True)),
                name="plan_ended_has_its_day",
            ),
        ]


class PlanStatusChange(StatusChange):
    category: ClassVar = Category.PLAN

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="changes")


class Goal(AboutPerson):
    """What the person wants, in the person's words, and who wrote them down (S-005)."""

    category: ClassVar = Category.PLAN
    of_thing: ClassVar[str] = "id"

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="goals")
    words = models.TextField()
    language = models.CharField(max_length=12, blank=True)
    author = models.ForeignKey(get_user_model(), on_delete=models.PROTECT, null=True, related_name="+")
    author_kind = models.CharField(max_length=8, choices=_choices(AuthorKind))
    life_area = models.CharField(max_length=12, choices=_choices(LifeArea))
    environment = models.CharField(max_length=12, choices=_choices(Environment))
    picture = models.CharField(max_length=12, blank=True)
    position = models.PositiveSmallIntegerField(default=1)
    agreed_on = models.DateField()
    target_on = models.DateField(null=True)
    status = models.CharField(max_length=16, choices=_choices(GoalStatus), default=GoalStatus.ACTIVE)
    version = models.PositiveIntegerField(default=1)
    field_versions = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["organisation", "participant", "position"], name="goal_list")]


class AreaEntry(AboutPerson):
    """How one area of life is, as one side says it on a day; a newer entry of the same side stands in its place."""

    category: ClassVar = Category.PLAN

    area = models.CharField(max_length=12, choices=_choices(LifeArea))
    author_kind = models.CharField(max_length=8, choices=_choices(AuthorKind))
    author = models.ForeignKey(get_user_model(), on_delete=models.PROTECT, null=True, related_name="+")
    said_on = models.DateField()
    strong = models.TextField(blank=True)
    wish = models.TextField(blank=True)
    works = models.PositiveSmallIntegerField(null=True)
    satisfied = models.PositiveSmallIntegerField(null=True)
    is_current = models.BooleanField(default=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "participant", "is_current"], name="area_entry_list")]
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "area", "author_kind"],
                condition=Q(is_current=True),
                name="one_current_entry_a_side",
            ),
            models.CheckConstraint(
                condition=(Q(works__isnull=True) | Q(works__gte=1, works__lte=5))
                & (Q(satisfied__isnull=True) | Q(satisfied__gte=1, satisfied__lte=5)),
                name="ratings_are_one_to_five",
            ),
        ]


class GoalStatusChange(StatusChange):
    category: ClassVar = Category.PLAN

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="changes")


class StepQuerySet(AboutPersonQuerySet):
    def open(self) -> Self:
        """Keep steps that the person agreed to and that are not done."""
        return self.filter(status__in=OPEN_STEPS)

    def proposed(self) -> Self:
        """Keep steps that wait for the person's answer."""
        return self.filter(status=StepStatus.PROPOSED)


class Step(AboutPerson):
    """A real thing to do in a real place, with the support that the person wants, and what to do if it is too much."""

    category: ClassVar = Category.PLAN
    of_thing: ClassVar[str] = "goal_id"

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="steps")
    title = models.CharField(max_length=300)
    why = models.TextField(blank=True)
    support_wanted = models.CharField(max_length=10, choices=_choices(SupportLevel))
    with_whom = models.CharField(max_length=200, blank=True)
    where = models.CharField(max_length=200, blank=True)
    when_words = models.CharField(max_length=200, blank=True)
    target_on = models.DateField(null=True)
    fallback = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(max_length=16, choices=_choices(StepStatus))
    done_on = models.DateField(null=True)
    done_with = models.CharField(max_length=10, choices=_choices(SupportLevel), blank=True)
    proposed_by = models.ForeignKey(get_user_model(), on_delete=models.PROTECT, null=True, related_name="+")
    proposed_on = models.DateField(null=True)
    made_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="made_smaller")
    version = models.PositiveIntegerField(default=1)
    field_versions = models.JSONField(default=dict)

    objects: ClassVar = StepQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["organisation", "participant", "position"], name="step_list")]
        constraints = [
            models.CheckConstraint(
                condition=Q(status=StepStatus.DONE, done_on__isnull=False)
                | (~Q(status=StepStatus.DONE) & Q(done_on__isnull=True)),
                name="step_done_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(proposed_by__isnull=True, proposed_on__isnull=True)
                | Q(proposed_by__isnull=False, proposed_on__isnull=False),
                name="proposed_by_and_on",
            ),
        ]


class StepStatusChange(StatusChange):
    category: ClassVar = Category.PLAN

    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="changes")


class LookBack(AboutPerson):
    """A day to look back together: planned, with whom, and what was said."""

    category: ClassVar = Category.PLAN
    of_thing: ClassVar[str] = "id"

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="look_backs")
    kind = models.CharField(max_length=12, choices=_choices(LookBackKind))
    planned_on = models.DateField()
    with_whom = models.CharField(max_length=300, blank=True)
    held_on = models.DateField(null=True)
    words = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "planned_on", "held_on"], name="look_back_list"),
            models.Index(fields=["participant", "planned_on"], name="look_back_of_person"),
            models.Index(
                fields=["organisation", "participant", "planned_on"],
                condition=Q(held_on__isnull=True),
                name="look_back_due",
            ),
        ]


class GoodMoment(AboutPerson):
    """A good moment in the person's own words; hidden when they like."""

    category: ClassVar = Category.PLAN

    words = models.TextField()
    happened_on = models.DateField()
    author = models.ForeignKey(get_user_model(), on_delete=models.PROTECT, null=True, related_name="+")
    is_hidden = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "participant", "happened_on"], name="good_moment_list")
        ]


class OutsideCare(AboutPerson):
    """A treatment, medicine or service from elsewhere, exactly as the person wrote it; nothing is read out of it."""

    category: ClassVar = Category.HEALTH

    kind = models.CharField(max_length=12, choices=_choices(OutsideCareKind))
    words = models.TextField()
    whose = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    author = models.ForeignKey(get_user_model(), on_delete=models.PROTECT, null=True, related_name="+")
    author_kind = models.CharField(max_length=8, choices=_choices(AuthorKind))

    class Meta:
        indexes = [models.Index(fields=["organisation", "participant", "to_on"], name="outside_care_list")]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="outside_care_days"
            )
        ]


class HealthEvent(AboutPerson):
    """A fall, an emergency visit, a stay in hospital, trouble with a medicine: when, in words, who was told."""

    category: ClassVar = Category.HEALTH

    kind = models.CharField(max_length=20, choices=_choices(HealthEventKind))
    happened_on = models.DateField()
    words = models.TextField()
    told = models.CharField(max_length=300, blank=True)
    author = models.ForeignKey(get_user_model(), on_delete=models.PROTECT, null=True, related_name="+")
    author_kind = models.CharField(max_length=8, choices=_choices(AuthorKind))

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "participant", "happened_on"], name="health_event_list")
        ]


class CareTask(AboutPerson):
    """Something that somebody does for the plan, across agencies: what, who and by when."""

    category: ClassVar = Category.PLAN

    what = models.CharField(max_length=300)
    owner = models.ForeignKey(get_user_model(), on_delete=models.PROTECT, null=True, related_name="+")
    owner_name = models.CharField(max_length=200, blank=True)  # somebody outside, without an account
    due_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    step = models.ForeignKey(Step, on_delete=models.PROTECT, null=True, related_name="+")
    status = models.CharField(max_length=16, choices=_choices(CareTaskStatus), default=CareTaskStatus.OPEN)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "owner", "status", "due_on"], name="care_task_of_owner"),
            models.Index(fields=["organisation", "due_on", "closed_on"], name="care_task_totals"),
            models.Index(fields=["participant", "status", "due_on"], name="care_task_of_person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status=CareTaskStatus.OPEN, closed_on__isnull=True)
                | (~Q(status=CareTaskStatus.OPEN) & Q(closed_on__isnull=False)),
                name="care_task_closed_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(owner__isnull=True) | Q(owner_name=""), name="care_task_one_owner"
            ),
        ]


class CareTaskStatusChange(StatusChange):
    category: ClassVar = Category.PLAN

    task = models.ForeignKey(CareTask, on_delete=models.PROTECT, related_name="changes")


class LifeRole(AboutPerson):
    """A role that the person has, wants or had, since when, in their own words; wanted it can become a goal."""

    category: ClassVar = Category.PLAN

    kind = models.CharField(max_length=10, choices=_choices(RoleKind))
    words = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=10, choices=_choices(LifeRoleStatus))
    since_on = models.DateField(null=True)
    until_on = models.DateField(null=True)
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, null=True, related_name="life_roles")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["organisation", "participant", "status"], name="life_role_list")]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(status=LifeRoleStatus.HAD),
                name="life_role_had_is_over",
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True)
                | Q(since_on__isnull=True)
                | Q(until_on__gte=F("since_on")),
                name="life_role_dates",
            ),
            models.CheckConstraint(
                condition=~Q(kind=RoleKind.OWN) | ~Q(words="") | Q(status=LifeRoleStatus.SET_ASIDE),
                name="life_role_has_a_name",
            ),
        ]


class LifeRoleStatusChange(StatusChange):
    category: ClassVar = Category.PLAN

    life_role = models.ForeignKey(LifeRole, on_delete=models.PROTECT, related_name="changes")
