from typing import Any, ClassVar, Self

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from handrail.access import Category, Label, Viewer
from handrail.accounts.models import Membership
from handrail.base import clock
from handrail.intake.models.conversation import Conversation
from handrail.intake.rules import AuthorKind, SaidOfPart
from handrail.people.models import AboutPerson, AboutPersonQuerySet, Relation


def _choices(kind: Any) -> list[tuple[str, str]]:
    return [(member.value, member.value) for member in kind]


class PartOwnerQuerySet(AboutPersonQuerySet):
    def standing(self) -> Self:
        """Keep the parts that nobody took back."""
        return self.filter(to_on__isnull=True)

    def told_whether_open(self, viewer: Viewer) -> Self:
        """Say of each row in ``is_open`` whether its owner may still come near: relation and membership run today."""
        runs = Q(to_on__isnull=True) | Q(to_on__gt=viewer.today)
        ways = Relation.objects.annotate(reach=F("scopes").bitand(Category.ASKED.bit)).filter(
            runs,
            participant_id=OuterRef("participant_id"),
            user_id=OuterRef("owner_id"),
            from_on__lte=viewer.today,
            reach__gt=0,
        )
        member = Membership.objects.filter(
            runs,
            organisation_id=OuterRef("organisation_id"),
            user_id=OuterRef("owner_id"),
            user__is_active=True,
        )
        return self.annotate(is_open=Q(Exists(ways)) & Q(Exists(member)))


class PartOwner(AboutPerson):
    """
    One part of a conversation that somebody other than the person sees to: a colleague, a peer, a relative.

    The person owns what stands in no row. A row whose owner may not come near any more counts as the coordinator's.
    """

    category: ClassVar = Category.ASKED

    is_open: bool  # of a row that ``told_whether_open`` read

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="owners")
    part = models.CharField(max_length=40)
    owner = models.ForeignKey(get_user_model(), on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=_choices(AuthorKind))
    given_by = models.ForeignKey(get_user_model(), on_delete=models.PROTECT, null=True, related_name="+")
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    finished_at = models.DateTimeField(null=True)
    person_says = models.CharField(max_length=10, choices=_choices(SaidOfPart), default="", blank=True)
    person_said_at = models.DateTimeField(null=True)
    person_words = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[Any] = PartOwnerQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["organisation", "participant"],
                condition=Q(to_on__isnull=True),
                name="part_owner_list",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "part"], condition=Q(to_on__isnull=True), name="one_owner_a_part"
            ),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="part_owner_dates"
            ),
            models.CheckConstraint(
                condition=Q(person_says="", person_said_at__isnull=True)
                | (~Q(person_says="") & Q(person_said_at__isnull=False, finished_at__isnull=False)),
                name="said_of_a_finished_part",
            ),
        ]


class AskedAnswer(AboutPerson):
    """What somebody who was asked said to one question: their words, beside the person's own, never over them."""

    category: ClassVar = Category.ASKED
    default_label: ClassVar = Label.NORMAL

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="asked_answers")
    question = models.CharField(max_length=40)
    question_version = models.PositiveSmallIntegerField()
    locale = models.CharField(max_length=12)
    text = models.TextField(blank=True)
    choices = models.CharField(max_length=400, blank=True)
    author_kind = models.CharField(max_length=8, choices=_choices(AuthorKind))
    author = models.ForeignKey(get_user_model(), on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["organisation", "participant"], name="asked_answer_list")]
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "question", "author"], name="one_asked_answer_each"
            ),
            models.CheckConstraint(condition=~Q(text="", choices=""), name="asked_answer_has_words"),
        ]
