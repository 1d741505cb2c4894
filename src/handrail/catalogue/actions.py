"""What a place offers: made, changed, closed. About no person."""

from collections.abc import Iterable
from datetime import date, time

from django.db import transaction

from handrail.access import Permission, Viewer
from handrail.accounts.models import Organisation, Site
from handrail.audit.actions import record
from handrail.base.errors import DomainError, NotAllowed, Stale
from handrail.base.frozen import frozen
from handrail.base.text import kept
from handrail.base.words import _
from handrail.catalogue.definitions import programme_types
from handrail.catalogue.models import Offer
from handrail.catalogue.rules import LANGUAGE_WORDS, Mode, Payer, PriceBasis, Weekday


@frozen
class OfferFacts:
    """What can be said of an offer."""

    title: str
    capacity: int
    modes: tuple[str, ...]
    languages: tuple[str, ...]
    open_from: date
    site: Site | None = None
    place: str = ""
    run_by: str = ""
    staff_needed: int = 1
    days: tuple[str, ...] = ()
    begins: time | None = None
    ends: time | None = None
    price_minor: int = 0
    price_basis: PriceBasis = PriceBasis.FREE
    own_share_minor: int | None = None
    payers: tuple[str, ...] = ()
    price_words: str = ""


def _known(given: Iterable[str], allowed: Iterable[str], *, needed: str = "") -> str:
    order = [str(one) for one in allowed]
    found = [one for one in order if one in given]
    if set(given) - set(order) or (needed and not found):
        raise DomainError(needed or str(_("Please choose from the list.")))
    return " ".join(found)


def _check(facts: OfferFacts) -> None:
    if not facts.title.strip():
        raise DomainError(str(_("Give it a name that people use.")))
    if facts.capacity < 1:
        raise DomainError(str(_("It needs one place at least.")))
    if bool(facts.begins) != bool(facts.ends) or (facts.begins and facts.ends and facts.ends <= facts.begins):
        raise DomainError(str(_("Write from when until when, the end later than the start.")))
    if (facts.price_basis == PriceBasis.FREE) != (facts.price_minor == 0):
        raise DomainError(str(_("Write a price and what it is for, or say that it is free.")))
    if facts.own_share_minor is not None and facts.own_share_minor > facts.price_minor:
        raise DomainError(str(_("What a person pays cannot be more than the price.")))


def _columns(facts: OfferFacts) -> dict[str, object]:
    _check(facts)
    return {
        **vars(facts),
        "title": kept(facts.title).strip(),
        "place": kept(facts.place).strip(),
        "run_by": kept(facts.run_by).strip(),
        "price_words": kept(facts.price_words).strip(),
        "days": _known(facts.days, Weekday),
        "modes": _known(facts.modes, Mode, needed=str(_("Choose at least one way to meet."))),
        "languages": _known(facts.languages, LANGUAGE_WORDS, needed=str(_("Choose at least one language."))),
        "payers": _known(facts.payers, Payer),
    }


def _check_may(by: Viewer, organisation_id: object) -> None:
    allowed = by.sees_every_row or (by.may(Permission.OFFER_EDIT) and by.organisation_id == organisation_id)
    if not allowed:
        raise NotAllowed(str(_("A coordinator or manager writes down what is offered.")))


@transaction.atomic
def add_offer(*, organisation: Organisation, programme_type: str, facts: OfferFacts, by: Viewer) -> Offer:
    """Offer a programme of one of the nine types at a place; raise DomainError with what is missing."""
    _check_may(by, organisation.pk)
    if programme_type not in {one.code for one in programme_types()}:
        raise DomainError(str(_("There is no such programme. Choose one of the nine.")))
    offer = Offer.objects.create(
        organisation=organisation,
        programme_type=programme_type,
        currency=organisation.currency,
        **_columns(facts),
    )
    record(by, "add_offer", offer, op="create")
    return offer


def _locked(offer: Offer, version: int | None) -> Offer:
    row = Offer.objects.select_for_update().get(pk=offer.pk)
    if version is not None and row.version != version:
        raise Stale(str(_("Somebody changed this offer in the meantime. Look at it again, then save.")))
    return row


@transaction.atomic
def change_offer(*, offer: Offer, facts: OfferFacts, by: Viewer, version: int | None = None) -> Offer:
    """
    Change what is offered. Whoever has a place keeps it, also when there are fewer places now.

    Raises Stale when ``version`` is no longer the newest.
    """
    _check_may(by, offer.organisation_id)
    row = _locked(offer, version)
    for name, value in _columns(facts).items():
        setattr(row, name, value)
    if row.open_to and row.open_to < row.open_from:
        raise DomainError(str(_("It cannot close before it opens.")))
    row.version += 1
    row.save()
    record(by, "change_offer", row)
    return row


@transaction.atomic
def close_offer(*, offer: Offer, on: date, by: Viewer, version: int | None = None) -> Offer:
    """Take no new people from a day on. Whoever has a place keeps it, and the offer stays to be read."""
    _check_may(by, offer.organisation_id)
    row = _locked(offer, version)
    if on < row.open_from:
        raise DomainError(str(_("It cannot close before it opens.")))
    row.open_to = on
    row.version += 1
    row.save(update_fields=["open_to", "version"])
    record(by, "close_offer", row)
    return row
