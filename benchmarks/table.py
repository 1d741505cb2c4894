"""Writes what was measured as a page for people."""

from collections.abc import Iterator
from typing import Any

TITLES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
COLUMNS = (
    *("page", "reach", "CPU p50", "p50 of rounds", "CPU p95", "time p50", "time p95"),
    *("statements", "same SQL", "same template", "ours ÷ both"),
)
HEAD = f"| {' | '.join(COLUMNS)} |\n|---|{'--:|' * (len(COLUMNS) - 1)}"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"


def _statements(queries: dict[str, int]) -> str:
    fewest, most = queries["fewest"], queries["most"]
    return f"{fewest}" if fewest == most else f"{fewest}–{most}"


def _row(page: dict[str, Any]) -> str:
    reach, cpu, wall = page["reach_cpu_ms"], page["cpu_ms"], page["wall_ms"]
    missed = reach is not None and cpu["p50"] > reach
    cells = [
        page["page"],
        "–" if reach is None else f"≤ {reach:g}",
        f"**{_number(cpu['p50'])}**" if missed else _number(cpu["p50"]),
        " · ".join(_number(one) for one in page["p50_of_rounds"]),
        _number(cpu["p95"]),
        _number(wall["p50"]),
        _number(wall["p95"]),
        _statements(page["queries"]),
        _number(page["same_sql_ms"]),
        _number(page["same_template_ms"]),
        f"{page['times_sql_and_template']:.1f}",
    ]
    return f"| {' | '.join(cells)} |"


def _database(name: str, found: dict[str, Any]) -> Iterator[str]:
    load = found.get("load") or {}
    yield f"\n## {TITLES[name]}\n"
    yield f"{found['people']:,} people, {found['sessions']:,} sessions."
    if load.get("rows"):
        yield (
            f"The bulk loader wrote {load['rows']:,} rows in {load['seconds'] / 60:.0f} minutes "
            f"({load['cpu_seconds'] / 60:.0f} minutes of CPU) with at most {load['peak_mib']} MiB of memory."
        )
    stick = found["yardstick"]
    yield f"Peak memory while measuring: {found['peak_mib']} MiB."
    yield (
        f"To compare machines by: a million additions {stick['million_additions_ms']:.1f} ms, one row fetched by its "
        f"key through Django {stick['one_row_by_key_ms']:.2f} ms.\n"
    )
    yield HEAD
    yield from (_row(page) for page in found["pages"])
    if found.get("serve"):
        serve = found["serve"]
        yield (
            f"\n`handrail serve`: {serve['seconds_to_first_page']} s from the start to the first page (reach 1 s); "
            f"after 40 pages {serve['web_mib']} MiB for the web server with its two workers (reach 150 MiB) and "
            f"{serve['proportional_mib']} MiB with the work loop, in {serve['processes']} processes, shared memory "
            f"counted once ({serve['resident_mib']} MiB resident)."
        )


def page_of(told: dict[str, Any]) -> str:
    """Return the page; figures beyond their reach stand in bold."""
    lines = [
        "# Performance",
        "",
        f"Measured on {told['date']} on {told['machine']}, by `script/bench`. It is no test: no figure fails a build.",
        "",
        "All figures are milliseconds. *CPU* is the time that the application's process computes for one request, "
        "through every middleware, with a real session; each call is about another person. A page has its calls in "
        "rounds, about a minute apart, on a machine whose speed others change by half: the quietest round counts, and "
        "all stand beside it. *Time* is what passed. *Same SQL* runs the statements of the page again by a bare "
        "cursor of the driver. *Same template* renders the page's template again on ready data. The last column says "
        "how many times the two together a page costs: what the framework and we add. **Bold** figures miss their "
        "reach.",
    ]
    for name, found in told["databases"].items():
        lines += _database(name, found)
    if told.get("remarks"):
        lines += ["", "## What costs", "", told["remarks"]]
    return "\n".join(lines) + "\n"
