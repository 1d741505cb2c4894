"""Prices of chosen programmes, who pays, and the sliding scale of a place."""

from datetime import date

from django.db import transaction
from django.db.models import Max

from handrail.access import Permission, Viewer
from handrail.accounts.models import Organisation
from handrail.audit.actions import record
from handrail.base.errors import DomainError, NotAllowed, Stale
from handrail.base.frozen import frozen
from handrail.base.text import kept
from handrail.base.transitions import check_transition
from handrail.base.words import _
from handrail.catalogue.rules import Payer, PriceBasis
from handrail.choice.models import Cost, FeeBand, Funding, FundingStatusChange
from handrail.choice.rules import costs as rules
from handrail.choice.rules.costs import FundingStatus
from handrail.intake.models import Enrolment

LONGEST_NAME, LONGEST_WORDS = 120, 300


@frozen
class CostFacts:
    """What was agreed about the price of a chosen programme; amounts in minor units of ``currency``."""

    price_minor: int
    currency: str
    basis: PriceBasis
    from_on: date
    units: int = 1
    own_minor: int | None = None
    band: FeeBand | None = None
    instalments: int = 1
    first_due_on: date | None = None
    gap_owner: str = ""
    words: str = ""


@frozen
class FundingFacts:
    """What one payer said: ``share`` in basis points, ``most_minor`` in minor units of ``currency``."""

    kind: Payer
    name: str
    currency: str
    from_on: date
    share: int | None = None
    most_minor: int | None = None
    rate_micro: int | None = None
    rate_on: date | None = None
    to_on: date | None = None
    place: int | None = None
    words: str = ""


def check_may(by: Viewer) -> None:
    """Raise NotAllowed for whoever may not write about money."""
    if not (by.sees_every_row or by.may(Permission.COST_WRITE)):
        raise NotAllowed(str(_("The team writes down prices and who pays. Ask your contact person.")))


def short(text: str, most: int) -> str:
    """Return what somebody typed, without blanks around it, no longer than the column."""
    return kept(text).strip()[:most]


def _own(facts: CostFacts, enrolment: Enrolment) -> int | None:
    """Return what the person pays of each unit: what was said, else by the band, within what the offer promises."""
    if facts.band is None or facts.own_minor is not None:
        return facts.own_minor
    if facts.band.currency != facts.currency:
        raise DomainError(str(_("The scale is in another currency. Write the amount yourself.")))
    offer = enrolment.offer
    same = offer is not None and (offer.currency, offer.price_basis) == (facts.currency, facts.basis)
    band = rules.Band(
        facts.band.income_from_minor, facts.band.income_to_minor, facts.band.share, facts.band.minor
    )
    return rules.own_part(band, facts.price_minor, offer.own_share_minor if offer and same else None)


def _check_cost(facts: CostFacts) -> None:
    if (facts.basis == PriceBasis.FREE) != (facts.price_minor == 0):
        raise DomainError(str(_("Write a price and what it is for, or say that it is free.")))
    if not 1 <= facts.units <= rules.MOST_UNITS:
        raise DomainError(str(_("Write how many months or meetings, between 1 and 120.")))
    if not 1 <= facts.instalments <= rules.MOST_INSTALMENTS:
        raise DomainError(str(_("Between 1 and 36 payments.")))


def _cost_columns(facts: CostFacts, enrolment: Enrolment) -> dict[str, object]:
    _check_cost(facts)
    own = _own(facts, enrolment)
    if own is not None and own > facts.price_minor:
        raise DomainError(str(_("What a person pays cannot be more than the price.")))
    single = facts.basis in (PriceBasis.WHOLE, PriceBasis.FREE)
    return {
        **vars(facts),
        "currency": rules.checked_currency(facts.currency),
        "own_minor": own,
        "units": 1 if single else facts.units,
        "instalments": facts.instalments if single else 1,
        "gap_owner": short(facts.gap_owner, LONGEST_NAME),
        "words": short(facts.words, LONGEST_WORDS),
    }


