"""Keeping somebody away from a record, and letting that end."""

from datetime import date

from django.db import transaction

from handrail.access import RelationKind, Viewer
from handrail.accounts.models import User
from handrail.audit import ledger
from handrail.audit.actions import record
from handrail.base.errors import DomainError
from handrail.base.text import kept
from handrail.base.words import _
from handrail.people.actions.consents import CLOSED
from handrail.people.actions.relations import let_out
from handrail.people.limits import TEAM_KINDS, standing_relations, traits_of
from handrail.people.models import BlockedContact, Participant, Relation, Supporter
from handrail.people.rules.blocked import Traits, is_same


def _close_to_them(block: BlockedContact, met: Traits, by: Viewer) -> list[Relation]:
    """End every view of the blocked one, and every line that names them as family or a friend."""
    ended = []
    for relation in standing_relations(block.participant_id, by.today):
        known = traits_of(relation.user, with_name=relation.kind not in TEAM_KINDS)
        if relation.kind != RelationKind.SELF and is_same(met, known):
            ended.append(let_out(relation=relation, by=by, to_on=max(by.today, relation.from_on)))
    for line in Supporter.objects.filter(participant_id=block.participant_id, to_on=None):
        if is_same(met, Traits(line.user_id, line.name, line.phone, line.email or "")):
            line.to_on = max(by.today, line.from_on)
            line.save(update_fields=["to_on"])
    return ended


@transaction.atomic
def block_contact(
    *,
    participant: Participant,
    by: Viewer,
    user: User | None = None,
    name: str = "",
    phone: str = "",
    email: str = "",
    to_on: date | None = None,
) -> BlockedContact:
    """
    Keep somebody away: their views end now, and no relation, account, invitation or letter reaches them.

    For them everything looks as if it were not there. Raises DomainError when nothing says who it is.
    """
    met = Traits(user.pk if user else None, kept(name).strip(), kept(phone).strip(), kept(email).strip())
    if not (met.user_id or met.name or met.phone or met.email):
        raise DomainError(str(_("Write a name, a phone number or an e-mail address.")))
    if to_on is not None and to_on <= by.today:
        raise DomainError(str(_("The last day lies before the first. Choose a later one.")))
    block = BlockedContact.objects.create(
        organisation_id=participant.organisation_id,
        participant=participant,
        label=BlockedContact.default_label,
        user=user,
        name=met.name[:200],
        phone=met.phone[:40],
        email=met.email[:254],
        from_on=by.today,
        to_on=to_on,
        made_by_id=by.user_id,
    )
    ended = _close_to_them(block, met, by)
    record(by, "block_contact", block, op="create")
    for relation in ended:
        ledger.write(
            CLOSED,
            organisation=participant.organisation_id,
            participant=participant.pk,
            relation=relation.pk,
        )
    return block


@transaction.atomic
def unblock_contact(*, block: BlockedContact, by: Viewer) -> BlockedContact:
    """End a block today. It opens nothing again; whatever may be seen is chosen anew."""
    row: BlockedContact = BlockedContact.objects.select_for_update().get(pk=block.pk)
    row.to_on = max(by.today, row.from_on)
    row.save(update_fields=["to_on"])
    record(by, "unblock_contact", row)
    return row
