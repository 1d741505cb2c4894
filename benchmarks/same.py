"""
Measures the search for the same person before a record is made, in a place of any size; prints what it found.

The database holds people and their keys alone, and is made anew. The search is the whole action, with its event.
"""

import argparse
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import place
from benchmarks.run import machine, told

REACH_MS = 20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--calls", type=int, default=400)
    wanted = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="handrail-bench-"))
    folder.chmod(0o755)
    try:
        with place.environment(wanted.database, folder) as variables:
            size = ["--people", str(wanted.people), "--calls", str(wanted.calls)]
            found = told(["benchmarks.known", *size], variables)
    finally:
        place.drop(folder)
    wall, cpu = found["wall_ms"], found["cpu_ms"]
    print(f"{wanted.database}, {found['people']:,} people, {found['keys']:,} keys, {machine()}")
    print(f"time  p50 {wall['p50']} ms, p95 {wall['p95']} ms, most {wall['most']} ms (reach {REACH_MS} ms)")
    print(
        f"CPU   p50 {cpu['p50']} ms, p95 {cpu['p95']} ms; {found['found']} of {found['calls']} found somebody"
    )


if __name__ == "__main__":
    main()
