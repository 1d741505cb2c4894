"""
Who pays what of a price: whole minor units of one currency, in the order in which payers were named.

Payers give their shares one after the other, each no more than they promised and no more than is left. The person's
part comes last and is never more than is left. What nobody pays is the gap. Shares, own part and gap are the price,
always. Nothing here divides but by whole numbers rounded down; where the lost units go is said at each place.
"""

from collections.abc import Iterable, Sequence
from dataclasses import field
from datetime import date, timedelta
from enum import StrEnum

from handrail.base.errors import DomainError
from handrail.base.frozen import frozen
from handrail.base.words import Words, _
from handrail.catalogue.money import DECIMALS, Money
from handrail.catalogue.rules import Payer, PriceBasis
from handrail.people.rules.consent import months_on

WHOLE = 10_000  # basis points: a hundredth of a per cent each
MILLION = 1_000_000  # a rate counts millionths
MOST_UNITS = 120
MOST_INSTALMENTS = 36
# The end of a funding is told so early that somebody can still ask for more (S-143).
TOLD_BEFORE = timedelta(days=60)
# ISO 4217, without funds, metals and test codes.
_CODES = (
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP "
    "CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF "
    "IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD "
    "MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB "
    "RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD "
    "UYU UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG"
)
CURRENCIES = frozenset(_CODES.split())


class FundingStatus(StrEnum):
    """Where the word of a payer stands. Only what is agreed counts."""

    ASKED = "asked"
    AGREED = "agreed"
    ENDED = "ended"  # they said no, it ran out, or somebody else pays


FUNDING_TRANSITIONS: dict[FundingStatus, set[FundingStatus]] = {
    FundingStatus.ASKED: {FundingStatus.AGREED, FundingStatus.ENDED},
    FundingStatus.AGREED: {FundingStatus.ENDED},
    FundingStatus.ENDED: set(),
}
FUNDING_STATUSES: dict[FundingStatus, Words] = {
    FundingStatus.ASKED: _("Asked, no answer yet"),
    FundingStatus.AGREED: _("Agreed"),
    FundingStatus.ENDED: _("Ended"),
}
# Who may pay beside the person (S-177).
FUNDER_WORDS: dict[Payer, Words] = {
    Payer.HEALTH: _("Health service"),
    Payer.SOCIAL: _("Social services"),
    Payer.NON_PROFIT: _("A charity or fund"),
    Payer.EMPLOYER: _("Employer"),
}
FUNDERS = tuple(FUNDER_WORDS)


# ---------- currencies ----------


def checked_currency(code: str) -> str:
    """Return a currency's code in capitals; raise DomainError for one that ISO 4217 does not know."""
    tidy = code.strip().upper()
    if tidy not in CURRENCIES:
        raise DomainError(str(_("Write a currency by its three letters, like EUR.")))
    return tidy


@frozen
class Rate:
    """What one whole unit of ``of`` was worth in ``to`` on a day, in millionths of a whole unit."""

    of: str
    to: str
    micro: int
    on: date


