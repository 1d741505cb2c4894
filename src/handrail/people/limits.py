"""What takes away from what a relation opens: a person's no, guardians who disagree, contacts who are blocked."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q

from handrail.access import RelationKind, Viewer
from handrail.access.decision import BEYOND_REFUSAL
from handrail.accounts.models import User
from handrail.base.errors import NotFound
from handrail.base.words import _
from handrail.people.models import AccessTask, BlockedContact, GuardianGrant, Participant, Refusal, Relation
from handrail.people.rules.blocked import Place, Traits, is_same
from handrail.people.rules.guardians import agreed_scopes
from handrail.people.rules.tasks import AccessTaskStatus, TaskKind

# A colleague who happens to have the name of somebody blocked is not that person.
TEAM_KINDS = frozenset(
    {
        RelationKind.COORDINATOR,
        RelationKind.CARE_TEAM,
        RelationKind.SUPERVISOR,
        RelationKind.GROUP,
        RelationKind.ON_CALL,
        RelationKind.EMERGENCY,
    }
)


class Blocked(NotFound):
    """
    A blocked contact was met. It looks like what is absent; the coordinator learns of it once all else is undone.
    """

    def __init__(self, block: BlockedContact, place: Place, by: Viewer) -> None:
        super().__init__(str(_("There is no such page.")))
        self.block, self.place, self.by = block, place, by


def traits_of(user: User, *, with_name: bool = True) -> Traits:
    """Return by what an account is known."""
    return Traits(user.pk, user.name if with_name else "", user.phone, user.email or "")


def _blocks(participant_id: UUID, today: date) -> list[BlockedContact]:
    rows = BlockedContact.objects.filter(participant_id=participant_id, from_on__lte=today)
    return list(rows.filter(Q(to_on__isnull=True) | Q(to_on__gt=today)))


def _is_met(block: BlockedContact, met: Traits) -> bool:
    return is_same(Traits(block.user_id, block.name, block.phone, block.email), met)


def block_of(participant_id: UUID, met: Traits, today: date) -> BlockedContact | None:
    """Return the running block that keeps somebody away from this person, or None."""
    return next((block for block in _blocks(participant_id, today) if _is_met(block, met)), None)


def blocked_among(participant_id: UUID, users: Iterable[User], today: date) -> set[UUID]:
    """Return which of these accounts are kept away from this person: lists to choose from leave them out."""
    blocks = _blocks(participant_id, today)
    return {user.pk for user in users if any(_is_met(block, traits_of(user)) for block in blocks)}


def check_not_blocked(participant: Participant, met: Traits, *, place: Place, by: Viewer) -> None:
    """
    Raise Blocked, which looks like NotFound, when ``met`` must not come near this person.

    The one question that relations, accounts, invitations, names of supporters, consents, letters and exports ask.
    """
    block = block_of(participant.pk, met, by.today)
    if block is not None:
        raise Blocked(block, place, by)


def check_may_open(participant: Participant, user: User, kind: RelationKind, by: Viewer) -> None:
    """Raise Blocked when this relation would open the record to a blocked contact; nobody is kept from their own."""
    if kind != RelationKind.SELF:
        met = traits_of(user, with_name=kind not in TEAM_KINDS)
        check_not_blocked(participant, met, place=Place.RELATION, by=by)


def refused_scopes(participant_id: UUID, user_id: UUID) -> int:
    """Return what the person refuses this account now, as a number of categories."""
    rows = Refusal.objects.filter(participant_id=participant_id, user_id=user_id, lifted_on__isnull=True)
    return rows.values_list("scopes", flat=True).first() or 0


def guardians_disagree(participant_id: UUID) -> bool:
    """Return whether a disagreement of two guardians waits for the coordinator."""
    return AccessTask.objects.filter(
        participant_id=participant_id, kind=TaskKind.CONFLICT, status=AccessTaskStatus.OPEN
    ).exists()


def guardians_agree_on(participant_id: UUID, today: date) -> int | None:
    """Return what every guardian may see while two disagree; None when nobody disagrees."""
    if not guardians_disagree(participant_id):
        return None
    grants = GuardianGrant.objects.filter(participant_id=participant_id, from_on__lte=today)
    running = grants.filter(Q(to_on__isnull=True) | Q(to_on__gt=today))
    return agreed_scopes(list(running.values_list("scopes", flat=True)))


def allowed_of(given: int, *, participant_id: UUID, user_id: UUID, kind: RelationKind, today: date) -> int:
    """Return what is left of what was given, once everything refused is taken out: a no is stronger than a yes."""
    if kind in BEYOND_REFUSAL:
        return given
    left = given & ~refused_scopes(participant_id, user_id)
    agreed = guardians_agree_on(participant_id, today) if kind == RelationKind.GUARDIAN else None
    return left if agreed is None else left & agreed


def settle_scopes(relation: Relation, today: date) -> None:
    """Write into a relation what it opens now, and beside it what is withheld."""
    given = relation.scopes | relation.withheld
    relation.scopes = allowed_of(
        given,
        participant_id=relation.participant_id,
        user_id=relation.user_id,
        kind=RelationKind(relation.kind),
        today=today,
    )
    relation.withheld = given & ~relation.scopes
    relation.save(update_fields=["scopes", "withheld"])


def standing_relations(participant_id: UUID, today: date, **facts: object) -> list[Relation]:
    """Return the relations to a person that have not ended: open today, or from a later day."""
    rows = Relation.objects.filter(participant_id=participant_id, **facts)
    return list(rows.filter(Q(to_on__isnull=True) | Q(to_on__gt=today)))