@transaction.atomic
def set_cost(*, enrolment: Enrolment, facts: CostFacts, by: Viewer, version: int | None = None) -> Cost:
    """
    Write down what a chosen programme costs this person, or change it; payers stay as they are.

    Raises Stale when ``version`` is no longer the newest, DomainError for an amount that does not fit, or another
    currency while payers have promised amounts.
    """
    check_may(by)
    chosen = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    row: Cost | None = Cost.objects.select_for_update().filter(enrolment=chosen).first()
    if version is not None and version != (row.version if row else 0):
        raise Stale(str(_("Somebody changed this price in the meantime. Look at it again, then save.")))
    columns = _cost_columns(facts, chosen)
    if row is None:
        row = Cost.objects.create(
            organisation_id=chosen.organisation_id,
            participant_id=chosen.participant_id,
            label=Cost.default_label,
            enrolment=chosen,
            **columns,
        )
        record(by, "set_cost", row, op="create")
        return row
    _check_same_currency(row, str(columns["currency"]))
    for name, value in columns.items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    record(by, "set_cost", row)
    return row


def _check_same_currency(row: Cost, currency: str) -> None:
    promised = row.fundings.exclude(status=FundingStatus.ENDED).filter(most_minor__isnull=False)
    if currency != row.currency and promised.exists():
        raise DomainError(str(_("Payers have promised amounts. End them first, then change the currency.")))


def _funding_columns(facts: FundingFacts, cost: Cost) -> dict[str, object]:
    name = short(facts.name, LONGEST_NAME)
    if not name or facts.kind not in rules.FUNDERS:
        raise DomainError(str(_("Write who pays.")))
    if facts.share is None and facts.most_minor is None:
        raise DomainError(str(_("Write a share, an amount, or both.")))
    if facts.share is not None and not 1 <= facts.share <= rules.WHOLE:
        raise DomainError(str(_("A share is between 0 and 100 per cent.")))
    if facts.to_on and facts.to_on < facts.from_on:
        raise DomainError(str(_("It cannot end before it begins.")))
    currency = rules.checked_currency(facts.currency)
    is_other = currency != cost.currency and facts.most_minor is not None
    if is_other and not (facts.rate_micro and facts.rate_on):
        raise DomainError(str(_("These are two currencies. Write the rate and its day first.")))
    return {
        "kind": facts.kind,
        "name": name,
        "share": facts.share,
        "most_minor": facts.most_minor,
        "currency": currency if facts.most_minor is not None else cost.currency,
        "rate_micro": facts.rate_micro if is_other else None,
        "rate_on": facts.rate_on if is_other else None,
        "from_on": facts.from_on,
        "to_on": facts.to_on,
        "words": short(facts.words, LONGEST_WORDS),
    }


@transaction.atomic
def add_funding(*, cost: Cost, facts: FundingFacts, by: Viewer, is_agreed: bool = False) -> Funding:
    """Write down a payer who was asked, or who has agreed; without a place in the order they come last."""
    check_may(by)
    held = Cost.objects.select_for_update().get(pk=cost.pk)
    last = held.fundings.aggregate(last=Max("place"))["last"] or 0
    row = Funding.objects.create(
        organisation_id=held.organisation_id,
        participant_id=held.participant_id,
        label=Funding.default_label,
        cost=held,
        place=facts.place or last + 1,
        status=FundingStatus.AGREED if is_agreed else FundingStatus.ASKED,
        **_funding_columns(facts, held),
    )
    record(by, "add_funding", row, op="create")
    return row


def _locked(funding: Funding, version: int | None) -> Funding:
    row: Funding = Funding.objects.select_for_update().select_related("cost").get(pk=funding.pk)
    if version is not None and row.version != version:
        raise Stale(str(_("Somebody changed this in the meantime. Look at it again, then save.")))
    return row


