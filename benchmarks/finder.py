"""
Measures the finder over many programmes: CPU of weighing them all, and of the whole page's reads, in milliseconds.

The reach is 10 ms for 500 programmes. Everything is asked that reads least and that reads most.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

REACH_MS = 10


def cpu_ms(work: Callable[[], object], calls: int) -> dict[str, float]:
    """Return median and 95th percentile of the CPU that a call takes, after ten that do not count."""
    for _warm in range(10):
        work()
    found = []
    for _call in range(calls):
        before = time.process_time()
        work()
        found.append((time.process_time() - before) * 1000)
    found.sort()
    return {"p50": round(statistics.median(found), 2), "p95": round(found[int(len(found) * 0.95)], 2)}


def fill(programmes: int) -> None:
    """Offer so many programmes at one place, of the nine types in turn."""
    from handrail.access import Viewer
    from handrail.accounts import actions as accounts
    from handrail.catalogue.definitions import programme_types
    from handrail.catalogue.models import Offer

    today = date(2026, 10, 20)
    by = Viewer.operator("bench", organisation_id=None, today=today)
    place = accounts.found_organisation(
        name="Bench", zone="Europe/Berlin", language="en", currency="EUR", by=by
    )
    kinds = programme_types()
    modes = ("in_person", "in_person online", "at_home phone", "online")
    Offer.objects.bulk_create(
        Offer(
            organisation=place,
            programme_type=kinds[number % len(kinds)].code,
            title=f"Programme {number:04}",
            run_by="Somebody" if number % 2 else "",
            capacity=8,
            modes=modes[number % len(modes)],
            languages="en de",
            price_minor=(number % 7) * 1_000,
            currency="EUR",
            price_basis="free" if number % 7 == 0 else "month",
            own_share_minor=0 if number % 3 == 0 else None,
            payers="health employer",
            open_from=today,
        )
        for number in range(programmes)
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programmes", type=int, default=500)
    parser.add_argument("--calls", type=int, default=200)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="handrail-bench-") as home:
        os.environ.update(HANDRAIL_HOME=home, DJANGO_SETTINGS_MODULE="handrail.web.settings")
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        fill(wanted.programmes)
        from handrail.choice import queries
        from handrail.choice.definitions import book
        from handrail.choice.rules.finder import Asked

        known = book()
        little = Asked(("work",), ("transport",))
        everything = Asked(tuple(known.wishes), tuple(known.obstacles), tuple(known.preferences))
        found = {
            "programmes": wanted.programmes,
            "reach_ms": REACH_MS,
            "weigh, one wish and one obstacle": cpu_ms(lambda: queries.weighed(None, little), wanted.calls),
            "weigh, everything that can be said": cpu_ms(
                lambda: queries.weighed(None, everything), wanted.calls
            ),
            "whole page, one wish and one obstacle": cpu_ms(
                lambda: queries.finder_page(None, little), wanted.calls
            ),
            "whole page, everything that can be said": cpu_ms(
                lambda: queries.finder_page(None, everything), wanted.calls
            ),
        }
        print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
