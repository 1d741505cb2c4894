"""Measures the pages of one database in this process and prints JSON."""

import argparse
import json
import resource
import statistics
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from datetime import time as clock_time
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import django

django.setup()

from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection, transaction
from django.template.backends.jinja2 import Template

from benchmarks.load import TODAY, ZONE
from benchmarks.pages import PAGES, Call, Page
from handrail.accounts.models import User
from handrail.base import clock
from handrail.people.models import Participant
from handrail.practice.models import Session

WARM_UP = 20
FEWEST = 20  # fewer measured calls say nothing
ALONE = 20  # calls whose statements and templates are measured on their own
BETWEEN = (request_started, request_finished)
Statement = tuple[str, Any]


def cpu_ms(work: Callable[[], Any]) -> float:
    """Return the CPU milliseconds that this process spends on ``work``."""
    before = time.process_time()
    work()
    return (time.process_time() - before) * 1000


def _send(call: Call) -> None:
    answer = call.browser.send(call.method, call.address, call.body)
    if answer.status not in (200, 302):
        raise SystemExit(f"{call.address} answered {answer.status}: {answer.text[:400]}")
    if call.method == "POST" and answer.status != 302:
        raise SystemExit(f"{call.address} did not take the form: {answer.text[:4000]}")


class Ear:
    """Hears every statement and every template of a request."""

    def __init__(self) -> None:
        self.statements: list[Statement] = []
        self.rendered: list[tuple[Template, Any, Any]] = []

    def statement(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK TO")):
            self.statements.append((sql, list(params) if many else params))
        return execute(sql, params, many, context)

    def listen(self, call: Call) -> None:
        """Send ``call`` and undo what it wrote, so that its statements can be run again."""
        ear, render = self, Template.render

        def heard(template: Template, context: Any = None, request: Any = None) -> str:
            ear.rendered.append((template, context, request))
            return render(template, context, request)

        Template.render = heard
        # Between requests Django lets go of a connection that stands in a transaction; here it shall stand.
        for signal in BETWEEN:
            signal.disconnect(close_old_connections)
        try:
            with transaction.atomic(), connection.execute_wrapper(self.statement):
                _send(call)
                transaction.set_rollback(True)
        finally:
            Template.render = render
            for signal in BETWEEN:
                signal.connect(close_old_connections)


def again(statements: list[Statement]) -> None:
    """Run the same statements by a bare cursor of the driver in one transaction that is undone."""
    bare = connection.connection.cursor()
    bare.execute("BEGIN")
    for sql, params in statements:
        if isinstance(params, list) and params and isinstance(params[0], tuple | list):
            bare.executemany(sql, params)
        else:
            bare.execute(sql, params or ())
        if bare.description:
            bare.fetchall()
    bare.execute("ROLLBACK")
    bare.close()


def as_driver(statements: list[Statement]) -> list[Statement]:
    """Return the statements as the driver of this database wants them."""
    if connection.vendor == "postgresql":
        return statements
    return [(sql.replace("%s", "?").replace("%%", "%"), params) for sql, params in statements]


def _alone(calls: list[Call]) -> tuple[list[float], list[float], list[int]]:
    """Return the CPU of the statements, that of the template, and the number of statements, for each call."""
    sql, template, counts = [], [], []
    for call in calls:
        ear = Ear()
        ear.listen(call)
        statements = as_driver(ear.statements)
        counts.append(len(statements))
        again(statements)
        sql.append(min(cpu_ms(partial(again, statements)) for _ in range(3)))
        if ear.rendered:
            found, context, request = ear.rendered[0]
            template.append(min(cpu_ms(partial(found.render, context, request)) for _ in range(3)))
    return sql, template, counts


def _figures(page: Page, count: int) -> dict[str, Any] | None:
    """Return what a page costs; None, with a sentence, when this place has too few people to ask about."""
    wanted = count + WARM_UP + ALONE
    calls = list(page.calls(TODAY, wanted))
    if len(calls) < ALONE + WARM_UP + FEWEST:
        print(
            f"{page.name}: only {len(calls)} calls can be made here; it is left out. Measure with more people."
        )
        return None
    if len(calls) < wanted:
        print(
            f"{page.name}: {len(calls) - ALONE - WARM_UP} calls are measured instead of {count}; there are no more."
        )
    alone, calls = calls[:ALONE], calls[ALONE:]
    for call in calls[:WARM_UP]:
        _send(call)
    cpu, wall = [], []
    for call in calls[WARM_UP:]:
        begun = time.perf_counter()
        cpu.append(cpu_ms(partial(_send, call)))
        wall.append((time.perf_counter() - begun) * 1000)
    sql, template, counts = _alone(alone)
    quantiles = statistics.quantiles(cpu, n=20)
    median = statistics.median(cpu)
    return {
        "page": page.name,
        "reach_cpu_ms": page.reach,
        "calls": len(cpu),
        "cpu_ms": {"p50": round(median, 2), "p95": round(quantiles[18], 2), "least": round(min(cpu), 2)},
        "wall_ms": {
            "p50": round(statistics.median(wall), 2),
            "p95": round(statistics.quantiles(wall, n=20)[18], 2),
        },
        "queries": {"fewest": min(counts), "most": max(counts)},
        "same_sql_ms": round(statistics.median(sql), 2),
        "same_template_ms": round(statistics.median(template), 2) if template else None,
        "times_sql_and_template": round(
            median / (statistics.median(sql) + (statistics.median(template) if template else 0)), 2
        ),
    }


def _yardstick() -> dict[str, float]:
    """Return two figures to compare machines by: a million additions, and one row fetched by its key."""
    key = User.objects.values_list("pk", flat=True)[0]
    loops = [cpu_ms(lambda: sum(range(1_000_000))) for _ in range(20)]
    rows = [cpu_ms(lambda: User.objects.get(pk=key)) for _ in range(100)]
    return {
        "million_additions_ms": round(statistics.median(loops), 2),
        "one_row_by_key_ms": round(statistics.median(rows), 3),
    }


def _round(pages: list[Page], calls: int) -> list[dict[str, Any]]:
    found = []
    for page in pages:
        figures = _figures(page, calls)
        if figures:
            found.append(figures)
            print(json.dumps(figures), flush=True)
    return found


def _quietest(rounds: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the round in which others disturbed the page least, with what the page cost in each."""
    best = min(rounds, key=lambda one: one["cpu_ms"]["p50"])
    return {**best, "p50_of_rounds": [one["cpu_ms"]["p50"] for one in rounds]}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--calls", type=int, default=100)
    parser.add_argument("--only", default="")
    parser.add_argument("--rounds", type=int, default=6)
    wanted = parser.parse_args()
    # Each run stands at another minute of the day, so that no look of an earlier run is taken for one of its own.
    since = timedelta(seconds=int(time.time()) % (9 * 3600))
    clock.run_from(datetime.combine(TODAY, clock_time(8), ZoneInfo(ZONE)) + since)
    pages = [page for page in PAGES if wanted.only.casefold() in page.name.casefold()]
    of_page: dict[str, list[dict[str, Any]]] = {}
    for _number in range(wanted.rounds):
        for figures in _round(pages, wanted.calls):
            of_page.setdefault(figures["page"], []).append(figures)
    found = [_quietest(rounds) for rounds in of_page.values()]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    size: dict[str, Any] = {
        "yardstick": _yardstick(),
        "people": Participant.objects.count(),
        "sessions": Session.objects.count(),
    }
    print(json.dumps({**size, "pages": found, "peak_mib": round(peak)}))


if __name__ == "__main__":
    main()
