"""A person's own way in, by a printed card, and how their own pages look."""

from uuid import UUID

from django.db import transaction

from handrail.access import RelationKind, Role, Viewer
from handrail.accounts.actions import end_card, new_account, new_card
from handrail.audit import ledger
from handrail.audit.actions import record
from handrail.base import clock, ids
from handrail.base.errors import NotAllowed
from handrail.base.text import kept
from handrail.base.words import _
from handrail.people.actions.relations import let_in
from handrail.people.limits import check_not_blocked
from handrail.people.models import Participant, Relation
from handrail.people.rules.blocked import Place, Traits

STOPPED = "stop_card"


@transaction.atomic
def give_card(*, participant: Participant, word: str, by: Viewer) -> str:
    """
    Give the person a printed card on their own record, in person, and return its letters, which nobody sees again.

    Whoever has no account gets one without a password. A card before this one stops at once, and what it opened.
    Raises Blocked when the account on the record is that of somebody who must not come near it; a person who has the
    name or the number of such a one still gets a card.
    """
    row = Participant.objects.select_for_update().get(pk=participant.pk)
    relation = (
        Relation.objects.select_related("user")
        .filter(participant=row, kind=RelationKind.SELF, to_on__isnull=True)
        .first()
    )
    if relation is None:
        user = new_account(
            organisation=row.organisation,
            sign_in_name=f"card-{ids.key()}",
            name=row.full_name,
            role=Role.PARTICIPANT,
            site=row.site,
            language=row.language,
            by=by,
        )
        relation = let_in(participant=row, user=user, kind=RelationKind.SELF, source="in_person", by=by)
    check_not_blocked(row, Traits(relation.user_id), place=Place.ACCOUNT, by=by)
    ended = end_card(user=relation.user)
    card, letters = new_card(user=relation.user, word=word, by=by)
    record(by, "give_card", card, op="create", participant_id=row.pk)
    _tell_ledger(row, ended)
    return letters


@transaction.atomic
def stop_card(*, participant: Participant, by: Viewer) -> Participant:
    """End the person's card and every session that it began, at once: it was lost, or is not wanted."""
    own = Relation.objects.filter(participant=participant, kind=RelationKind.SELF, to_on__isnull=True)
    ended = [card for relation in own.select_related("user") for card in end_card(user=relation.user)]
    record(by, "stop_card", participant, participant_id=participant.pk)
    _tell_ledger(participant, ended)
    return participant


def _tell_ledger(participant: Participant, ended: list[UUID]) -> None:
    """Write outside the database which card opens nothing any more: somebody may have found it."""
    for card in ended:
        ledger.write(STOPPED, organisation=participant.organisation_id, participant=participant.pk, card=card)


@transaction.atomic
def choose_page(
    *, participant: Participant, shows_leave: bool, list_name: str, tab_title: str, by: Viewer
) -> Participant:
    """Keep how the person's own pages look: the way out, the name of their list, what the tab says."""
    if by.participant_id != participant.pk:
        raise NotAllowed(str(_("The person chooses this.")))
    row = Participant.objects.select_for_update().get(pk=participant.pk)
    row.shows_leave, row.asked_at = shows_leave, clock.now()
    row.list_name, row.tab_title = kept(list_name).strip(), kept(tab_title).strip()
    row.save(update_fields=["shows_leave", "list_name", "tab_title", "asked_at"])
    record(by, "choose_page", row, participant_id=row.pk)
    return row
