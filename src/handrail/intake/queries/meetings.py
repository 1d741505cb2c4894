"""Joint first meetings that were asked for."""

from datetime import date
from typing import cast
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from handrail.access import Category, Permission, Role, Viewer
from handrail.accounts.models import Membership, User
from handrail.base.frozen import frozen
from handrail.intake.models import FirstMeeting, Referral
from handrail.intake.rules import FirstMeetingStatus
from handrail.prepared import prepared

LIST_LENGTH = 50


@frozen
class OpenMeeting:
    """What the owner sees of a meeting to arrange, also before the referral is theirs: a name and a day."""

    referral_key: str
    called: str
    due_on: date


def least_busy_coordinator(viewer: Viewer, organisation_id: UUID) -> User | None:
    """Return the coordinator of the organisation who has the fewest first meetings to arrange, or nobody."""
    row = (
        Membership.objects.filter(
            Q(to_on__isnull=True) | Q(to_on__gt=viewer.today),
            organisation_id=organisation_id,
            from_on__lte=viewer.today,
            role=Role.COORDINATOR,
            user__is_active=True,
        )
        .order_by("user__name", "pk")
        .values_list("user_id", flat=True)
    )
    coordinators = list(row)
    asked = FirstMeeting.objects.filter(owner_id__in=coordinators, status=FirstMeetingStatus.ASKED)
    busy = dict(asked.values_list("owner_id").annotate(n=Count("pk")).order_by())
    chosen = min(coordinators, key=lambda user: cast(int, busy.get(user, 0)), default=None)
    return User.objects.get(pk=chosen) if chosen else None


@prepared
def _to_arrange(viewer: Viewer) -> QuerySet[FirstMeeting]:
    rows = FirstMeeting.objects.filter(
        organisation_id=viewer.own_organisation, owner_id=viewer.own_user, status=FirstMeetingStatus.ASKED
    )
    return rows.select_related("participant", "referral").order_by("due_on", "pk")[:LIST_LENGTH]


def meetings_to_arrange(viewer: Viewer) -> list[OpenMeeting]:
    """
    Return the first meetings that wait for the viewer, by the day they are due.

    A task names its owner before the referral is theirs, so this read asks for the owner and not for a relation;
    it shows a name and a day, and is a look like that at a referral that nobody has taken.
    """
    if not viewer.may(Permission.REFERRAL_TAKE):
        return []
    rows = _to_arrange(viewer)
    viewer.looks.add(Category.INTAKE, {row.participant_id for row in rows}, "open_referral")
    return [OpenMeeting(row.referral.key, row.participant.called, row.due_on) for row in rows]


def first_meeting(viewer: Viewer, referral: Referral) -> FirstMeeting | None:
    """Return the joint first meeting of a referral that is open to the viewer, unless it was called off."""
    rows = FirstMeeting.objects.visible_to(viewer).select_related("owner")
    return rows.filter(referral=referral).exclude(status=FirstMeetingStatus.CALLED_OFF).first()
