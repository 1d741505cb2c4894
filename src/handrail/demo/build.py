"""Makes the demo: the same seed and day give the same database."""

from collections.abc import Callable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from handrail.access import Role, Viewer
from handrail.accounts import actions as accounts
from handrail.accounts.rules import JobTitle
from handrail.base import clock, ids
from handrail.base.words import _
from handrail.demo import neighbours as simulated
from handrail.demo.journal import cast, in_order
from handrail.demo.scribe import HANDLERS, Stage, community
from handrail.demo.scribe.costing import settle_past
from handrail.demo.scribe.programmes import fill_offers, make_offers
from handrail.demo.shared import list_employers

SEED = 20
TODAY = date(2026, 10, 20)
NEIGHBOURS = 60
# The team was there before the first story begins.
TEAM_SINCE = 760

Progress = Callable[[str, int, int], None]


def build(
    *,
    seed: int = SEED,
    today: date = TODAY,
    neighbours: int = NEIGHBOURS,
    progress: Progress = lambda what, done, total: None,
) -> Stage:
    """
    Make the demo agency in an empty database: story people through actions, neighbours by the bulk loader.

    ``progress(what, done, total)`` is told how far it is. Raises DomainError when the database is set up already.
    """
    with ids.seeded(seed):
        stage = _open_agency(seed, today)
        community.directory(stage)
        entries = in_order()
        total = len(entries) + neighbours
        for number, entry in enumerate(entries, start=1):
            with stage.at(entry):
                HANDLERS[entry.do](stage, entry)
            progress(str(_("Stories")), number, total)
        simulated.load(stage, count=neighbours, seed=seed)
        fill_offers(stage)
        settle_past(stage)
        progress(str(_("Neighbours")), total, total)
    return stage


def _open_agency(seed: int, today: date) -> Stage:
    rows = cast()
    agency = rows["agency"]
    zone = ZoneInfo(agency["zone"])
    since = date.fromordinal(today.toordinal() - TEAM_SINCE)
    with clock.clock_at(datetime.combine(since, time(9), zone)):
        by = Viewer.operator("demo", today=since, zone=agency["zone"])
        accounts.make_installation(by=by, is_demo=True, demo_seed=seed, demo_today=today)
        organisation = accounts.found_organisation(by=by, **agency)
        stage = Stage(organisation=organisation, today=today)
        by = stage.operator(-TEAM_SINCE)
        for row in rows["sites"]:
            key = row["key"]
            facts = {name: value for name, value in row.items() if name != "key"}
            stage.sites[key] = accounts.open_site(organisation=organisation, by=by, **facts)
        for row in [*rows["team"], *rows["family"]]:
            role = Role(row.get("role", Role.FAMILY))
            user = accounts.add_member(
                organisation=organisation,
                sign_in_name=row["key"],
                name=row["name"],
                role=role,
                job_title=JobTitle(row.get("job_title", "")),
                site=stage.sites.get(row.get("site", "")),
                phone=row.get("phone", ""),
                email=row.get("email"),
                by=by,
            )
            stage.users[row["key"]] = (user, role)
        make_offers(stage, by)
        list_employers(by=by)
    return stage
