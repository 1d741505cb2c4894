from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from handrail.access import Category, Viewer
from handrail.base import clock
from handrail.base.models import Row
from handrail.people.models import (
    AboutPerson,
    AboutPersonQuerySet,
    PersonRow,
    StatusChange,
    about,
    open_relations,
    who,
)
from handrail.plans.models import Step
from handrail.plans.rules import SupportLevel
from handrail.practice.models.groups import (
    Group,
    GroupFacilitator,
    GroupMeeting,
    GroupPlace,
    GroupTurn,
    HomePractice,
    HomePracticeStatusChange,
)
from handrail.practice.rules import (
    COUNTED_NOTES,
    UNFILED_NOTES,
    Meeting,
    Next,
    NoteStatus,
    Reporter,
    SessionStatus,
    Setting,
    WeekItemStatus,
    WorkRung,
)

__all__ = [
    "Attempt",
    "DailyTime",
    "Group",
    "GroupFacilitator",
    "GroupMeeting",
    "GroupPlace",
    "GroupTurn",
    "HomePractice",
    "HomePracticeStatusChange",
    "LEVELS",
    "Note",
    "NoteQuerySet",
    "NoteStatusChange",
    "NoteVersion",
    "NoteVersionQuerySet",
    "Session",
    "SessionStatusChange",
    "SkillUse",
    "WeekItem",
    "WeekItemStatusChange",
    "WorkStep",
]

LEVELS = [(level.value, level.value) for level in SupportLevel]


def _choices(kind: Any) -> list[tuple[str, str]]:
    return [(member.value, member.value) for member in kind]


def _both_or_neither(first: str, second: str) -> Q:
    return Q(**{f"{first}__isnull": True, f"{second}__isnull": True}) | Q(
        **{f"{first}__isnull": False, f"{second}__isnull": False}
    )


class Session(AboutPerson):
    """A planned meeting: with whom, when, where, for which step. Stored in UTC with its zone and local day."""

    category: ClassVar = Category.WEEK

    participant = about(has_index=False)
    practitioner = who()
    title = models.CharField(max_length=200)
    step = models.ForeignKey(Step, on_delete=models.PROTECT, null=True, related_name="sessions")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    zone = models.CharField(max_length=64)
    held_on = models.DateField()
    place = models.CharField(max_length=200, blank=True)
    directions = models.CharField(max_length=300, blank=True)
    setting = models.CharField(max_length=20, choices=_choices(Setting))
    meeting = models.CharField(max_length=10, choices=_choices(Meeting), default=Meeting.HERE)
    meeting_changed_at = models.DateTimeField(null=True)
    meeting_changed_by = who(null=True)
    support_wanted = models.CharField(max_length=10, choices=LEVELS, blank=True)
    group_name = models.CharField(max_length=100, blank=True)
    group_meeting = models.ForeignKey(
        GroupMeeting, on_delete=models.PROTECT, null=True, related_name="sessions"
    )
    programme = models.CharField(max_length=8, blank=True)  # code of a programme type, when it is part of one
    status = models.CharField(max_length=16, choices=_choices(SessionStatus), default=SessionStatus.PLANNED)
    moved_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="moved_to")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "practitioner", "held_on"], name="session_day"),
            models.Index(fields=["participant", "held_on"], name="session_of_person"),
            models.Index(
                fields=[
                    "organisation",
                    "programme",
                    "held_on",
                    "starts_at",
                    "id",
                    "participant",
                    "status",
                    "label",
                ],
                name="session_programme",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="session_lasts"),
            models.CheckConstraint(
                condition=_both_or_neither("meeting_changed_by", "meeting_changed_at"),
                name="meeting_changed_by_and_at",
            ),
        ]


class SessionStatusChange(StatusChange):
    category: ClassVar = Category.WEEK

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="changes")


