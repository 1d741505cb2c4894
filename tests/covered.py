"""
Compares a coverage report with what the house asks for; ``script/test --full`` calls it.

``python -m tests.covered REPORT.json`` says what is missing and ends with status 1 when anything is.
``--raise`` writes higher figures into ``tests/coverage.yaml`` where the report has them, and never a lower one.
"""

import json
import re
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import yaml

ASKED = Path(__file__).with_name("coverage.yaml")
DECIDING = re.compile(r"/(rules|queries|actions|holdings|duplicates)(\.py$|/)")
PACKAGE = re.compile(r"src/handrail/(\w+)/")


def _counts(summary: dict[str, Any]) -> tuple[int, int]:
    """Return how many lines and branches were run, and how many there are."""
    run = summary["covered_lines"] + summary["covered_branches"]
    return run, summary["num_statements"] + summary["num_branches"]


def by_package(report: dict[str, Any]) -> dict[str, float]:
    """Return the share of lines and branches run in each package, in per cent."""
    totals: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for path, file in report["files"].items():
        found = PACKAGE.search(path)
        if found:
            for place, count in enumerate(_counts(file["summary"])):
                totals[found[1]][place] += count
    return {name: 100 * run / total if total else 100.0 for name, (run, total) in sorted(totals.items())}


def missing(report: dict[str, Any], asked: dict[str, Any]) -> list[str]:
    """Return a sentence for each file and package that is below what is asked."""
    said = []
    for path, file in sorted(report["files"].items()):
        run, total = _counts(file["summary"])
        if DECIDING.search(path) and 100 * run < asked["deciding"] * total:
            lines, branches = file["missing_lines"], file["missing_branches"]
            said.append(f"{path}: {total - run} not run. Lines {lines}, branches {branches}.")
    for name, share in by_package(report).items():
        if name not in asked["packages"]:
            said.append(f"{name}: {share:.1f} %. It has no figure in {ASKED.name}; --raise writes it.")
        elif share < asked["packages"][name]:
            said.append(f"{name}: {share:.1f} %, asked are {asked['packages'][name]} %.")
    return said


def raised(report: dict[str, Any], asked: dict[str, Any]) -> dict[str, int]:
    """Return the figures of packages, each as high as it was or as the report is, whole per cent."""
    found = {name: int(share) for name, share in by_package(report).items()}
    names = sorted({*found, *asked["packages"]})
    return {name: max(found.get(name, 0), asked["packages"].get(name, 0)) for name in names}


def _write(figures: dict[str, int]) -> None:
    head = ASKED.read_text(encoding="utf-8").split("packages:\n")[0]
    rows = "".join(f"  {name}: {figure}\n" for name, figure in figures.items())
    ASKED.write_text(f"{head}packages:\n{rows}", encoding="utf-8")


def main(words: list[str]) -> int:
    paths = [word for word in words if word != "--raise"]
    report = json.loads(Path(paths[0] if paths else "coverage.json").read_text(encoding="utf-8"))
    asked = yaml.safe_load(ASKED.read_text(encoding="utf-8"))
    if "--raise" in words:
        _write(raised(report, asked))
        asked = yaml.safe_load(ASKED.read_text(encoding="utf-8"))
    said = missing(report, asked)
    sys.stdout.write("".join(f"{line}\n" for line in said))
    sys.stdout.write("".join(f"ok {name} {share:.1f} %\n" for name, share in by_package(report).items()))
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
