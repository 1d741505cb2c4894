"""One part of ``handrail serve``: granian with our application. Run as a module by the supervisor."""

import os
import signal
import sys
from importlib import import_module
from typing import Any

from granian import Granian
from granian.constants import Interfaces

from handrail.cli.process import end_with_parent

WORKERS = 2
DRAIN_SECONDS = 8


def load(target: str) -> Any:
    """Return the application inside a worker, which must not outlive granian: an orphan would keep the port."""
    end_with_parent(os.getppid(), signal.SIGKILL)
    module, name = target.split(":")
    return getattr(import_module(module), name)


def main(host: str, port: str, threads: str) -> None:
    Granian(
        "handrail.web.wsgi:application",
        address=host,
        port=int(port),
        interface=Interfaces.WSGI,
        workers=WORKERS,
        blocking_threads=int(threads),
        blocking_threads_idle_timeout=600,
        respawn_failed_workers=True,
        workers_kill_timeout=DRAIN_SECONDS,
        websockets=False,
        log_enabled=os.environ.get("HANDRAIL_DEBUG") == "1",
    ).serve(target_loader=load)


if __name__ == "__main__":
    main(*sys.argv[1:])
