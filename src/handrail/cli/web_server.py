"""
One part of ``handrail serve``: granian with our application. Run as a module by the supervisor.

Everything is read in here once; the workers are forked from it, so that they begin at once and share its memory.
"""

import gc
import os
import signal
import sys
from importlib import import_module
from typing import Any

import django
from django.db import connections
from django.urls import reverse
from granian import Granian
from granian.constants import Interfaces

from handrail.cli.process import READY, end_with_parent

WORKERS = 2
DRAIN_SECONDS = 8


def load(target: str) -> Any:
    """Return the application inside a worker, which must not outlive granian: an orphan would keep the port."""
    end_with_parent(os.getppid(), signal.SIGKILL)
    module, name = target.split(":")
    return getattr(import_module(module), name)


def warm_up() -> None:
    """Read in what each worker needs. The connection that this opens is closed: two processes must not share one."""
    gc.disable()  # what is read in here stays: looking through it for rubbish would find none
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handrail.web.settings")
    django.setup()
    import_module("handrail.web.wsgi")
    reverse("accounts:sign_in")  # lays out all addresses
    connections.close_all()
    gc.freeze()
    gc.enable()


def main(host: str, port: str, threads: str) -> None:
    warm_up()
    os.kill(os.getppid(), READY)
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
