"""What a chosen programme costs, who pays what of it, and which funding ends soon."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from handrail.access import Category, Viewer
from handrail.base.errors import NotFound
from handrail.base.frozen import frozen
from handrail.base.words import Words, _
from handrail.catalogue.definitions import programme_types
from handrail.catalogue.money import Money
from handrail.catalogue.rules import PRICE_BASIS_WORDS, Payer, PriceBasis
from handrail.choice.models import Cost, FeeBand, Funding
from handrail.choice.rules import costs as rules
from handrail.choice.rules.costs import FundingStatus
from handrail.intake import queries as intake
from handrail.intake.queries import Choice, StartFact
from handrail.intake.rules import StartState
from handrail.people.kept import keeps
from handrail.people.models import Participant
from handrail.prepared import prepared
from handrail.ui.addresses import address
from handrail.ui.dates import day

ENDINGS = 20


@frozen
class PayerLine:
    """One payer of a programme: what they give of it, from when to when, and whether they agreed."""

    row: Funding
    kind: Words
    status: Words
    gives: Money  # nothing while they have not agreed
    said: str  # what they promised
    hint: str
    part: int  # per cent of the price, for the bar
    is_ending: bool


@frozen
class ShownCost:
    """One chosen programme: its price and who pays, as the page says it."""

    choice: Choice
    row: Cost | None
    price: str
    total: Money | None
    payers: tuple[PayerLine, ...]
    own: Money | None  # None while it is not settled
    gap: Money | None
    gap_from: date | None
    dues: tuple[tuple[str, Money], ...]

    @property
    def agreed(self) -> list[PayerLine]:
        return [one for one in self.payers if one.row.status == FundingStatus.AGREED]

    @property
    def asked(self) -> list[PayerLine]:
        return [one for one in self.payers if one.row.status == FundingStatus.ASKED]

    @property
    def own_part(self) -> int:
        """Return what the person pays, in per cent of the price."""
        return _per_cent(self.own.minor, self.total.minor) if self.own and self.total else 0

    @property
    def gap_part(self) -> int:
        return _per_cent(self.gap.minor, self.total.minor) if self.gap and self.total else 0


@frozen
class CostsPage:
    """What everything costs that the person chose and that runs."""

    lines: tuple[ShownCost, ...]
    may_see: bool  # rows about money are held more closely than the plan
    past: tuple[ShownCost, ...] = ()  # programmes that began and have ended
    own: tuple[
        Money, ...
    ] = ()  # what the person pays in all, a sum for each currency; none for one programme


def _per_cent(part: int, whole: int) -> int:
    return part * 100 // whole if whole else 0


def _promise(row: Funding, cost: Cost) -> rules.Promise:
    most = None
    if row.most_minor is not None:
        amount = Money(row.most_minor, row.currency)
        if row.rate_micro and row.rate_on:
            amount = rules.converted(
                amount, rules.Rate(row.currency, cost.currency, row.rate_micro, row.rate_on)
            )
        most = amount.minor
    return rules.Promise(row.name, row.share or rules.WHOLE, most, row.from_on, row.to_on)


def split_of(cost: Cost, fundings: Iterable[Funding]) -> rules.Split:
    """Return who pays what of a cost, by the payers who agreed and stand in their order."""
    parts = rules.priced(PriceBasis(cost.basis), cost.price_minor, cost.units, cost.from_on)
    return rules.split(parts, [_promise(row, cost) for row in fundings], cost.own_minor or 0)


def share_words(share: int) -> str:
    """Return basis points as per cent: 60 %, 33.33 %."""
    whole, rest = divmod(share, 100)
    return f"{whole}.{rest:02}\u00a0%" if rest else f"{whole}\u00a0%"


def _said(row: Funding) -> str:
    most = Money(row.most_minor, row.currency) if row.most_minor is not None else None
    if row.share and most:
        return _("%(share)s of it, %(most)s at most") % {"share": share_words(row.share), "most": most}
    if row.share:
        return _("%(share)s of it") % {"share": share_words(row.share)}
    return _("%(most)s at most") % {"most": most}


def _hint(row: Funding) -> str:
    if row.to_on:
        return _("until %(day)s") % {"day": day(row.to_on, weekday=False)}
    return _("from %(day)s") % {"day": day(row.from_on, weekday=False)}


def _payer(row: Funding, cost: Cost, gives: int, total: int, today: date) -> PayerLine:
    agreed = row.status == FundingStatus.AGREED
    return PayerLine(
        row=row,
        kind=rules.FUNDER_WORDS[Payer(row.kind)],
        status=rules.FUNDING_STATUSES[FundingStatus(row.status)],
        gives=Money(gives, cost.currency),
        said=_said(row),
        hint=_hint(row),
        part=_per_cent(gives, total),
        is_ending=agreed and rules.is_ending(row.to_on, today),
    )


def _price(cost: Cost) -> str:
    basis = PriceBasis(cost.basis)
    if basis == PriceBasis.FREE:
        return str(PRICE_BASIS_WORDS[basis])
    words = f"{cost.price} {PRICE_BASIS_WORDS[basis]}"
    if basis == PriceBasis.MONTH:
        return _("%(price)s, %(count)s months") % {"price": words, "count": cost.units}
    if basis == PriceBasis.SESSION:
        return _("%(price)s, %(count)s meetings, one a week") % {"price": words, "count": cost.units}
    return words


def _shown(choice: Choice, cost: Cost | None, fundings: list[Funding], today: date) -> ShownCost:
    if cost is None:
        price = f"{choice.shown.price}. {choice.shown.own_share}" if choice.shown else ""
        return ShownCost(choice, None, price, None, (), None, None, None, ())
    agreed = [row for row in fundings if row.status == FundingStatus.AGREED]
    found = split_of(cost, agreed)
    gives = dict(zip((row.pk for row in agreed), found.paid, strict=True))
    dues = rules.instalments(found, cost.instalments, cost.first_due_on)
    return ShownCost(
        choice=choice,
        row=cost,
        price=_price(cost),
        total=Money(found.price, cost.currency),
        payers=tuple(_payer(row, cost, gives.get(row.pk, 0), found.price, today) for row in fundings),
        own=None if cost.own_minor is None else Money(found.own, cost.currency),
        gap=Money(found.gap, cost.currency),
        gap_from=found.gap_from,
        dues=tuple((day(due.day, weekday=False), Money(due.minor, cost.currency)) for due in dues),
    )


@prepared
def _costs(viewer: Viewer, participant_id: UUID) -> QuerySet[Cost]:
    rows: QuerySet[Cost] = Cost.objects.visible_to(viewer)
    return rows.filter(participant_id=participant_id).order_by("pk")


@prepared
def _fundings(viewer: Viewer, participant_id: UUID) -> QuerySet[Funding]:
    rows: QuerySet[Funding] = Funding.objects.visible_to(viewer).exclude(status=FundingStatus.ENDED)
    return rows.filter(participant_id=participant_id).order_by("place", "pk")


def _lines(viewer: Viewer, participant: Participant, choices: Iterable[Choice]) -> tuple[ShownCost, ...]:
    """Return what choices cost, in two statements; none where nothing about money is kept."""
    is_kept = keeps(viewer, participant, Cost)
    costs = {row.enrolment_id: row for row in _costs(viewer, participant.pk)} if is_kept else {}
    fundings = list(_fundings(viewer, participant.pk)) if costs else []
    of_cost: dict[UUID, list[Funding]] = {}
    for row in fundings:
        of_cost.setdefault(row.cost_id, []).append(row)
    found = []
    for one in choices:
        cost = costs.get(one.row.pk)
        found.append(_shown(one, cost, of_cost.get(cost.pk, []) if cost else [], viewer.today))
    return tuple(found)


def costs_page(viewer: Viewer, participant: Participant) -> CostsPage:
    """Return what choices cost, those that run and those that ended, in five statements, however many payers."""
    choices = intake.choices_page(viewer, participant)
    past = [one for one in choices.past if one.row.started_on]
    every = _lines(viewer, participant, [*choices.running, *past])
    lines, ended = every[: len(choices.running)], every[len(choices.running) :]
    may_see = viewer.is_staff or viewer.participant_id == participant.pk
    mine = [one.own for one in lines if one.own is not None]
    currencies = sorted({one.currency for one in mine}) if len(mine) > 1 else []
    sums = (rules.added((one for one in mine if one.currency == code), code) for code in currencies)
    return CostsPage(lines, may_see, ended, tuple(sums))


def cost_of(viewer: Viewer, participant: Participant, key: str) -> ShownCost:
    """Return what one choice of the person costs; raise NotFound when there is no such choice."""
    choice = intake.choice(viewer, participant, key)
    (found,) = _lines(viewer, participant, [choice])
    return found


def funding(viewer: Viewer, participant: Participant, key: str) -> Funding:
    """Return one payer of the person's programmes, or raise NotFound."""
    rows: QuerySet[Funding] = Funding.objects.visible_to(viewer).select_related("cost__enrolment")
    found = rows.filter(participant=participant, key=key).first()
    if found is None:
        raise NotFound(str(_("There is no such page.")))
    return found


