from typing import Any, ClassVar

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import F, Q

from handrail.access import Category
from handrail.housing.rules import (
    HOURS_IN_A_WEEK,
    HomeApplicationStatus,
    HomeKind,
    HomeSupport,
    HomeTroubleStatus,
    RightForMe,
    TroubleKind,
)
from handrail.intake.rules import AuthorKind
from handrail.people.models import AboutPerson, StatusChange
from handrail.plans.models import Goal, Step


def _choices(kind: Any) -> list[tuple[str, str]]:
    return [(member.value, member.value) for member in kind]


class Home(AboutPerson):
    """Where a person lives or lived, with whom, and how much support comes. One is current (S-032, S-116, S-117)."""

    category: ClassVar = Category.HOME

    kind = models.CharField(max_length=16, choices=_choices(HomeKind))
    address = models.CharField(max_length=300, blank=True)
    with_whom = models.CharField(max_length=200, blank=True)
    support = models.CharField(max_length=16, choices=_choices(HomeSupport))
    support_hours = models.PositiveSmallIntegerField(null=True)  # in a week
    support_from = models.CharField(max_length=200, blank=True)
    since_on = models.DateField()
    until_on = models.DateField(null=True)
    # The newest answer of the person, for lists and totals; the rows are HomeAnswer.
    right_for_me = models.CharField(max_length=8, choices=_choices(RightForMe), blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "participant", "since_on"], name="home_list"),
            models.Index(fields=["organisation", "until_on", "kind"], name="home_totals"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["participant"], condition=Q(until_on__isnull=True), name="one_current_home"
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("since_on")), name="home_days"
            ),
            models.CheckConstraint(
                condition=Q(support_hours__isnull=True) | Q(support_hours__lte=HOURS_IN_A_WEEK),
                name="home_hours_fit_a_week",
            ),
        ]


class HomeAnswer(AboutPerson):
    """What the person says to "is it right for me?", with their words and who wrote them down."""

    category: ClassVar = Category.HOME

    home = models.ForeignKey(Home, on_delete=models.PROTECT, related_name="answers")
    answer = models.CharField(max_length=8, choices=_choices(RightForMe))
    words = models.TextField(blank=True)
    said_on = models.DateField()
    author = models.ForeignKey(get_user_model(), on_delete=models.PROTECT, null=True, related_name="+")
    author_kind = models.CharField(max_length=8, choices=_choices(AuthorKind))

    class Meta:
        indexes = [models.Index(fields=["organisation", "home", "said_on"], name="home_answer_list")]


class HomeWish(AboutPerson):
    """The home that the person wants, in their words, under a goal of the plan. No condition (S-118)."""

    category: ClassVar = Category.HOME

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=16, choices=_choices(HomeKind), blank=True)
    where = models.CharField(max_length=200, blank=True)
    matters = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["participant"], name="one_home_wish")]


class HomeApplication(AboutPerson):
    """A place that the person looks at, asks for and visits."""

    category: ClassVar = Category.HOME

    place = models.CharField(max_length=200)
    kind = models.CharField(max_length=16, choices=_choices(HomeKind), blank=True)
    landlord = models.CharField(max_length=200, blank=True)
    rent_minor = models.PositiveIntegerField(null=True)  # a month, in cents of the organisation's currency
    currency = models.CharField(max_length=3, blank=True)
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, null=True, related_name="+")
    step = models.ForeignKey(Step, on_delete=models.PROTECT, null=True, related_name="+")
    viewing_on = models.DateField(null=True)
    viewing_at = models.TimeField(null=True)
    companion = models.CharField(max_length=200, blank=True)
    status = models.CharField(
        max_length=16, choices=_choices(HomeApplicationStatus), default=HomeApplicationStatus.LOOKING
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "participant", "status"], name="home_application_list")
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status=HomeApplicationStatus.VIEWING) | Q(viewing_on__isnull=False),
                name="viewing_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(rent_minor__isnull=True) | ~Q(currency=""), name="rent_has_its_currency"
            ),
        ]


class HomeApplicationStatusChange(StatusChange):
    category: ClassVar = Category.HOME

    application = models.ForeignKey(HomeApplication, on_delete=models.PROTECT, related_name="changes")


class HomeTrouble(AboutPerson):
    """Rent, neighbours, a letter: noticed early, with who sees to it and when somebody looks again."""

    category: ClassVar = Category.HOME

    kind = models.CharField(max_length=16, choices=_choices(TroubleKind))
    words = models.TextField()
    noticed_on = models.DateField()
    owner = models.ForeignKey(get_user_model(), on_delete=models.PROTECT, null=True, related_name="+")
    look_on = models.DateField(null=True)
    settled_on = models.DateField(null=True)
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, null=True, related_name="+")
    status = models.CharField(
        max_length=16, choices=_choices(HomeTroubleStatus), default=HomeTroubleStatus.NOTICED
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "owner", "status", "look_on"], name="home_trouble_of_owner"),
            models.Index(fields=["organisation", "participant", "noticed_on"], name="home_trouble_list"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status=HomeTroubleStatus.SEEN_TO)
                | Q(owner__isnull=False, look_on__isnull=False),
                name="trouble_seen_to_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(status=HomeTroubleStatus.SETTLED, settled_on__isnull=False)
                | (~Q(status=HomeTroubleStatus.SETTLED) & Q(settled_on__isnull=True)),
                name="trouble_settled_has_its_day",
            ),
        ]


class HomeTroubleStatusChange(StatusChange):
    category: ClassVar = Category.HOME

    trouble = models.ForeignKey(HomeTrouble, on_delete=models.PROTECT, related_name="changes")


class HouseholdMember(AboutPerson):
    """
    Somebody in a household, several people under one roof (S-261), in the record of ``participant``.

    Without a name it is the participant, who says what the others may read; with a name it is somebody without
    a record of their own here.
    """

    category: ClassVar = Category.HOME

    household = models.UUIDField()  # shared by those who live together, and nothing else is known of it
    called = models.CharField(max_length=200, blank=True)  # what the person calls the household
    name = models.CharField(max_length=200, blank=True)
    who = models.CharField(max_length=200, blank=True)
    shows_name = models.BooleanField(default=False)
    shows_routines = models.BooleanField(default=False)
    shows_troubles = models.BooleanField(default=False)
    from_on = models.DateField()
    to_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "participant", "to_on"], name="household_of_person"),
            models.Index(fields=["organisation", "household", "to_on"], name="household_together"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["participant"], condition=Q(name="", to_on__isnull=True), name="one_household"
            ),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="household_days"
            ),
            models.CheckConstraint(
                condition=Q(shows_name=True) | Q(shows_routines=False, shows_troubles=False),
                name="household_name_first",
            ),
        ]


class HomeRoutine(AboutPerson):
    """What is done at home on which days, and by whom: meals, letters, rubbish, rent (S-127)."""

    category: ClassVar = Category.HOME

    title = models.CharField(max_length=200)
    who = models.CharField(max_length=200, blank=True)
    weekdays = models.CharField(max_length=7)
    at = models.TimeField(null=True)
    step = models.ForeignKey(Step, on_delete=models.PROTECT, null=True, related_name="+")
    from_on = models.DateField()
    to_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "participant", "to_on"], name="home_routine_list")]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="home_routine_days"
            ),
            models.CheckConstraint(condition=~Q(weekdays=""), name="home_routine_has_days"),
        ]
