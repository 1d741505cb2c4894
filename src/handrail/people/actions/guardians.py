"""Guardians and proxies: granted in person, after a private check that nobody forces it."""

from datetime import date

from django.db import transaction

from handrail.access import Category, RelationKind, Viewer
from handrail.accounts.models import User
from handrail.audit import ledger
from handrail.audit.actions import record
from handrail.base import sealed
from handrail.base.errors import DomainError
from handrail.base.text import kept
from handrail.base.words import _
from handrail.people.actions.contact import data_key
from handrail.people.actions.guarding import settle_guardians
from handrail.people.actions.relations import let_in, let_out
from handrail.people.actions.tasks import open_task
from handrail.people.country import country_pack
from handrail.people.limits import check_not_blocked, traits_of
from handrail.people.models import AccessTask, GuardianGrant, Participant
from handrail.people.rules.blocked import Place
from handrail.people.rules.guardians import GUARDIAN_BASES, GuardianBasis, guardian_end, guardian_scopes
from handrail.people.rules.tasks import TaskKind

ENDED = "end_guardian"


def _check(participant: Participant, user: User, is_free: bool, by: Viewer) -> None:
    if not is_free:
        raise DomainError(
            str(_("Talk with the person alone first. Without that, nobody is given this view."))
        )
    check_not_blocked(participant, traits_of(user), place=Place.GUARDIAN, by=by)
    if GuardianGrant.objects.filter(participant=participant, user=user).running(by).exists():
        raise DomainError(_("%(name)s is guardian or proxy already. End that first.") % {"name": user.name})


def _disagree(participant: Participant, by: Viewer) -> None:
    """Open a task when two running grants differ: until it is settled, only what both may see is open."""
    running = GuardianGrant.objects.filter(participant=participant).running(by)
    if len(set(running.values_list("scopes", flat=True))) > 1:
        open_task(participant=participant, kind=TaskKind.CONFLICT, by=by)
    settle_guardians(participant.pk, by.today)


@transaction.atomic
def grant_guardian(
    *,
    participant: Participant,
    user: User,
    basis: GuardianBasis,
    areas: frozenset[Category],
    is_free: bool,
    by: Viewer,
    to_on: date | None = None,
    document: str = "",
) -> GuardianGrant:
    """
    Let a guardian or proxy see some areas, in person, until an end or the next birthday on which all look again.

    ``is_free`` says that the coordinator asked the person alone and nobody forces it; ``document`` is sealed. Two
    guardians with different areas see only what both may, until the coordinator settles it.
    """
    _check(participant, user, is_free, by)
    scopes = guardian_scopes(areas)
    ages = country_pack(participant.organisation.country).ages
    end = guardian_end(participant.birth_on, by.today, to_on, ages)
    relation = let_in(
        participant=participant,
        user=user,
        kind=RelationKind.GUARDIAN,
        scopes=scopes,
        part=str(GUARDIAN_BASES[basis])[:80],
        source="guardian",
        to_on=end,
        by=by,
    )
    grant = GuardianGrant(
        organisation_id=participant.organisation_id,
        participant=participant,
        label=GuardianGrant.default_label,
        user=user,
        basis=basis,
        scopes=scopes,
        from_on=by.today,
        to_on=end,
        private_check_on=by.today,
        private_check_by_id=by.user_id,
        relation=relation,
    )
    if document.strip():
        grant.document = sealed.seal(data_key(participant), kept(document).encode(), grant.pk.bytes)
    grant.save()
    _disagree(participant, by)
    record(by, "grant_guardian", grant, op="create")
    return grant


@transaction.atomic
def end_guardian(*, grant: GuardianGrant, by: Viewer) -> GuardianGrant:
    """End a guardian's or proxy's view today; the next request finds nothing."""
    row: GuardianGrant = GuardianGrant.objects.select_for_update().get(pk=grant.pk)
    row.to_on = by.today
    row.save(update_fields=["to_on"])
    let_out(relation=row.relation, by=by)
    settle_guardians(row.participant_id, by.today)
    record(by, "end_guardian", row)
    ledger.write(
        ENDED,
        organisation=row.organisation_id,
        participant=row.participant_id,
        grant=row.pk,
        relation=row.relation_id,
    )
    return row


@transaction.atomic
def report_conflict(*, participant: Participant, words: str, by: Viewer) -> AccessTask:
    """Keep that two guardians disagree: at once only what each of them may see is open, until it is settled."""
    task = open_task(participant=participant, kind=TaskKind.CONFLICT, words=words, by=by)
    settle_guardians(participant.pk, by.today)
    record(by, "report_conflict", task, op="create")
    return task
