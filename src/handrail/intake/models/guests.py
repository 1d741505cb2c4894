from typing import Any, ClassVar

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import F, Q

from handrail.access import Category
from handrail.intake.models.referrals import FirstMeeting
from handrail.intake.rules import GuestKind
from handrail.people.models import AboutPerson, Supporter
from handrail.people.rules.consent import Way


def _choices(kind: Any) -> list[tuple[str, str]]:
    return [(member.value, member.value) for member in kind]


class MeetingGuest(AboutPerson):
    """Somebody who is to be at a first meeting. Outside the team nobody is told before the person's own yes to them."""

    category: ClassVar = Category.ASKED

    meeting = models.ForeignKey(FirstMeeting, on_delete=models.PROTECT, related_name="guests")
    kind = models.CharField(max_length=12, choices=_choices(GuestKind))
    user = models.ForeignKey(get_user_model(), on_delete=models.PROTECT, null=True, related_name="+")
    supporter = models.ForeignKey(Supporter, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=200, blank=True)
    asked_on = models.DateField()
    yes_on = models.DateField(null=True)
    yes_way = models.CharField(max_length=12, choices=_choices(Way), blank=True)
    written_by = models.ForeignKey(get_user_model(), on_delete=models.PROTECT, null=True, related_name="+")
    to_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(
                fields=["organisation", "participant"], condition=Q(to_on__isnull=True), name="guest_list"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(yes_on__isnull=True, yes_way="") | (Q(yes_on__isnull=False) & ~Q(yes_way="")),
                name="guest_yes_has_its_way",
            ),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("asked_on")), name="guest_dates"
            ),
            models.UniqueConstraint(
                fields=["meeting", "user"],
                condition=Q(to_on__isnull=True, user__isnull=False),
                name="one_guest_an_account",
            ),
            models.UniqueConstraint(
                fields=["meeting", "supporter"],
                condition=Q(to_on__isnull=True, supporter__isnull=False),
                name="one_guest_a_supporter",
            ),
        ]

    @property
    def account_id(self) -> Any:
        """The account of whoever comes, if they have one."""
        return self.user_id or (self.supporter.user_id if self.supporter else None)

    @property
    def called(self) -> str:
        """Return what pages call whoever comes."""
        if self.user:
            return str(self.user.name)
        return self.supporter.name if self.supporter else self.name
