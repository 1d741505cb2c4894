"""What guardians see, written anew whenever a grant begins or ends, or a disagreement opens or is settled."""

from datetime import date
from uuid import UUID

from handrail.access import RelationKind
from handrail.people.limits import settle_scopes, standing_relations


def settle_guardians(participant_id: UUID, today: date) -> None:
    """Write into each guardian's relation what it opens now: while two disagree, only what all of them may see."""
    for relation in standing_relations(participant_id, today, kind=RelationKind.GUARDIAN):
        settle_scopes(relation, today)
