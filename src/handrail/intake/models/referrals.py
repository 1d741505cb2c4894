from typing import Any, ClassVar

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Q

from handrail.access import Category
from handrail.intake.rules import EntryReason, FirstMeetingStatus, MetAt, ReferralSource, ReferralStatus
from handrail.people.models import AboutPerson, StatusChange


def _choices(kind: Any) -> list[tuple[str, str]]:
    return [(member.value, member.value) for member in kind]


class Referral(AboutPerson):
    """The first word that somebody may want support: from whom, why, and who answers by when."""

    category: ClassVar = Category.INTAKE

    source = models.CharField(max_length=20, choices=_choices(ReferralSource))
    source_name = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=20, choices=_choices(EntryReason))
    words = models.TextField(blank=True)
    received_on = models.DateField()
    first_contact_by = models.DateField()
    contact = models.ForeignKey(get_user_model(), on_delete=models.PROTECT, null=True, related_name="+")
    contacted_on = models.DateField(null=True)
    met_at = models.CharField(max_length=12, choices=_choices(MetAt), blank=True)
    contact_again_on = models.DateField(null=True)
    status = models.CharField(max_length=16, choices=_choices(ReferralStatus), default=ReferralStatus.NEW)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "status", "first_contact_by"], name="referral_list"),
            models.Index(fields=["participant"], name="referral_of_person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status__in=[ReferralStatus.IN_CONTACT, ReferralStatus.STARTED])
                | Q(contacted_on__isnull=False),
                name="contact_has_its_day",
            ),
        ]


class ReferralStatusChange(StatusChange):
    category: ClassVar = Category.INTAKE

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="changes")


class FirstMeeting(AboutPerson):
    """A task: arrange a first meeting of the person, their people and the team. It has an owner and a day."""

    category: ClassVar = Category.INTAKE

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, null=True, related_name="meetings")
    owner = models.ForeignKey(get_user_model(), on_delete=models.PROTECT, null=True, related_name="+")
    asked_on = models.DateField()
    due_on = models.DateField()
    status = models.CharField(
        max_length=12, choices=_choices(FirstMeetingStatus), default=FirstMeetingStatus.ASKED
    )
    meets_on = models.DateField(null=True)
    place = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["organisation", "owner", "status", "due_on"], name="meeting_list")]
        constraints = [
            models.UniqueConstraint(
                fields=["referral"],
                condition=~Q(status=FirstMeetingStatus.CALLED_OFF),
                name="one_first_meeting",
            ),
            models.UniqueConstraint(
                fields=["participant"],
                condition=Q(referral__isnull=True) & ~Q(status=FirstMeetingStatus.CALLED_OFF),
                name="one_meeting_without_referral",
            ),
            models.CheckConstraint(
                condition=~Q(status=FirstMeetingStatus.ARRANGED) | Q(meets_on__isnull=False),
                name="arranged_meeting_has_its_day",
            ),
        ]


class FirstMeetingStatusChange(StatusChange):
    category: ClassVar = Category.INTAKE

    meeting = models.ForeignKey(FirstMeeting, on_delete=models.PROTECT, related_name="changes")