def bands(viewer: Viewer) -> list[FeeBand]:
    """Return the lines of the sliding scale that hold today, the lowest income first."""
    rows = FeeBand.objects.filter(organisation_id=viewer.own_organisation, to_on=None)
    return list(rows.order_by("income_from_minor", "pk"))


def band_words(band: FeeBand) -> str:
    """Return a line of the scale as people read it: whose income, and what they pay."""
    low, high = Money(band.income_from_minor, band.currency), band.income_to_minor
    if high is None:
        who = _("From %(low)s a month") % {"low": low}
    else:
        who = _("%(low)s to below %(high)s a month") % {"low": low, "high": Money(high, band.currency)}
    if band.minor is not None:
        return f"{who}: {Money(band.minor, band.currency)}"
    return f"{who}: {share_words(band.share or 0)}"


# ---------- the end of a funding ----------


@frozen
class Ending:
    """A funding that ends soon or has ended while the programme goes on."""

    person_key: str
    called: str
    payer: str
    programme: str
    to_on: date
    has_ended: bool

    @property
    def text(self) -> str:
        """Return it as one line: who stops paying for what, and when."""
        words = {"payer": self.payer, "programme": self.programme, "day": day(self.to_on, weekday=False)}
        if self.has_ended:
            return _("%(payer)s has paid for %(programme)s until %(day)s.") % words
        return _("%(payer)s pays for %(programme)s until %(day)s.") % words


