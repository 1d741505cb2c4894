from typing import Any, ClassVar, Self

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Q

from handrail.access import Category, Label, Viewer
from handrail.accounts.models import Organisation
from handrail.base.models import Row
from handrail.complaints.rules import DEFAULT_ANSWER_DAYS, ComplaintAbout, ComplaintStatus
from handrail.people.models import AboutPerson, AboutPersonQuerySet, Participant, StatusChange


def _choices(kind: Any) -> list[tuple[str, str]]:
    return [(member.value, member.value) for member in kind]


class ComplaintDesk(Row):
    """What a place says about hearing complaints: an advocate who is not part of it, and how long an answer takes."""

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="+")
    advocate_name = models.CharField(max_length=200, blank=True)
    advocate_phone = models.CharField(max_length=40, blank=True)
    answer_days = models.PositiveSmallIntegerField(default=DEFAULT_ANSWER_DAYS)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answer_days__gte=1, answer_days__lte=30), name="desk_answers_within_days"
            )
        ]


class ComplaintQuerySet(AboutPersonQuerySet):
    """A letter and no part of a record: no relation opens it."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Keep letters that the viewer wrote, hears, or was shown by the one who hears them."""
        if viewer.sees_every_row:
            return self.filter(organisation_id=viewer.organisation_id) if viewer.organisation_id else self
        user = viewer.own_user
        return self.filter(
            Q(sender_id=user) | Q(hearer_id=user) | Q(about_user_id=user, shared_at__isnull=False),
            organisation_id=viewer.own_organisation,
        )


class Complaint(AboutPerson):
    """
    Something that somebody is not happy with, in their words, to the one they chose.

    ``participant`` is the sender's own record; family and friends have none and write for themselves.
    """

    category: ClassVar = Category.ACCESS
    default_label: ClassVar = Label.PRIVATE

    participant: Any = models.ForeignKey(
        Participant, on_delete=models.PROTECT, null=True, related_name="complaints"
    )
    sender = models.ForeignKey(get_user_model(), on_delete=models.PROTECT, related_name="+")
    hearer = models.ForeignKey(get_user_model(), on_delete=models.PROTECT, related_name="+")
    about = models.CharField(max_length=12, choices=_choices(ComplaintAbout), default=ComplaintAbout.OTHER)
    about_user = models.ForeignKey(get_user_model(), on_delete=models.PROTECT, null=True, related_name="+")
    about_on = models.DateField(null=True)
    programme = models.CharField(max_length=20, blank=True)
    words = models.TextField()
    sent_on = models.DateField()
    answer_by = models.DateField()
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True)
    shared_at = models.DateTimeField(null=True)
    status = models.CharField(max_length=16, choices=_choices(ComplaintStatus), default=ComplaintStatus.SENT)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar = ComplaintQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "sender", "sent_on"], name="complaint_of_sender"),
            models.Index(
                fields=["organisation", "hearer", "status", "answer_by"], name="complaint_of_hearer"
            ),
            models.Index(fields=["organisation", "status", "answer_by"], name="complaint_late"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(participant__isnull=True) | Q(label=Label.PRIVATE), name="complaint_is_private"
            ),
            models.CheckConstraint(
                condition=Q(about_user__isnull=True) | ~Q(about_user=models.F("hearer")),
                name="complaint_heard_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[ComplaintStatus.ANSWERED, ComplaintStatus.SETTLED])
                | Q(answered_on__isnull=False),
                name="complaint_answered_has_its_day",
            ),
        ]


class ComplaintStatusChange(StatusChange):
    category: ClassVar = Category.ACCESS
    default_label: ClassVar = Label.PRIVATE

    participant: Any = models.ForeignKey(
        Participant, on_delete=models.PROTECT, null=True, related_name="complaint_changes"
    )
    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="changes")
