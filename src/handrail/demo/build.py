"""Making the demo: an invented agency, through actions, with a seeded clock and seeded ids."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from handrail.access import Role, Viewer
from handrail.accounts import actions as accounts
from handrail.base import clock, ids
from handrail.demo.day import MORNING

ZONE = "Europe/Berlin"


def build(*, seed: int, today: date, neighbours: int, progress: Callable[..., None]) -> None:
    """Fill an empty database with the demo; ``progress(what, done, total)`` is told how far it is."""
    start = datetime.combine(today - timedelta(days=90), MORNING, ZoneInfo(ZONE))
    with ids.seeded(seed), clock.clock_at(start, tick=timedelta(seconds=1)):
        by = Viewer.system("demo", today=start.date(), zone=ZONE)
        progress("Riverside opens", 0, 1)
        accounts.make_installation(by=by, is_demo=True, demo_seed=seed, demo_today=today)
        place = accounts.found_organisation(
            name="Riverside", zone=ZONE, language="en", currency="EUR", country="DE", by=by
        )
        accounts.add_member(
            organisation=place,
            sign_in_name="administrator",
            name="Alex Weber",
            role=Role.ADMINISTRATOR,
            by=by,
        )
