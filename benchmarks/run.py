"""
Measures Handrail on a made-up agency of any size and writes what it found.

The database is filled once by the bulk loader; ``--keep`` names a folder in which it stays for the next run.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import place, table


def machine() -> str:
    """Return the machine in general words: cores, memory, system, Python."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    release = {}
    file = Path("/etc/os-release")
    if file.exists():
        rows = (line.split("=", 1) for line in file.read_text().splitlines() if "=" in line)
        release = {name: value.strip('"') for name, value in rows}
    system = f"{release.get('NAME', platform.system()).split()[0]} {release.get('VERSION_ID', '')}".strip()
    return f"{os.cpu_count()} cores, {memory:.0f} GiB, {system}, Python {platform.python_version()}"


def told(module: list[str], variables: dict[str, str]) -> dict[str, Any]:
    """Run one part in a process of its own and return the JSON of its last line."""
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    command = [sys.executable, "-m", *module]
    process = subprocess.Popen(
        command, env={**variables, "PYTHONPATH": paths}, cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    last = "{}"
    for line in process.stdout or ():
        last = line
        print(line.rstrip()[:160], file=sys.stderr, flush=True)
    if process.wait():
        raise SystemExit(f"{' '.join(module)} ended with {process.returncode}.")
    found: dict[str, Any] = json.loads(last)
    return found


def _database(name: str, folder: Path, wanted: argparse.Namespace) -> dict[str, Any]:
    with place.environment(name, folder) as variables:
        size = ["--people", str(wanted.people), "--sessions", str(wanted.sessions)]
        kept = folder / f"{name}-load.json"
        load = told(["benchmarks.load", *size], variables)
        if load.get("reused") and kept.exists():
            load = json.loads(kept.read_text())
        kept.write_text(json.dumps(load))
        told(["benchmarks.prepared"], variables)
        found = told(["benchmarks.measure", "--calls", str(wanted.calls)], variables)
        serve = told(["benchmarks.cold"], variables)
    return {"load": load, "serve": serve, **found}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--sessions", type=int, default=1_000_000)
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--calls", type=int, default=100, help="measured calls of each page in each round")
    parser.add_argument("--out", type=Path, default=ROOT / "docs/reference/performance.json")
    parser.add_argument("--keep", type=Path, help="folder in which the filled databases stay")
    parser.add_argument("--date", default=date.today().isoformat())
    parser.add_argument("--remarks", type=Path, help="text that is put below the tables")
    wanted = parser.parse_args()
    folder = wanted.keep or Path(tempfile.mkdtemp(prefix="handrail-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    names = ["sqlite", "postgresql"] if wanted.database == "both" else [wanted.database]
    before = json.loads(wanted.out.read_text()) if wanted.out.exists() else {}
    try:
        measured = {name: _database(name, folder, wanted) for name in names}
    finally:
        if not wanted.keep:
            place.drop(folder)
    page = {
        "date": wanted.date,
        "machine": machine(),
        "databases": {**before.get("databases", {}), **measured},
        "remarks": wanted.remarks.read_text().strip() if wanted.remarks else before.get("remarks", ""),
    }
    wanted.out.write_text(json.dumps(page, indent=1, ensure_ascii=False) + "\n")
    wanted.out.with_suffix(".md").write_text(table.page_of(page))


if __name__ == "__main__":
    main()
