from typing import ClassVar, Self

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import F, Q

from handrail.access import Category, Label
from handrail.accounts.models import Organisation
from handrail.base import clock
from handrail.base.models import Row
from handrail.notices.rules import Channel, MessageKind
from handrail.people.models import Participant


class MessageQuerySet(models.QuerySet["Message"]):
    def waiting(self) -> Self:
        """Keep messages that are neither sent nor given up."""
        return self.filter(sent_at__isnull=True, given_up_at__isnull=True)

    def due(self) -> Self:
        """Keep waiting messages whose time has come and that nobody is working on."""
        now = clock.now()
        return self.waiting().filter(Q(lease_until__isnull=True) | Q(lease_until__lte=now), due_at__lte=now)


class Message(Row):
    """A row of the outbox: that there is something to read, for whom, on which way, and how it went."""

    category: ClassVar = Category.CONTACT
    default_label: ClassVar = Label.NORMAL

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in MessageKind])
    recipient = models.ForeignKey(
        get_user_model(), on_delete=models.PROTECT, null=True, related_name="messages"
    )  # without one it goes to the person it is about
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, null=True, related_name="messages")
    channel = models.CharField(
        max_length=8, choices=[(way.value, way.value) for way in Channel], default=Channel.EMAIL
    )
    address = models.CharField(max_length=254, blank=True)
    page = models.BinaryField(null=True)  # the address to open, sealed until the message has gone
    due_at = models.DateTimeField(default=clock.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=200, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["organisation", "due_at"],
                condition=Q(sent_at__isnull=True, given_up_at__isnull=True),
                name="message_due",
            ),
            models.Index(fields=["organisation", "recipient", "due_at"], name="message_list"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(given_up_at__isnull=True), name="sent_or_given_up"
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(attempts__gte=1, sent_at__gte=F("created_at")),
                name="sent_after_an_attempt",
            ),
            models.CheckConstraint(
                condition=Q(recipient__isnull=False) | Q(participant__isnull=False),
                name="message_to_somebody",
            ),
            models.CheckConstraint(
                condition=Q(page__isnull=True) | Q(sent_at__isnull=True, given_up_at__isnull=True),
                name="page_until_it_has_gone",
            ),
        ]
