"""A person's no: it takes effect at once and stands until the person lifts it."""

from django.db import transaction

from handrail.access import Category, RelationKind, Viewer, scope_bits
from handrail.accounts.models import User
from handrail.audit import ledger
from handrail.audit.actions import record
from handrail.base.errors import DomainError
from handrail.base.words import _
from handrail.people.limits import settle_scopes, standing_relations
from handrail.people.models import Participant, Refusal

EVERYTHING_EVER = 2**31 - 1  # also the categories that are not known yet
REFUSED, LIFTED = "refuse", "lift_refusal"


def _end_standing(participant: Participant, user: User, by: Viewer) -> Refusal | None:
    before = Refusal.objects.select_for_update().filter(participant=participant, user=user, lifted_on=None)
    old: Refusal | None = before.first()
    if old is not None:
        old.lifted_on = by.today
        old.save(update_fields=["lifted_on"])
    return old


def _settle(participant: Participant, user: User, by: Viewer) -> None:
    for relation in standing_relations(participant.pk, by.today, user=user):
        settle_scopes(relation, by.today)


@transaction.atomic
def refuse(
    *, participant: Participant, user: User, by: Viewer, categories: frozenset[Category] | None = None
) -> Refusal:
    """
    Keep that the person refuses ``user`` exactly these categories from now on, or all, the coming ones too.

    It takes them out of every standing relation of that account and keeps later ones from opening them; it does not
    reach the person's own view and what opens when somebody is not safe. A former no of the person gives way to this.
    """
    if categories is not None and not categories:
        raise DomainError(str(_("Choose what this person must not see.")))
    if standing_relations(participant.pk, by.today, user=user, kind=RelationKind.SELF):
        raise DomainError(str(_("Your own view of your record stays open.")))
    _end_standing(participant, user, by)
    refusal = Refusal.objects.create(
        organisation_id=participant.organisation_id,
        participant=participant,
        user=user,
        scopes=EVERYTHING_EVER if categories is None else scope_bits(categories),
        from_on=by.today,
    )
    _settle(participant, user, by)
    record(by, "refuse", refusal, op="create")
    ledger.write(
        REFUSED,
        organisation=participant.organisation_id,
        participant=participant.pk,
        user=user.pk,
        refusal=refusal.pk,
        scopes=str(refusal.scopes),
    )
    return refusal


@transaction.atomic
def lift_refusal(*, refusal: Refusal, by: Viewer) -> Refusal:
    """Take a no back: what was given to this account and has not ended opens again."""
    row = _end_standing(refusal.participant, refusal.user, by)
    if row is None or row.pk != refusal.pk:
        raise DomainError(str(_("This has changed in the meantime. Open it again to see how it stands now.")))
    _settle(row.participant, row.user, by)
    record(by, "lift_refusal", row)
    ledger.write(LIFTED, organisation=row.organisation_id, participant=row.participant_id, refusal=row.pk)
    return row