def converted(amount: Money, rate: Rate) -> Money:
    """
    Return an amount in another currency by a dated rate, rounded down to a minor unit.

    What is lost by rounding is promised by nobody, so it ends up in the gap. Raises DomainError when the rate is of
    other currencies or not above zero.
    """
    if amount.currency != rate.of or rate.micro <= 0:
        raise DomainError(str(_("These are two currencies. Write the rate and its day first.")))
    minor = amount.minor * rate.micro * 10 ** DECIMALS.get(rate.to, 2)
    return Money(minor // (MILLION * 10 ** DECIMALS.get(rate.of, 2)), rate.to)


def added(amounts: Iterable[Money], currency: str) -> Money:
    """Return the sum in ``currency``; raise DomainError for another one, which is never added without a dated rate."""
    found = tuple(amounts)
    if any(one.currency != currency for one in found):
        raise DomainError(str(_("These are two currencies. Write the rate and its day first.")))
    return Money(sum(one.minor for one in found), currency)


# ---------- who pays what ----------


@frozen
class Part:
    """A part of the price, and the day on which it falls due."""

    day: date
    minor: int


@frozen
class Promise:
    """What one payer said: a share of each part (basis points), no more than ``most`` in all, on which days."""

    name: str
    share: int = WHOLE
    most: int | None = None
    from_on: date | None = None
    to_on: date | None = None  # the last day

    def runs(self, day: date) -> bool:
        """Return whether this payer pays for what falls due on ``day``."""
        begun = self.from_on is None or self.from_on <= day
        return begun and (self.to_on is None or day <= self.to_on)


@frozen
class PaidPart:
    """Who pays what of one part, by the place of the payer in the order."""

    day: date
    minor: int
    paid: tuple[int, ...]
    own: int
    gap: int


@frozen
class Split:
    """Who pays what of the whole price."""

    parts: tuple[PaidPart, ...]
    paid: tuple[int, ...] = field(default=())

    @property
    def price(self) -> int:
        return sum(part.minor for part in self.parts)

    @property
    def own(self) -> int:
        return sum(part.own for part in self.parts)

    @property
    def gap(self) -> int:
        return sum(part.gap for part in self.parts)

    @property
    def gap_from(self) -> date | None:
        """Return the first day of which nobody pays the whole."""
        return next((part.day for part in self.parts if part.gap), None)


def priced(basis: PriceBasis, minor: int, units: int, from_on: date) -> tuple[Part, ...]:
    """
    Return the parts in which a price falls due: one for the whole, one a month, one a week for single meetings.

    A price for each meeting is reckoned with one meeting a week; the page says so.
    """
    if basis == PriceBasis.FREE:
        return ()
    if basis == PriceBasis.WHOLE:
        return (Part(from_on, minor),)
    days = [
        months_on(from_on, number) if basis == PriceBasis.MONTH else from_on + timedelta(weeks=number)
        for number in range(units)
    ]
    return tuple(Part(day, minor) for day in days)


def _wanted(minor: int, running: Sequence[Promise]) -> list[int]:
    """
    Return what each payer's share comes to, whole units only.

    Together they are what their shares together are, rounded down: units that single shares lose go to the first
    payer in the order whose own share was no whole number.
    """
    exact = [minor * promise.share for promise in running]
    wanted = [one // WHOLE for one in exact]
    lost = sum(exact) // WHOLE - sum(wanted)
    first = next((place for place, one in enumerate(exact) if one % WHOLE), None)
    if lost and first is not None:
        wanted[first] += lost
    return wanted


def _pay(part: Part, promises: Sequence[Promise], left_of: list[int | None], own_each: int) -> PaidPart:
    running = [place for place, promise in enumerate(promises) if promise.runs(part.day)]
    wanted = _wanted(part.minor, [promises[place] for place in running])
    paid, left = [0] * len(promises), part.minor
    for place, asks in zip(running, wanted, strict=True):
        most = left_of[place]
        paid[place] = min(asks, left) if most is None else min(asks, left, most)
        left_of[place] = None if most is None else most - paid[place]
        left -= paid[place]
    own = min(own_each, left)
    return PaidPart(part.day, part.minor, tuple(paid), own, left - own)


def split(parts: Iterable[Part], promises: Sequence[Promise], own_each: int = 0) -> Split:
    """
    Return who pays what, all in minor units of one currency.

    ``promises`` stand in the order in which they pay; a cap runs down from part to part. ``own_each`` is what the
    person pays of each part at most. Raises DomainError for a share outside 1 to WHOLE or an amount below zero.
    """
    if any(not 0 < one.share <= WHOLE or (one.most or 0) < 0 for one in promises) or own_each < 0:
        raise DomainError(str(_("A share is between 0 and 100 per cent, and no amount is below zero.")))
    left_of = [promise.most for promise in promises]
    paid = tuple(_pay(part, promises, left_of, own_each) for part in parts)
    by_payer = tuple(sum(part.paid[place] for part in paid) for place in range(len(promises)))
    return Split(paid, by_payer)


# ---------- what the person pays ----------


@frozen
class Band:
    """One line of a sliding scale: a month's income from–to (minor units), and the person's part of each price."""

    income_from: int
    income_to: int | None  # not included; None is open
    share: int | None = None  # basis points of the price
    minor: int | None = None


def own_part(band: Band, price: int, most: int | None = None) -> int:
    """Return what somebody of this band pays of a price, rounded down in their favour, and never above ``most``."""
    asked = band.minor if band.minor is not None else price * (band.share or 0) // WHOLE
    return min(asked, price, price if most is None else most)


def holes(bands: Iterable[Band]) -> tuple[tuple[int, int | None], ...]:
    """
    Return the incomes that no line of a scale names, as from–to; the last is open.

    Raises DomainError when two lines name the same income.
    """
    found: list[tuple[int, int | None]] = []
    reached: int | None = 0
    for band in sorted(bands, key=lambda one: one.income_from):
        if reached is None or band.income_from < reached:
            raise DomainError(str(_("Two lines name the same income. Change one of them.")))
        if band.income_from > reached:
            found.append((reached, band.income_from))
        reached = band.income_to
    return (*found, *(() if reached is None else ((reached, None),)))


@frozen
class Due:
    """One payment of the person: the day, and how much."""

    day: date
    minor: int


def instalments(paid: Split, count: int, first_on: date | None = None) -> tuple[Due, ...]:
    """
    Return when the person pays their part: with each part, or one price in ``count`` monthly payments.

    Payments are equal; units that do not divide are paid with the first. Days without a payment are left out.
    """
    rows = [Due(part.day, part.own) for part in paid.parts]
    if len(rows) == 1:
        each, more = divmod(rows[0].minor, count)
        first = first_on or rows[0].day
        rows = [Due(months_on(first, number), each + (0 if number else more)) for number in range(count)]
    return tuple(row for row in rows if row.minor)


def is_ending(to_on: date | None, today: date) -> bool:
    """Return whether a funding ends within TOLD_BEFORE or has ended."""
    return to_on is not None and to_on <= today + TOLD_BEFORE
