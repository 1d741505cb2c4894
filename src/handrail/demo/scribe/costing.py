"""What chosen programmes cost: the sliding scale, a price, who pays."""

from handrail.catalogue.rules import Payer, PriceBasis
from handrail.choice import actions
from handrail.choice.actions import CostFacts, FundingFacts
from handrail.choice.models import Cost, FeeBand
from handrail.demo.journal import Entry, cast
from handrail.demo.scribe.programmes import on_day
from handrail.demo.scribe.stage import Stage
from handrail.intake.actions import choices
from handrail.intake.models import Enrolment
from handrail.intake.rules import EnrolmentRank, EnrolmentStatus

# A past programme met so often, once a week; what a meeting cost in all and, for two of three, the person, in cents.
FEWEST_MEETINGS, A_MEETING, OWN = 10, 2_000, 200


def scale(stage: Stage, entry: Entry) -> None:
    """Write the agency's sliding scale: incomes in whole units, shares in basis points."""
    for low, high, share in entry.facts["lines"]:
        actions.add_fee_band(
            organisation=stage.organisation,
            income_from_minor=low * 100,
            income_to_minor=None if high is None else high * 100,
            share=share,
            by=stage.viewer(entry.by, entry.day),
        )


def price(stage: Stage, entry: Entry) -> None:
    """Write down what the person's choice of a rank costs, with the line of the scale that begins at an income."""
    facts = entry.facts
    chosen = Enrolment.objects.select_related("offer").get(
        participant=stage.people[entry.story], rank=facts["rank"], to_on__isnull=True
    )
    offer = chosen.offer
    if offer is None:
        raise ValueError(f"{entry.story} has no offer of that rank on day {entry.day}.")
    line = FeeBand.objects.get(organisation=stage.organisation, income_from_minor=facts["income"] * 100)
    row = actions.set_cost(
        enrolment=chosen,
        facts=CostFacts(
            price_minor=offer.price_minor,
            currency=offer.currency,
            basis=PriceBasis(offer.price_basis),
            from_on=stage.day(entry.day),
            band=line,
            instalments=facts.get("instalments", 1),
            gap_owner=facts["gap_owner"],
        ),
        by=stage.viewer(entry.by, entry.day),
    )
    stage.keep(entry, "price", "", row)


def payer(stage: Stage, entry: Entry) -> None:
    facts = entry.facts
    row: Cost = stage.found(entry, "price", "")
    actions.add_funding(
        cost=row,
        facts=FundingFacts(
            kind=Payer(facts["kind"]),
            name=facts["name"],
            currency=row.currency,
            share=facts.get("share"),
            most_minor=facts.get("most_minor"),
            from_on=row.from_on,
            to_on=stage.day(facts["until"]) if "until" in facts else None,
        ),
        is_agreed=facts.get("agreed", True),
        by=stage.viewer(entry.by, entry.day),
    )


def settle_past(stage: Stage) -> None:
    """
    Let the first neighbours have taken part in one programme long ago, and write down what it really cost.

    Enough of them that its page says a figure; of the other programmes there are too few.
    """
    past = cast()["settled"]
    told = {person.pk for person in stage.people.values()}
    taken = Enrolment.objects.filter(organisation=stage.organisation, programme_type=past["programme"])
    rows = Enrolment.objects.filter(
        organisation=stage.organisation,
        rank=EnrolmentRank.PRIMARY,
        from_on__lte=stage.day(past["until"]),
    ).exclude(participant__in=told | set(taken.values_list("participant_id", flat=True)))
    earliest = rows.order_by("from_on", "participant__sort_key")[: past["people"]]
    for number, one in enumerate(earliest):
        _take_part(stage, one, past["programme"], number)


def _take_part(stage: Stage, first: Enrolment, programme: str, number: int) -> None:
    asked, meetings = (first.from_on - stage.today).days, FEWEST_MEETINGS + number
    row = on_day(
        stage,
        asked,
        choices.enrol,
        participant=first.participant,
        programme_type=programme,
        rank=EnrolmentRank.ALSO,
    )
    on_day(stage, asked + 7, choices.start_enrolment, enrolment=row)
    ended = asked + 7 * (meetings + 2)
    on_day(stage, ended, choices.end_enrolment, enrolment=row, to=EnrolmentStatus.FINISHED)
    bill = {"total_minor": meetings * A_MEETING, "own_minor": meetings * OWN * (number % 3 > 0)}
    on_day(
        stage,
        ended + 10,
        actions.settle_cost,
        "dana",
        enrolment=row,
        currency=stage.organisation.currency,
        **bill,
    )


HANDLERS = {"scale": scale, "price": price, "payer": payer}
