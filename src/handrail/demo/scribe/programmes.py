"""What the agency offers of the nine, who chose what of it, and what they tell."""

from datetime import time, timedelta
from typing import Any

from handrail.access import Viewer
from handrail.base import clock
from handrail.catalogue import actions as catalogue
from handrail.catalogue.actions import OfferFacts
from handrail.catalogue.rules import PriceBasis
from handrail.demo.journal import Entry, cast, clock_time
from handrail.demo.scribe.stage import Stage
from handrail.intake.actions import choices
from handrail.intake.models import Enrolment
from handrail.intake.rules import EnrolmentRank, EnrolmentStatus

LISTS = ("days", "modes", "languages", "payers")
# A neighbour who had a place asked on a day, began a week later, and left after two months.
BEGAN_AFTER, STAYED = 7, 60
ASKED_BEFORE = 330


def make_offers(stage: Stage, by: Viewer) -> None:
    """Let the agency offer one programme of each of the nine types."""
    for row in cast()["offers"]:
        facts = {name: row[name] for name in ("title", "place", "run_by", "capacity", "staff_needed")}
        stage.offers[row["key"]] = catalogue.add_offer(
            organisation=stage.organisation,
            programme_type=row["programme"],
            facts=OfferFacts(
                **facts,
                **{name: tuple(row[name]) for name in LISTS},
                site=stage.sites[row["site"]],
                begins=clock_time(row["begins"]) if "begins" in row else None,
                ends=clock_time(row["ends"]) if "ends" in row else None,
                price_minor=row["price_minor"],
                price_basis=PriceBasis(row["price_basis"]),
                own_share_minor=row.get("own_share_minor"),
                price_words=row["price_words"],
                open_from=by.today,
            ),
            by=by,
        )


def choose(stage: Stage, entry: Entry) -> None:
    facts = entry.facts
    choices.choose_offer(
        participant=stage.people[entry.story],
        offer=stage.offers[facts["offer"]],
        rank=EnrolmentRank(facts["rank"]),
        mix=facts.get("mix", []),
        reason=facts.get("reason", ""),
        by=stage.viewer(entry.by, entry.day),
    )


def begins(stage: Stage, entry: Entry) -> None:
    """Begin the programme of that rank; the person's meetings are part of their first choice from then on."""
    row = Enrolment.objects.get(
        participant=stage.people[entry.story], rank=entry.facts["rank"], to_on__isnull=True
    )
    choices.start_enrolment(enrolment=row, by=stage.viewer(entry.by, entry.day))
    if row.rank == EnrolmentRank.PRIMARY:
        stage.programmes[entry.story] = row.programme_type


def tells(stage: Stage, entry: Entry) -> None:
    choices.tell_story(
        participant=stage.people[entry.story],
        programme_type=entry.facts["programme"],
        words=entry.facts["words"],
        shown_as=entry.facts["shown_as"],
        by=stage.viewer(entry.by, entry.day),
    )


def fill_offers(stage: Stage) -> None:
    """Give neighbours the places that the cast says: some had one and left, some have one or wait."""
    told = {person.pk for person in stage.people.values()}
    for row in cast()["offers"]:
        wanted = row["ended"] + row["asked"]
        rows = Enrolment.objects.filter(
            organisation=stage.organisation,
            programme_type=row["programme"],
            rank=EnrolmentRank.PRIMARY,
            status=EnrolmentStatus.CHOSEN,
            offer=None,
        ).exclude(participant__in=told)
        for number, one in enumerate(rows.order_by("from_on", "participant__sort_key")[:wanted]):
            _place(stage, one, row["key"], leaves=number < row["ended"])


def _place(stage: Stage, row: Enrolment, offer: str, *, leaves: bool) -> None:
    asked = max((row.from_on - stage.today).days, -ASKED_BEFORE)
    chosen = on_day(
        stage,
        asked,
        choices.choose_offer,
        participant=row.participant,
        offer=stage.offers[offer],
        rank=EnrolmentRank.PRIMARY,
    )
    if chosen.status == EnrolmentStatus.WAITING:
        return
    began = min(asked + BEGAN_AFTER, -1)
    on_day(stage, began, choices.start_enrolment, enrolment=chosen)
    if leaves:
        left = min(began + STAYED, -1)
        on_day(stage, left, choices.end_enrolment, enrolment=chosen, to=EnrolmentStatus.FINISHED)


def on_day(stage: Stage, offset: int, act: Any, who: str = "", **facts: Any) -> Any:
    """Let somebody of the team, or the operator, act on a day, with the clock held there."""
    with clock.clock_at(stage.instant(offset, time(9)), timedelta(milliseconds=7)):
        return act(by=stage.viewer(who, offset), **facts)


HANDLERS = {"choose": choose, "begins": begins, "tells": tells}
