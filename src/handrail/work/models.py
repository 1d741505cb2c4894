from typing import Any, ClassVar

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import F, Q

from handrail.access import Category
from handrail.accounts.models import Organisation
from handrail.base.models import KeyedRow
from handrail.people.models import AboutPerson, StatusChange
from handrail.plans.models import Goal, Step
from handrail.work.rules import (
    MARKS,
    WEEK_MINUTES,
    AdjustmentKind,
    AdjustmentStatus,
    EndReason,
    JobKind,
    JobStatus,
    Telling,
    WagePer,
    Way,
)


def _choices(kind: Any) -> list[tuple[str, str]]:
    return [(member.value, member.value) for member in kind]


class Employer(KeyedRow):
    """A firm, an office, a school: an organisation that gives work. It is about no person."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    trade = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    sort_key = models.CharField(max_length=200)
    closed_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "sort_key"], name="one_employer_of_a_name")
        ]


class EmployerContact(KeyedRow):
    """One word with an employer: who, when, how, what they need, what is next. It names no person with a plan."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="contacts")
    held_on = models.DateField()
    way = models.CharField(max_length=10, choices=_choices(Way))
    who = models.CharField(max_length=200, blank=True)
    needs = models.CharField(max_length=300, blank=True)
    next = models.CharField(max_length=300, blank=True)
    next_on = models.DateField(null=True)
    next_done = models.BooleanField(default=False)  # a later word with the employer answered it
    made_by = models.ForeignKey(get_user_model(), on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "held_on"], name="employer_contact_list"),
            models.Index(fields=["employer", "held_on"], name="contact_of_employer"),
            models.Index(
                fields=["made_by", "next_on"],
                condition=Q(next_on__isnull=False, next_done=False),
                name="contact_next",
            ),
        ]


class ContactFor(AboutPerson):
    """That a word with an employer was for somebody, and what was said of it. Only for those who see the person."""

    category: ClassVar = Category.WORK

    contact = models.ForeignKey(EmployerContact, on_delete=models.PROTECT, related_name="people")
    words = models.CharField(max_length=300, blank=True)
    held_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["organisation", "participant", "held_on"], name="contact_for_list")]
        constraints = [
            models.UniqueConstraint(fields=["contact", "participant"], name="one_contact_for_a_person")
        ]


class ProfileVersion(AboutPerson):
    """What I have done and like, as it stood: the newest stands now, earlier ones are kept."""

    category: ClassVar = Category.WORK

    number = models.PositiveIntegerField()
    done = models.TextField(blank=True)
    learned = models.TextField(blank=True)
    good_at = models.TextField(blank=True)
    likes = models.TextField(blank=True)
    wants = models.TextField(blank=True)
    not_wanted = models.TextField(blank=True)
    beside = models.TextField(blank=True)
    language = models.CharField(max_length=12, blank=True)
    written_by = models.ForeignKey(get_user_model(), on_delete=models.PROTECT, null=True, related_name="+")
    written_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["organisation", "participant", "number"], name="profile_list")]
        constraints = [models.UniqueConstraint(fields=["participant", "number"], name="one_profile_version")]


class TellingChoice(AboutPerson):
    """What the person tells at work, to whom, in own words. The newest stands; a change is a new row."""

    category: ClassVar = Category.WORK

    choice = models.CharField(max_length=12, choices=_choices(Telling))
    what = models.TextField(blank=True)
    whom = models.CharField(max_length=300, blank=True)
    words = models.TextField(blank=True)
    language = models.CharField(max_length=12, blank=True)
    written_by = models.ForeignKey(get_user_model(), on_delete=models.PROTECT, null=True, related_name="+")
    chosen_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["organisation", "participant", "chosen_on"], name="telling_list")]


