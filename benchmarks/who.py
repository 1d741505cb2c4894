"""
Measures what it costs to ask who may see what, in places of several sizes, and writes what it found.

Each size is a place of its own, filled once by the bulk loader with few meetings for each person; ``--keep`` names a
folder in which the databases stay. A million people (``--sizes 10000 100000 1000000``) take the loader hours; with
``--records`` a place holds people and whom each record is open to, and nothing else, and takes minutes.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import place
from benchmarks.run import machine, told

SESSIONS_EACH = 5  # the loader makes no life with fewer
GROWTH = 1.3
RECORDS = "\nThe places hold people and the relations that open their records, and nothing else."
TITLES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def _one(name: str, size: int, folder: Path, wanted: argparse.Namespace) -> dict[str, Any]:
    with place.environment(name, folder / str(size)) as variables:
        lives = ["benchmarks.load", "--people", str(size), "--sessions", str(size * SESSIONS_EACH)]
        told(["benchmarks.records", "--people", str(size)] if wanted.records else lives, variables)
        rounds = ["--calls", str(wanted.calls), "--rounds", str(wanted.rounds)]
        return told(["benchmarks.opened", *rounds], variables)


def _mark(value: float, reach: float) -> str:
    return f"**{value:.2f}**" if value > reach else f"{value:.2f}"


def _lists(sizes: dict[str, Any]) -> Iterator[str]:
    """Yield the table of lists; a figure beyond its reach stands in bold, also how it grew from the smallest place."""
    yield "| people | who asks | shown | reach | SQL p50 | SQL p95 | times the smallest | CPU p50 | CPU p95 |"
    yield "|--:|---|--:|--:|--:|--:|--:|--:|--:|"
    first = next(iter(sizes.values()))["lists"]
    for found in sizes.values():
        for name, one in found["lists"].items():
            sql, cpu = one["sql_wall_ms"], one["cpu_ms"]
            grown = sql["p50"] / first[name]["sql_wall_ms"]["p50"]
            cells = [f"{found['people']:,}", name, str(one["most_shown"]), f"≤ {one['reach_ms']:g}"]
            cells += [_mark(sql["p50"], one["reach_ms"]), f"{sql['p95']:.2f}", _mark(grown, GROWTH)]
            cells += [f"{cpu[part]:.2f}" for part in ("p50", "p95")]
            yield f"| {' | '.join(cells)} |"


def _looks(sizes: dict[str, Any]) -> Iterator[str]:
    yield "\n| people | looks of | reach | CPU p50 | CPU p95 | with the commit p50 | p95 |"
    yield "|--:|---|--:|--:|--:|--:|--:|"
    for found in sizes.values():
        for name, one in found["looks"].items():
            own, whole = one["cpu_ms"], one["cpu_ms_with_commit"]
            cells = [f"{found['people']:,}", name, f"≤ {one['reach_cpu_ms']:g}"]
            cells += [_mark(own["p50"], one["reach_cpu_ms"])]
            yield f"| {' | '.join([*cells, *(f'{value:.2f}' for value in (own['p95'], whole['p50'], whole['p95']))])} |"


def page_of(found: dict[str, Any]) -> str:
    """Return the page; figures beyond their reach stand in bold."""
    lines = [
        "# What it costs to ask who may see what",
        "",
        f"Measured on {found['date']} on {found['machine']}, by `script/bench who`. It is no test.",
        "",
        "Milliseconds. *SQL* is the time of the statements of one page of the people list through `visible_to`, by a "
        "bare cursor; *CPU* is what the process computes for the same page as rows. Looks are written after a page, in "
        "one transaction; the commit stands apart, since its cost is the disk’s. The quietest round counts. **Bold** "
        f"figures miss their reach, or grew to more than {GROWTH} times those of the smallest place.",
        *([RECORDS] if found.get("records") else []),
    ]
    for name, sizes in found["databases"].items():
        lines += [f"\n## {TITLES[name]}\n", *_lists(sizes), *_looks(sizes)]
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=[10_000, 100_000], help="people in each place"
    )
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--records", action="store_true", help="people and relations alone")
    parser.add_argument("--calls", type=int, default=100, help="measured calls in each round")
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--out", type=Path, default=ROOT / "docs/reference/who-may-see-cost.json")
    parser.add_argument("--keep", type=Path, help="folder in which the filled databases stay")
    parser.add_argument("--date", default=date.today().isoformat())
    wanted = parser.parse_args()
    folder = wanted.keep or Path(tempfile.mkdtemp(prefix="handrail-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    names = ["sqlite", "postgresql"] if wanted.database == "both" else [wanted.database]
    before = json.loads(wanted.out.read_text()) if wanted.out.exists() else {}
    try:
        measured = {
            name: {str(size): _one(name, size, folder, wanted) for size in sorted(wanted.sizes)}
            for name in names
        }
    finally:
        if not wanted.keep:
            place.drop(folder)
    databases = {**before.get("databases", {}), **measured}
    found = {
        "date": wanted.date,
        "machine": machine(),
        "records": wanted.records,
        "databases": databases,
    }
    wanted.out.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n")
    wanted.out.with_suffix(".md").write_text(page_of(found))


if __name__ == "__main__":
    main()