@prepared
def _ending(viewer: Viewer, until: date) -> QuerySet[Funding]:
    rows: QuerySet[Funding] = Funding.objects.among_people_of(viewer)
    ending = rows.filter(status=FundingStatus.AGREED, to_on__lte=until, cost__enrolment__to_on=None)
    return ending.select_related("participant", "cost__enrolment").order_by("to_on", "pk")[:ENDINGS]


@prepared
def _ending_of(viewer: Viewer, participant_id: UUID, until: date) -> QuerySet[Funding]:
    rows: QuerySet[Funding] = Funding.objects.visible_to(viewer).filter(participant_id=participant_id)
    ending = rows.filter(status=FundingStatus.AGREED, to_on__lte=until, cost__enrolment__to_on=None)
    return ending.select_related("participant", "cost__enrolment").order_by("to_on", "pk")[:ENDINGS]


def _endings(viewer: Viewer, rows: Iterable[Funding]) -> list[Ending]:
    found = list(rows)
    viewer.looks.add(Category.PLAN, {row.participant_id for row in found})
    names = {one.code: one.names.say(viewer.language) for one in programme_types()} if found else {}
    return [
        Ending(
            person_key=row.participant.key,
            called=row.participant.called,
            payer=row.name,
            programme=names[row.cost.enrolment.programme_type],
            to_on=row.to_on or viewer.today,
            has_ended=bool(row.to_on and row.to_on < viewer.today),
        )
        for row in found
    ]


def endings(viewer: Viewer) -> list[Ending]:
    """Return the fundings of the viewer's people that end within sixty days, or ended and nobody saw to it."""
    return _endings(viewer, _ending(viewer, viewer.today + rules.TOLD_BEFORE))


def endings_of(viewer: Viewer, participant: Participant) -> list[Ending]:
    """Return the same of one person; no statement where nothing about money is kept."""
    if not keeps(viewer, participant, Funding):
        return []
    return _endings(viewer, _ending_of(viewer, participant.pk, viewer.today + rules.TOLD_BEFORE))


# ---------- getting started, line 4 ----------


def start_fact(viewer: Viewer, participant: Participant) -> StartFact | None:
    """Return line 4 as done once a price and the person's own part are settled: what is theirs, what nobody pays."""
    if not keeps(viewer, participant, Cost):
        return None
    settled = [row for row in _costs(viewer, participant.pk) if row.own_minor is not None]
    if not settled:
        return None
    by_cost: dict[UUID, list[Funding]] = {row.pk: [] for row in settled}
    for row in _fundings(viewer, participant.pk):
        if row.status == FundingStatus.AGREED and row.cost_id in by_cost:
            by_cost[row.cost_id].append(row)
    newest = settled[-1]
    found = split_of(newest, by_cost[newest.pk])
    words = {"own": Money(found.own, newest.currency), "gap": Money(found.gap, newest.currency)}
    text = _("I pay %(own)s.") % words
    if found.gap:
        text += " " + _("%(gap)s nobody pays yet.") % words
    href = address("choice:costs", participant.key)
    return StartFact(StartState.DONE, text, href, str(_("What it costs me")))
