"""What the outbox holds about a person: addresses, and what stood in the way."""

from django.db.models import Q

from handrail.access import RelationKind
from handrail.notices.models import Message
from handrail.people.holding import Holding, Holdings
from handrail.people.models import Participant


def _about_or_to(participant: Participant) -> Q:
    own_account = Q(
        recipient__relations__participant=participant, recipient__relations__kind=RelationKind.SELF
    )
    return Q(participant=participant) | own_account


HOLDINGS = Holdings(
    (Holding(Message, empties=("address", "last_error"), seals=("page",), about=_about_or_to),)
)
