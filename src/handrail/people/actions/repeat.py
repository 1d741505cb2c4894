"""What a restored copy of the database brought back although it was ended: ended again, as the ledger says."""

from collections.abc import Callable
from uuid import UUID

from django.db import transaction

from handrail.access import Viewer
from handrail.accounts.actions import RESET, end_card, end_second_step
from handrail.accounts.models import Card, Membership, Organisation, SecondStep, User
from handrail.audit import ledger
from handrail.audit.actions import record
from handrail.people.actions.consents import CLOSED, WITHDRAWN, change_consent_status
from handrail.people.actions.guardians import ENDED
from handrail.people.actions.own import STOPPED
from handrail.people.actions.refusals import LIFTED, REFUSED
from handrail.people.actions.relations import let_out
from handrail.people.actions.workers import LEFT, end_everything
from handrail.people.limits import settle_scopes, standing_relations
from handrail.people.models import Consent, GuardianGrant, Participant, Refusal, Relation
from handrail.people.rules.consent import ConsentStatus

Entry = dict[str, str]


def _close_relation(entry: Entry, by: Viewer) -> bool:
    relation = Relation.objects.filter(pk=entry.get("relation") or UUID(int=0)).first()
    if relation is None or (relation.to_on and relation.to_on <= by.today):
        return False
    let_out(relation=relation, by=by, to_on=max(by.today, relation.from_on))
    record(by, "repeat_closing", relation)
    return True


def _withdraw(entry: Entry, by: Viewer) -> bool:
    closed = _close_relation(entry, by)
    consent = Consent.objects.filter(pk=entry["consent"]).exclude(status=ConsentStatus.WITHDRAWN).first()
    if consent is None:
        return closed
    consent.withdrawn_on = by.today
    change_consent_status(consent, ConsentStatus.WITHDRAWN, by=by)
    record(by, "repeat_closing", consent)
    return True


def _end_guardian(entry: Entry, by: Viewer) -> bool:
    for grant in GuardianGrant.objects.filter(pk=entry["grant"]):
        if grant.to_on is None or grant.to_on > by.today:
            grant.to_on = max(by.today, grant.from_on)
            grant.save(update_fields=["to_on"])
    return _close_relation(entry, by)


def _refuse(entry: Entry, by: Viewer) -> bool:
    """Say a no again that the copy does not know; one that was lifted later is lifted by its own line."""
    person = Participant.objects.filter(pk=entry["participant"]).first()
    user = User.objects.filter(pk=entry["user"]).first()
    if person is None or user is None or Refusal.objects.filter(pk=entry["refusal"]).exists():
        return False
    Refusal.objects.filter(participant=person, user=user, lifted_on=None).update(lifted_on=by.today)
    refusal = Refusal.objects.create(
        pk=UUID(entry["refusal"]),
        organisation_id=person.organisation_id,
        participant=person,
        user=user,
        scopes=int(entry["scopes"]),
        from_on=by.today,
    )
    for relation in standing_relations(person.pk, by.today, user=user):
        settle_scopes(relation, by.today)
    record(by, "repeat_closing", refusal)
    return True


def _lift(entry: Entry, by: Viewer) -> bool:
    refusal = Refusal.objects.filter(pk=entry["refusal"], lifted_on=None).first()
    if refusal is None:
        return False
    refusal.lifted_on = by.today
    refusal.save(update_fields=["lifted_on"])
    for relation in standing_relations(refusal.participant_id, by.today, user_id=refusal.user_id):
        settle_scopes(relation, by.today)
    record(by, "repeat_closing", refusal)
    return True


def _leave(entry: Entry, by: Viewer) -> bool:
    user = User.objects.filter(pk=entry["user"]).first()
    place = Organisation.objects.filter(pk=entry["organisation"]).first()
    before = entry["at"]
    standing = Membership.objects.filter(user=user, organisation=place, to_on=None, created_at__lte=before)
    if user is None or place is None or not standing.exists():
        return False
    end_everything(user, place, by)
    record(by, "repeat_closing", user)
    return True


def _stop_card(entry: Entry, by: Viewer) -> bool:
    card = Card.objects.select_related("user").filter(pk=entry["card"], ended_at=None).first()
    if card is None:
        return False
    end_card(user=card.user)
    record(by, "repeat_closing", card)
    return True


def _reset_second_step(entry: Entry, by: Viewer) -> bool:
    step = SecondStep.objects.select_related("user").filter(pk=entry["step"]).first()
    if step is None:
        return False
    end_second_step(step.user)
    record(by, "repeat_closing", step.user)
    return True


_AGAIN: dict[str, Callable[[Entry, Viewer], bool]] = {
    CLOSED: _close_relation,
    WITHDRAWN: _withdraw,
    ENDED: _end_guardian,
    REFUSED: _refuse,
    LIFTED: _lift,
    LEFT: _leave,
    STOPPED: _stop_card,
    RESET: _reset_second_step,
}


@transaction.atomic
def repeat_closings(*, by: Viewer) -> int:
    """
    Repeat what the ledger knows and this database does not, and return how many.

    Revocations and refusals, leavers, cards that were stopped and telephones that were reset.
    """
    entries = (entry for entry in ledger.read().entries if entry["kind"] in _AGAIN)
    return sum(_AGAIN[entry["kind"]](entry, by) for entry in entries)
