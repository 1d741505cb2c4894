from typing import Any, ClassVar

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import F, Q

from handrail.access import Category
from handrail.accounts.models import Organisation
from handrail.base.models import KeyedRow, Row
from handrail.people.models import AboutPerson, StatusChange
from handrail.plans.models import Step
from handrail.practice.rules import Setting
from handrail.practice.rules.groups import (
    MOST_STEPS,
    Context,
    GroupKind,
    GroupMeetingStatus,
    HomePracticeStatus,
)


def _choices(kind: Any) -> list[tuple[str, str]]:
    return [(member.value, member.value) for member in kind]


class Group(KeyedRow):
    """People who meet on a weekday: what for, where, how many. It is about no person."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=16, choices=_choices(GroupKind))
    programme = models.CharField(max_length=8, blank=True)  # code of a programme type, when it is part of one
    place = models.CharField(max_length=200, blank=True)
    directions = models.CharField(max_length=300, blank=True)
    setting = models.CharField(max_length=20, choices=_choices(Setting), default=Setting.COMMUNITY)
    weekday = models.PositiveSmallIntegerField()  # Monday is 0
    begins = models.TimeField()
    ends = models.TimeField()
    zone = models.CharField(max_length=64)
    capacity = models.PositiveSmallIntegerField()
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["organisation", "to_on", "name"], name="group_list")]
        constraints = [
            models.CheckConstraint(condition=Q(capacity__gte=1), name="group_has_a_place"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="group_weekday"),
            models.CheckConstraint(condition=Q(ends__gt=F("begins")), name="group_hours"),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="group_dates"
            ),
        ]


class GroupFacilitator(Row):
    """A colleague or peer who runs a group, from a day to a day."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="facilitators")
    user = models.ForeignKey(get_user_model(), on_delete=models.PROTECT, related_name="group_roles")
    from_on = models.DateField()
    to_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user", "to_on"], name="group_facilitator_list")]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "user"], condition=Q(to_on__isnull=True), name="one_facilitator_once"
            )
        ]


class GroupPlace(AboutPerson):
    """A person's place in a group, numbered so that no more can join than there are places. No reason is kept."""

    category: ClassVar = Category.GROUPS

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="places")
    number = models.PositiveSmallIntegerField()
    joined_on = models.DateField()
    left_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "participant", "left_on"], name="group_place_list"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "number"], condition=Q(left_on__isnull=True), name="one_person_a_group_place"
            ),
            models.UniqueConstraint(
                fields=["group", "participant"],
                condition=Q(left_on__isnull=True),
                name="one_group_place_a_person",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("joined_on")), name="group_place_dates"
            ),
        ]


class GroupMeeting(KeyedRow):
    """One meeting of a group: each person's own Session points to it. ``line`` is about the meeting, not a person."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="meetings")
    led_by = models.ForeignKey(get_user_model(), on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    zone = models.CharField(max_length=64)
    place = models.CharField(max_length=200, blank=True)
    skill = models.CharField(max_length=30, blank=True)  # code of data/skills.yaml
    line = models.CharField(max_length=300, blank=True)
    status = models.CharField(
        max_length=12, choices=_choices(GroupMeetingStatus), default=GroupMeetingStatus.PLANNED
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["organisation", "held_on"], name="group_meeting_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "held_on"],
                condition=~Q(status=GroupMeetingStatus.CALLED_OFF),
                name="one_meeting_a_day",
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="group_meeting_lasts"),
        ]


class GroupTurn(AboutPerson):
    """What one person showed in one meeting: the steps of the skill, a good thing said to them, an own line."""

    category: ClassVar = Category.GROUPS

    session = models.OneToOneField("practice.Session", on_delete=models.PROTECT, related_name="turn")
    shown = models.PositiveSmallIntegerField(null=True)  # a bit for each step; none when no turn was taken
    good = models.CharField(max_length=300, blank=True)
    words = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "participant"], name="group_turn_list")]
        constraints = [
            models.CheckConstraint(
                condition=Q(shown__isnull=True) | Q(shown__gt=0, shown__lt=1 << MOST_STEPS),
                name="shown_is_steps",
            )
        ]


class HomePractice(AboutPerson):
    """What a person agreed to try before the next meeting, and what they say became of it."""

    category: ClassVar = Category.GROUPS

    session = models.OneToOneField("practice.Session", on_delete=models.PROTECT, related_name="home_practice")
    skill = models.CharField(max_length=30, blank=True)
    words = models.CharField(max_length=200)
    context = models.CharField(max_length=8, choices=_choices(Context), blank=True)
    agreed_on = models.DateField()
    due_on = models.DateField()
    status = models.CharField(
        max_length=16, choices=_choices(HomePracticeStatus), default=HomePracticeStatus.AGREED
    )
    is_prompted = models.BooleanField(null=True)
    answered_on = models.DateField(null=True)
    step = models.ForeignKey(Step, on_delete=models.PROTECT, null=True, related_name="home_practices")
    week_item = models.ForeignKey(
        "practice.WeekItem", on_delete=models.PROTECT, null=True, related_name="home_practices"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "participant", "status"], name="home_practice_list"),
            models.Index(fields=["organisation", "due_on", "status"], name="home_practice_due"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status=HomePracticeStatus.AGREED, answered_on__isnull=True)
                | (~Q(status=HomePracticeStatus.AGREED) & Q(answered_on__isnull=False)),
                name="home_practice_answer_has_its_day",
            )
        ]


class HomePracticeStatusChange(StatusChange):
    category: ClassVar = Category.GROUPS

    home_practice = models.ForeignKey(HomePractice, on_delete=models.PROTECT, related_name="changes")
