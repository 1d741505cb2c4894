from typing import Any

from handrail.access import Role
from handrail.notices import actions
from handrail.notices.models import Message
from handrail.notices.rules import MessageKind
from handrail.people.tests import factories as people


def message(email: str | None = "sasha@example.org", **more: Any) -> Message:
    """Return a message in the outbox for a specialist of a new place."""
    place = people.organisation()
    user = people.member(place, Role.SPECIALIST)
    user.email = email
    user.save(update_fields=["email"])
    return actions.queue_message(
        kind=MessageKind.PROPOSAL,
        recipient=user,
        organisation=place,
        by=people.operator(place),
        **more,
    )