def _own_or(viewer: Viewer, author: str) -> Q:
    """Return the rows that the viewer wrote about people whose notes are open to them, whatever the label."""
    opened = (
        open_relations(viewer)
        .annotate(covers=F("scopes").bitand(Category.NOTES.bit))
        .filter(participant_id=OuterRef("participant_id"), covers__gt=0)
    )
    return Q(Exists(opened), organisation_id=viewer.organisation_id, **{author: viewer.user_id})


class NoteQuerySet(AboutPersonQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """Keep notes that a relation opens; a draft is its author's alone, and authors see what they wrote."""
        seen = super().visible_to(viewer)
        if viewer.sees_every_row:
            return seen
        return seen.exclude(status__in=UNFILED_NOTES) | self.filter(_own_or(viewer, "author_id"))

    def filed(self) -> Self:
        """Keep notes that stand: filed or amended, not entered in error."""
        return self.filter(status__in=COUNTED_NOTES)


class NoteVersionQuerySet(AboutPersonQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """Keep the texts of notes that are visible by the same rule."""
        seen = super().visible_to(viewer)
        if viewer.sees_every_row:
            return seen
        return seen.exclude(note__status__in=UNFILED_NOTES) | self.filter(_own_or(viewer, "note__author_id"))


class Note(AboutPerson):
    """A note about the plan, written with the person. Filing is its signature; its texts are versions."""

    category: ClassVar = Category.NOTES

    participant = about(has_index=False)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, null=True, related_name="notes")
    author = who()
    job_title = models.CharField(max_length=30, blank=True)
    held_at = models.DateTimeField()
    held_on = models.DateField()
    zone = models.CharField(max_length=64)
    ends_at = models.DateTimeField(null=True)
    setting = models.CharField(max_length=20, choices=_choices(Setting), blank=True)
    place = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField(default=clock.now)
    met = models.CharField(max_length=16, choices=_choices(SessionStatus), blank=True)
    next = models.CharField(max_length=10, choices=_choices(Next), blank=True)
    has_safety_concern = models.BooleanField(null=True)
    status = models.CharField(max_length=16, choices=_choices(NoteStatus), default=NoteStatus.DRAFT)
    filed_at = models.DateTimeField(null=True)
    content_sha256 = models.CharField(max_length=64, blank=True)
    agreed_by = who(null=True)
    agreed_at = models.DateTimeField(null=True)
    agreed_version = models.PositiveIntegerField(null=True)
    disagreed_by = who(null=True)
    disagreed_at = models.DateTimeField(null=True)
    disagreed_words = models.TextField(blank=True)
    disagreed_sealed = models.BinaryField(null=True)
    draft = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar = NoteQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "author", "status", "held_on"], name="note_of_author"),
            models.Index(fields=["participant", "held_on"], name="note_of_person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=_both_or_neither("agreed_by", "agreed_at"), name="agreed_by_and_at"
            ),
            models.CheckConstraint(
                condition=_both_or_neither("disagreed_by", "disagreed_at"), name="disagreed_by_and_at"
            ),
            models.CheckConstraint(
                condition=Q(status__in=[NoteStatus.DRAFT, NoteStatus.DISCARDED], filed_at__isnull=True)
                | Q(
                    status__in=[NoteStatus.FILED, NoteStatus.AMENDED, NoteStatus.IN_ERROR],
                    filed_at__isnull=False,
                ),
                name="note_filed_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("held_at")), name="note_lasts"
            ),
            models.UniqueConstraint(
                fields=["session", "author"],
                condition=Q(status=NoteStatus.DRAFT),
                name="one_draft_of_session",
            ),
        ]


class NoteStatusChange(StatusChange):
    category: ClassVar = Category.NOTES

    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="changes")


class NoteVersion(PersonRow, Row):
    """The texts of a note as they stood. Words of a sealed label are in ``sealed`` and nowhere else."""

    category: ClassVar = Category.NOTES

    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    words = models.TextField(blank=True)
    observation = models.TextField(blank=True)
    sealed = models.BinaryField(null=True)
    language = models.CharField(max_length=12, blank=True)
    written_by = who()
    written_at = models.DateTimeField(default=clock.now)
    reason = models.TextField(blank=True)

    objects: ClassVar = NoteVersionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["note", "number"], name="one_note_version")]


