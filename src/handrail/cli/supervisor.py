"""
Keeps the parts of ``handrail serve`` running: each is a process group of its own that ends with this process.

A part that ends is started again, later each time it ends early. SIGTERM and SIGINT let requests finish for ten
seconds; SIGHUP starts web workers and work loop afresh without a refused request.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from handrail.cli.process import end_with_parent

DRAIN_SECONDS = 10.0
FIRST_WAIT, LONGEST_WAIT = 0.2, 30.0
STEADY_SECONDS = 60.0
GONE_WITHIN = 5.0
STOP = (signal.SIGTERM, signal.SIGINT)
WATCHED = {signal.SIGCHLD, signal.SIGHUP, *STOP}


def as_child() -> Callable[[], None]:
    """Return what a new process does first: hear signals again, and end when this process ends."""
    parent = os.getpid()

    def begin() -> None:
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
        end_with_parent(parent)

    return begin


@dataclass
class Part:
    """One process to keep alive; ``on_reload`` is the signal that lets it start afresh."""

    name: str
    command: list[str]
    on_reload: signal.Signals
    process: subprocess.Popen[bytes] | None = None
    began: float = 0.0
    wait: float = FIRST_WAIT
    due: float = 0.0

    def start(self) -> None:
        self.process = subprocess.Popen(  # noqa: S603 - our own modules
            self.command, process_group=0, preexec_fn=as_child(), stdin=subprocess.DEVNULL
        )
        self.began = time.monotonic()

    def send(self, number: int) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(number)

    def clear(self) -> None:
        """Kill the whole group of the process: a web worker left behind would keep the port."""
        if self.process is None:
            return
        end = time.monotonic() + GONE_WITHIN
        while time.monotonic() < end:
            try:
                os.killpg(self.process.pid, signal.SIGKILL)
            except ProcessLookupError:
                return
            self.process.poll()
            time.sleep(0.01)

    def look(self, now: float, say: Callable[[str], None]) -> None:
        """Start the part when it is due; note when it has ended and when to try again."""
        if self.process and self.process.poll() is not None:
            self.clear()
            status, self.process = self.process.returncode, None
            self.wait = FIRST_WAIT if now - self.began > STEADY_SECONDS else min(self.wait * 2, LONGEST_WAIT)
            self.due = now + self.wait
            say(f"{self.name} ended with {status}; it starts again in {self.wait:.1f} s.")
        if self.process is None and now >= self.due:
            self.start()


def parts(host: str, port: int, threads: int) -> list[Part]:
    """Return what runs: the web server and the work loop."""
    python = [sys.executable, "-m"]
    web = [*python, "handrail.cli.web_server", host, str(port), str(threads)]
    return [
        Part("web server", web, signal.SIGHUP),
        Part("work loop", [*python, "handrail", "work"], signal.SIGTERM),
    ]


def keep(running: list[Part], when_started: Callable[[], None], say: Callable[[str], None]) -> None:
    """Start the first part, then the others after ``when_started``; at SIGTERM or SIGINT let all of them finish."""
    signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED)
    running[0].start()
    try:
        when_started()
        _watch(running, say)
    finally:
        _end(running)


def _watch(running: list[Part], say: Callable[[str], None]) -> None:
    while True:
        for part in running:
            part.look(time.monotonic(), say)
        dues = [part.due for part in running if part.process is None]
        timeout = max(0.0, min(dues) - time.monotonic()) if dues else 3600.0
        got = signal.sigtimedwait(WATCHED, timeout)
        if got and got.si_signo in STOP:
            return
        if got and got.si_signo == signal.SIGHUP:
            for part in running:
                part.wait = FIRST_WAIT
                part.send(part.on_reload)


def _end(running: list[Part]) -> None:
    for part in running:
        part.send(signal.SIGTERM)
    end = time.monotonic() + DRAIN_SECONDS
    while any(part.process and part.process.poll() is None for part in running):
        left = end - time.monotonic()
        if left <= 0:
            break
        signal.sigtimedwait({signal.SIGCHLD}, min(left, 0.5))
    for part in running:
        part.clear()