class Job(AboutPerson):
    """A job, placement, internship, volunteering or course: where, how much, for what pay, from when to when."""

    category: ClassVar = Category.WORK

    kind = models.CharField(max_length=12, choices=_choices(JobKind))
    title = models.CharField(max_length=200)
    place = models.CharField(max_length=200)
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, null=True, related_name="jobs")
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, null=True, related_name="jobs")
    step = models.ForeignKey(Step, on_delete=models.PROTECT, null=True, related_name="jobs")
    status = models.CharField(max_length=8, choices=_choices(JobStatus), default=JobStatus.RUNNING)
    started_on = models.DateField()
    ended_on = models.DateField(null=True)
    lasted_days = models.PositiveIntegerField(null=True)
    end_reason = models.CharField(max_length=16, choices=_choices(EndReason), blank=True)
    end_words = models.TextField(blank=True)
    minutes_week = models.PositiveIntegerField(null=True)
    hours_words = models.CharField(max_length=200, blank=True)
    wage_minor = models.PositiveIntegerField(null=True)
    wage_currency = models.CharField(max_length=3, blank=True)
    wage_per = models.CharField(max_length=8, choices=_choices(WagePer), blank=True)
    is_for_a_time = models.BooleanField(default=False)
    has_coach = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "status", "started_on"], name="job_list"),
            models.Index(fields=["participant", "started_on"], name="job_of_person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")), name="job_dates"
            ),
            models.CheckConstraint(
                condition=(
                    Q(status=JobStatus.ENDED, ended_on__isnull=False, lasted_days__isnull=False)
                    & ~Q(end_reason="")
                )
                | (
                    ~Q(status=JobStatus.ENDED)
                    & Q(ended_on__isnull=True, lasted_days__isnull=True, end_reason="")
                ),
                name="job_ended_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(wage_minor__isnull=True, wage_currency="", wage_per="")
                | (Q(wage_minor__isnull=False) & ~Q(wage_currency="") & ~Q(wage_per="")),
                name="job_wage_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(minutes_week__isnull=True) | Q(minutes_week__lte=WEEK_MINUTES),
                name="job_hours_fit_a_week",
            ),
        ]


class JobStatusChange(StatusChange):
    category: ClassVar = Category.WORK

    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="changes")


class StillThere(AboutPerson):
    """The answer to “still there?” after 30, 90, 180 or 365 days. That it is due is asked of the dates, never kept."""

    category: ClassVar = Category.WORK

    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="asked")
    mark = models.PositiveSmallIntegerField()
    is_there = models.BooleanField()
    words = models.CharField(max_length=300, blank=True)
    answered_on = models.DateField()
    answered_by = models.ForeignKey(get_user_model(), on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "participant", "answered_on"], name="still_there_list")
        ]
        constraints = [
            models.UniqueConstraint(fields=["job", "mark"], name="one_answer_a_mark"),
            models.CheckConstraint(condition=Q(mark__in=MARKS), name="mark_is_known"),
        ]


class Adjustment(AboutPerson):
    """Something about the work place that changes so that the work goes well: needed, asked, in place, helps?"""

    category: ClassVar = Category.WORK

    job = models.ForeignKey(Job, on_delete=models.PROTECT, null=True, related_name="adjustments")
    step = models.ForeignKey(Step, on_delete=models.PROTECT, null=True, related_name="adjustments")
    kind = models.CharField(max_length=8, choices=_choices(AdjustmentKind))
    need = models.CharField(max_length=300)
    because = models.CharField(max_length=300, blank=True)
    asked_whom = models.CharField(max_length=200, blank=True)
    status = models.CharField(
        max_length=16, choices=_choices(AdjustmentStatus), default=AdjustmentStatus.NEEDED
    )
    since_on = models.DateField()  # the day of the newest change
    in_place_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["organisation", "participant", "status"], name="adjustment_list")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(
                    status__in=[
                        AdjustmentStatus.IN_PLACE,
                        AdjustmentStatus.HELPS,
                        AdjustmentStatus.DOES_NOT_HELP,
                    ]
                )
                | Q(in_place_on__isnull=False),
                name="adjustment_in_place_has_its_day",
            ),
        ]


class AdjustmentStatusChange(StatusChange):
    category: ClassVar = Category.WORK

    adjustment = models.ForeignKey(Adjustment, on_delete=models.PROTECT, related_name="changes")
