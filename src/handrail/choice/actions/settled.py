"""What a programme really cost, written down once it has ended; a correction keeps what stood before."""

from django.db import transaction

from handrail.access import Viewer
from handrail.audit.actions import record
from handrail.base.errors import DomainError, Stale
from handrail.base.words import _
from handrail.choice.actions.costs import LONGEST_WORDS, check_may, short
from handrail.choice.models import Settlement
from handrail.choice.rules import costs as rules
from handrail.intake.models import Enrolment


def _check_ended(enrolment: Enrolment) -> None:
    if enrolment.started_on is None:
        raise DomainError(str(_("This programme never began, so it cost nothing.")))
    if enrolment.to_on is None:
        raise DomainError(str(_("This programme still runs. Write down what it cost once it has ended.")))


def _check_amounts(total_minor: int, own_minor: int) -> None:
    if total_minor < 0 or own_minor < 0:
        raise DomainError(str(_("No amount is below zero.")))
    if own_minor > total_minor:
        raise DomainError(str(_("What the person paid cannot be more than what it cost in all.")))


def _replaced(chosen: Enrolment, words: str, version: int | None, by: Viewer) -> Settlement | None:
    """Put aside what was written down before and return it; raises Stale, or DomainError without a reason."""
    before: Settlement | None = (
        Settlement.objects.select_for_update().filter(enrolment=chosen, replaced_on=None).first()
    )
    if version is not None and version != (before.version if before else 0):
        raise Stale(str(_("Somebody changed this in the meantime. Look at it again, then save.")))
    if before is None:
        return None
    if not words:
        raise DomainError(str(_("Write in a few words why it changes.")))
    before.replaced_on = max(by.today, before.written_on)
    before.save(update_fields=["replaced_on"])
    return before


@transaction.atomic
def settle_cost(
    *,
    enrolment: Enrolment,
    total_minor: int,
    own_minor: int,
    currency: str,
    by: Viewer,
    words: str = "",
    version: int | None = None,
) -> Settlement:
    """
    Write down what a programme that has ended really cost: in all and the person's own part, in minor units.

    Written again it is corrected: ``words`` say why, and what stood before is kept to be read. Raises DomainError
    while the programme runs, for one that never began, and for amounts that do not fit; Stale for an old version.
    """
    check_may(by)
    chosen = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    _check_ended(chosen)
    _check_amounts(total_minor, own_minor)
    today = by.today
    said = short(words, LONGEST_WORDS)
    before = _replaced(chosen, said, version, by)
    row = Settlement.objects.create(
        organisation_id=chosen.organisation_id,
        participant_id=chosen.participant_id,
        label=Settlement.default_label,
        enrolment=chosen,
        offer_id=chosen.offer_id,
        programme_type=chosen.programme_type,
        ended_on=chosen.to_on,
        total_minor=total_minor,
        own_minor=own_minor,
        currency=rules.checked_currency(currency),
        settled_on=before.settled_on if before else today,
        written_on=max(today, before.written_on) if before else today,
        written_by_id=by.user_id,
        words=said if before else "",
        version=before.version + 1 if before else 1,
    )
    record(by, "settle_cost", row, op="create")
    return row