def _move(row: Funding, to: FundingStatus, *, by: Viewer, reason: str = "") -> None:
    now = FundingStatus(row.status)
    check_transition(rules.FUNDING_TRANSITIONS, now, to)
    row.status = to
    row.version += 1
    FundingStatusChange.objects.create(
        organisation_id=row.organisation_id,
        participant_id=row.participant_id,
        label=row.label,
        funding=row,
        from_status=now,
        to_status=to,
        changed_by_id=by.user_id,
        reason=kept(reason).strip(),
    )


@transaction.atomic
def change_funding(
    *, funding: Funding, facts: FundingFacts, by: Viewer, version: int | None = None
) -> Funding:
    """Change what a payer gives; raises Stale when ``version`` is no longer the newest, DomainError once it has ended."""
    check_may(by)
    row = _locked(funding, version)
    if row.status == FundingStatus.ENDED:
        raise DomainError(str(_("This has ended. Add it anew if it goes on.")))
    for name, value in _funding_columns(facts, row.cost).items():
        setattr(row, name, value)
    row.place = facts.place or row.place
    row.version += 1
    row.save()
    record(by, "change_funding", row)
    return row


@transaction.atomic
def agree_funding(*, funding: Funding, by: Viewer, version: int | None = None) -> Funding:
    """Say that a payer has agreed; from now on what they give counts."""
    check_may(by)
    row = _locked(funding, version)
    _move(row, FundingStatus.AGREED, by=by)
    row.save(update_fields=["status", "version"])
    record(by, "agree_funding", row)
    return row


@transaction.atomic
def end_funding(*, funding: Funding, reason: str, by: Viewer, version: int | None = None) -> Funding:
    """Say that a payer does not pay, or no longer; the reason is kept and the gap shows at once."""
    check_may(by)
    if not reason.strip():
        raise DomainError(str(_("Write in a few words why it ends.")))
    row = _locked(funding, version)
    _move(row, FundingStatus.ENDED, by=by, reason=reason)
    row.save(update_fields=["status", "version"])
    record(by, "end_funding", row)
    return row


# ---------- the sliding scale ----------


def _check_scale(by: Viewer, organisation_id: object) -> None:
    allowed = by.sees_every_row or (by.may(Permission.OFFER_EDIT) and by.organisation_id == organisation_id)
    if not allowed:
        raise NotAllowed(str(_("A coordinator or manager writes down the scale.")))


@transaction.atomic
def add_fee_band(
    *,
    organisation: Organisation,
    income_from_minor: int,
    income_to_minor: int | None,
    by: Viewer,
    share: int | None = None,
    minor: int | None = None,
) -> FeeBand:
    """
    Add a line to the sliding scale, in the currency of the place: a share in basis points, or an amount.

    Raises DomainError when it names an income that another line names, or says neither share nor amount.
    """
    _check_scale(by, organisation.pk)
    if (share is None) == (minor is None) or not 0 <= (share or 0) <= rules.WHOLE or (minor or 0) < 0:
        raise DomainError(str(_("Write a share of the price, or an amount, not both.")))
    if income_from_minor < 0 or (income_to_minor is not None and income_to_minor <= income_from_minor):
        raise DomainError(str(_("The second income must be above the first.")))
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    held = FeeBand.objects.filter(organisation=organisation, to_on=None)
    known = [rules.Band(row.income_from_minor, row.income_to_minor) for row in held]
    rules.holes([*known, rules.Band(income_from_minor, income_to_minor)])
    row = FeeBand.objects.create(
        organisation=organisation,
        currency=organisation.currency,
        income_from_minor=income_from_minor,
        income_to_minor=income_to_minor,
        share=share,
        minor=minor,
        from_on=by.today,
    )
    record(by, "add_fee_band", row, op="create")
    return row


@transaction.atomic
def end_fee_band(*, band: FeeBand, by: Viewer) -> FeeBand:
    """Take a line out of the scale from today. What was agreed by it stays agreed."""
    _check_scale(by, band.organisation_id)
    row = FeeBand.objects.select_for_update().get(pk=band.pk)
    row.to_on = row.to_on or max(by.today, row.from_on)
    row.save(update_fields=["to_on"])
    record(by, "end_fee_band", row)
    return row