class Attempt(AboutPerson):
    """One time that a step was tried: support given, support wanted as it was then, and whether it was done."""

    category: ClassVar = Category.PLAN

    participant = about(has_index=False)
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="attempts")
    note = models.ForeignKey(Note, on_delete=models.PROTECT, null=True, related_name="attempts")
    given = models.CharField(max_length=10, choices=LEVELS)
    wanted = models.CharField(max_length=10, choices=LEVELS)
    rung = models.PositiveSmallIntegerField(null=True)
    is_done = models.BooleanField(default=False)
    tried_on = models.DateField()
    reported_by = models.CharField(max_length=8, choices=_choices(Reporter))
    companion = models.CharField(max_length=200, blank=True)
    words = models.TextField(blank=True)
    is_in_error = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "tried_on", "given"], name="attempt_months"),
            models.Index(fields=["participant", "step", "tried_on"], name="attempt_of_step"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(rung__isnull=True)
                | Q(given=SupportLevel.WITH_ME, rung__gte=0, rung__lte=2)
                | Q(given=SupportLevel.BESIDE_ME, rung__gte=3, rung__lte=4)
                | Q(given=SupportLevel.ON_MY_OWN, rung__gte=5, rung__lte=6),
                name="rung_fits_its_stop",
            )
        ]


class SkillUse(AboutPerson):
    """Something that helped, used on a day: the second of the three simple metrics (S-058)."""

    category: ClassVar = Category.ATTENDANCE

    skill = models.CharField(max_length=80)
    used_on = models.DateField()
    note = models.ForeignKey(Note, on_delete=models.PROTECT, null=True, related_name="skills")

    class Meta:
        indexes = [models.Index(fields=["organisation", "participant", "used_on"], name="skill_use_list")]


class WorkStep(AboutPerson):
    """A step towards work or study: the third of the three simple metrics (S-058)."""

    category: ClassVar = Category.ATTENDANCE

    rung = models.CharField(max_length=16, choices=_choices(WorkRung))
    taken_on = models.DateField()
    companion = models.CharField(max_length=200, blank=True)
    note = models.ForeignKey(Note, on_delete=models.PROTECT, null=True, related_name="work_steps")

    class Meta:
        indexes = [models.Index(fields=["organisation", "participant", "taken_on"], name="work_step_list")]


class WeekItem(AboutPerson):
    """Something of the person's own in the week. Nobody is told when it did not happen."""

    category: ClassVar = Category.WEEK

    title = models.CharField(max_length=200)
    detail = models.TextField(blank=True)
    planned_on = models.DateField()
    planned_at = models.TimeField(null=True)
    step = models.ForeignKey(Step, on_delete=models.PROTECT, null=True, related_name="week_items")
    support = models.CharField(max_length=10, choices=LEVELS, default=SupportLevel.ON_MY_OWN)
    companion = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=16, choices=_choices(WeekItemStatus), default=WeekItemStatus.PLANNED)
    moved_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="moved_to")
    daily = models.ForeignKey("DailyTime", on_delete=models.PROTECT, null=True, related_name="days")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["organisation", "participant", "planned_on"], name="week_item_list")]
        constraints = [
            models.UniqueConstraint(
                fields=["daily", "planned_on"],
                condition=~Q(status=WeekItemStatus.MOVED),
                name="one_answer_a_day",
            )
        ]


class WeekItemStatusChange(StatusChange):
    category: ClassVar = Category.WEEK

    week_item = models.ForeignKey(WeekItem, on_delete=models.PROTECT, related_name="changes")


class DailyTime(AboutPerson):
    """A time of every day in the person's own words: up, meals, medicine, bed."""

    category: ClassVar = Category.WEEK

    at = models.TimeField()
    words = models.CharField(max_length=200)
    icon = models.CharField(max_length=12, blank=True)
    ended_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "participant", "at"], name="daily_time_list")]
