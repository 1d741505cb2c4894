"""Who is needed now: a mark on the membership, read with who asks at each request, so that pages pay nothing for it."""

from collections.abc import Collection
from uuid import UUID

from handrail.accounts.models import Membership


def call_members(organisation_id: UUID, *, needed: Collection[UUID], not_needed: Collection[UUID]) -> None:
    """Write with who is asked for at each request whether somebody needs them now; the event is another action's."""
    rows = Membership.objects.filter(organisation_id=organisation_id)
    rows.filter(user_id__in=needed).update(is_called=True)
    rows.filter(user_id__in=not_needed).update(is_called=False)
