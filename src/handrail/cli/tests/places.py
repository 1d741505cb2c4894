"""Real places for tests: a folder of their own, the real command, real processes."""

import os
import socket
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).parents[3]


def environment(home: Path, **more: str) -> dict[str, str]:
    """Return the environment of a fresh machine with this home."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    return {**kept, "HANDRAIL_HOME": str(home), "PYTHONPATH": str(SOURCE), **more}


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "handrail", *words]


def run(home: Path, *words: str, typed: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    """Run the command to its end and return what it said."""
    return subprocess.run(
        command(*words),
        env=environment(home, **more),
        input=typed,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port
