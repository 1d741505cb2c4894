"""
Measures how many sets of answers one core scores in a second, and writes what it found.

The answers are drawn by a fixed seed from the counts of NHANES 2017–2018, so that most are 0 as among people; one
set in ten has gaps. What is timed is the whole way: looking at each answer, every score, what is missing, safety.
"""

import argparse
import json
import random
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from benchmarks.run import machine
from handrail.measures.definitions import instruments, scorer

REACH = 50_000  # sets of PHQ-9 a second
ROUNDS = 5
# How often 0, 1, 2, 3 were answered to the nine questions, of about 5,090 people each (public domain).
COUNTS = {
    "interest": (3792, 816, 280, 198),
    "mood": (3865, 831, 224, 167),
    "sleep": (3119, 1141, 383, 443),
    "energy": (2584, 1612, 457, 432),
    "appetite": (3812, 778, 276, 221),
    "self_worth": (4237, 575, 147, 124),
    "concentration": (4241, 517, 156, 172),
    "psychomotor": (4541, 328, 120, 95),
    "self_harm_thoughts": (4893, 136, 32, 24),
}
SHARE_WITH_GAPS = 0.1


def _drawn(key: str, count: int, draw: random.Random) -> list[dict[str, Any]]:
    sets = []
    for _ in range(count):
        answers = {
            item.key: draw.choices(sorted(item.values), COUNTS.get(item.key) if key == "phq9" else None)[0]
            for item in instruments()[key].items
            if item.counts
        }
        if draw.random() < SHARE_WITH_GAPS:
            answers[draw.choice(list(answers))] = None
        sets.append(answers)
    return sets


def measured(key: str, count: int) -> dict[str, Any]:
    """Return sets a second of one core's time: the middle of several rounds, and the slowest."""
    score, sets = scorer(key), _drawn(key, count, random.Random(20_261_020))
    rounds = []
    for _ in range(ROUNDS):
        began = time.process_time()
        for answers in sets:
            score(answers)
        rounds.append(count / (time.process_time() - began))
    rounds.sort()
    return {"sets": count, "a_second": round(rounds[ROUNDS // 2]), "slowest_round": round(rounds[0])}


def page_of(found: dict[str, Any]) -> str:
    """Return what was found as a page."""
    rows = [
        f"| {instruments()[key].name} | {one['a_second']:,} | {one['slowest_round']:,} |"
        for key, one in found["instruments"].items()
    ]
    head = [
        "# Scoring, measured",
        "",
        f"Made by `script/bench scores` on {found['date']}: {found['machine']}. "
        f"Sets of answers that one core scores in a second, the middle and the slowest of {ROUNDS} rounds. "
        f"Reach: {REACH:,} sets of PHQ-9.",
        "",
        "| instrument | sets a second | slowest round |",
        "|---|--:|--:|",
    ]
    return "\n".join([*head, *rows]) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=int, default=100_000)
    parser.add_argument("--instruments", nargs="+", default=["phq9", "gad7", "paradise24", "ons4"])
    parser.add_argument("--out", type=Path, default=ROOT / "docs/reference/scoring.json")
    parser.add_argument("--date", default=date.today().isoformat())
    wanted = parser.parse_args()
    page = {
        "date": wanted.date,
        "machine": machine(),
        "instruments": {key: measured(key, wanted.sets) for key in wanted.instruments},
    }
    wanted.out.write_text(json.dumps(page, indent=1, ensure_ascii=False) + "\n")
    wanted.out.with_suffix(".md").write_text(page_of(page))


if __name__ == "__main__":
    main()
