"""Who is on call, for whom, and whether anybody is."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from handrail.access import Permission, RelationKind, Role
from handrail.access.roles import may, opening_kinds
from handrail.accounts.models import Membership, Organisation, Site
from handrail.base import clock
from handrail.people.models import Participant
from handrail.safety.models import OnCallTurn

# Who can be on call at all: may act on an alert, and may have a record opened for it.
ON_CALL_ROLES = frozenset(
    role for role in Role if may(role, Permission.SAFETY_TAKE) and RelationKind.ON_CALL in opening_kinds(role)
)


def _standing(place: Organisation, at: datetime) -> QuerySet[OnCallTurn]:
    """Return the turns at ``at`` of people who still work here, in a role that can act."""
    today = clock.today(place.zone)
    works = Membership.objects.filter(
        Q(to_on__isnull=True) | Q(to_on__gt=today),
        organisation=place,
        user_id=OuterRef("user_id"),
        user__is_active=True,
        role__in=ON_CALL_ROLES,
        from_on__lte=today,
    )
    rows = OnCallTurn.objects.at(at).filter(Exists(works), organisation=place)
    return rows.select_related("user", "backup", "site").order_by("site__name", "from_at", "pk")


def on_call_at(place: Organisation | Site, at: datetime) -> OnCallTurn | None:
    """Return the turn that runs at ``at`` in a site, or in any site of an organisation; None in a gap."""
    if isinstance(place, Site):
        return _standing(place.organisation, at).filter(site=place).first()
    return _standing(place, at).first()


def on_call_for(participant: Participant, at: datetime) -> OnCallTurn | None:
    """Return who is on call for a person at ``at``: for their site, or, without one, for any of the organisation."""
    return on_call_at(participant.site or participant.organisation, at)


def may_ask_remotely(place: Organisation | Site, at: datetime) -> bool:
    """
    Return whether a question about being safe may be handed out to be answered alone, from afar.

    Only while somebody is on call for the place (reliability row 49, H-01): nothing is asked that nobody will read.
    """
    return on_call_at(place, at) is not None
