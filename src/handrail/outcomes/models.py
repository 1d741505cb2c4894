"""How far a goal can come, in the person's words, and how far each side says that it came."""

from typing import Any, ClassVar, Self

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Q

from handrail.access import Category
from handrail.intake.rules import AuthorKind
from handrail.outcomes.rules import LEVELS, SIDES, START_LEVELS, WEIGHTS
from handrail.people.models import AboutPerson, AboutPersonQuerySet, who
from handrail.plans.models import Goal

WORDS_LENGTH = 300


def _sides() -> list[tuple[str, str]]:
    return [(side.value, side.value) for side in SIDES]


class GoalScaleQuerySet(AboutPersonQuerySet):
    def current(self) -> Self:
        """Keep the steps that hold, not those that newer ones stand for."""
        return self.filter(replaced_at__isnull=True)


class GoalScale(AboutPerson):
    """Where one goal starts and the five steps it can come to, agreed before it is rated; newer ones are a new row."""

    category: ClassVar = Category.PLAN

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="scales")
    start = models.CharField(max_length=WORDS_LENGTH)  # a target comes after a look at where one starts
    start_level = models.SmallIntegerField()
    much_less = models.CharField(max_length=WORDS_LENGTH)
    less = models.CharField(max_length=WORDS_LENGTH)
    hoped = models.CharField(max_length=WORDS_LENGTH)
    more = models.CharField(max_length=WORDS_LENGTH)
    much_more = models.CharField(max_length=WORDS_LENGTH)
    weight = models.PositiveSmallIntegerField(default=1)
    language = models.CharField(max_length=12, blank=True)
    agreed_on = models.DateField()
    author = models.ForeignKey(get_user_model(), on_delete=models.PROTECT, null=True, related_name="+")
    author_kind = models.CharField(max_length=8, choices=_sides())
    replaced_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = GoalScaleQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["organisation", "participant", "goal"], name="goal_scale_list")]
        constraints = [
            models.UniqueConstraint(
                fields=["goal"], condition=Q(replaced_at__isnull=True), name="one_current_scale"
            ),
            models.CheckConstraint(
                condition=Q(start_level__in=START_LEVELS, weight__in=list(WEIGHTS)), name="goal_scale_numbers"
            ),
        ]

    @property
    def words(self) -> dict[int, str]:
        """The five steps by their level, from the lowest."""
        return dict(
            zip(LEVELS, (self.much_less, self.less, self.hoped, self.more, self.much_more), strict=True)
        )


class GoalRating(AboutPerson):
    """To which step a goal came, as one side sees it on a day; a mistake is followed by a newer rating."""

    category: ClassVar = Category.PLAN

    scale = models.ForeignKey(GoalScale, on_delete=models.PROTECT, related_name="ratings")
    side = models.CharField(max_length=8, choices=_sides())
    level = models.SmallIntegerField()
    rated_on = models.DateField()
    words = models.CharField(max_length=WORDS_LENGTH, blank=True)
    author = who(null=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "participant", "rated_on"], name="goal_rating_list")]
        constraints = [
            models.CheckConstraint(condition=Q(level__in=list(LEVELS)), name="goal_rating_level"),
            models.CheckConstraint(
                condition=Q(side__in=[AuthorKind.MINE, AuthorKind.STAFF]), name="goal_rating_side"
            ),
        ]
