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
from dataclasses import dataclass, field

from handrail.cli.process import READY, end_with_parent

DRAIN_SECONDS = 10.0
FIRST_WAIT, LONGEST_WAIT = 0.2, 30.0
STEADY_SECONDS = 60.0
GONE_WITHIN = 5.0
STOP = (signal.SIGTERM, signal.SIGINT)
OVERLAP_SECONDS = 2.0
WATCHED = {signal.SIGCHLD, signal.SIGHUP, READY, *STOP}


def as_child() -> Callable[[], None]:
    """Return what a new process does first: hear signals again, and end when this process ends."""
    parent = os.getpid()

    def begin() -> None:
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
        end_with_parent(parent)

    return begin


@dataclass
class Part:
    """One process to keep alive. With ``overlaps`` it starts afresh beside the old one, which ends when it is ready."""

    name: str
    command: list[str]
    overlaps: bool = False
    process: subprocess.Popen[bytes] | None = None
    began: float = 0.0
    wait: float = FIRST_WAIT
    due: float = 0.0
    leaving: list[subprocess.Popen[bytes]] = field(default_factory=list)
    leave_at: float = 0.0  # 0 while the new process is not ready

    def start(self) -> None:
        self.process = subprocess.Popen(  # noqa: S603 - our own modules
            self.command, process_group=0, preexec_fn=as_child(), stdin=subprocess.DEVNULL
        )
        self.began = time.monotonic()

    def send(self, number: int) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(number)

    def reload(self) -> None:
        """Start afresh; the old process of a part that overlaps goes on until the new one is ready."""
        self.wait = FIRST_WAIT
        if not self.overlaps or self.process is None or self.process.poll() is not None:
            self.send(signal.SIGTERM)
            return
        self.leaving.append(self.process)
        self.leave_at = 0.0
        self.start()

    def ready(self, pid: int, now: float) -> None:
        """Note that a process of this part can take requests."""
        if self.process and self.process.pid == pid and self.leaving:
            self.leave_at = now + OVERLAP_SECONDS

    def clear(self) -> None:
        """Kill the whole group of the process: a web worker left behind would keep the port."""
        if self.process is not None:
            _kill_group(self.process)

    def clear_all(self) -> None:
        """Kill every process that this part has begun."""
        for process in self.leaving:
            _kill_group(process)
        self.clear()

    def runs(self) -> bool:
        return any(one.poll() is None for one in [*self.leaving, self.process] if one)

    def stop(self) -> None:
        for one in [*self.leaving, self.process]:
            if one and one.poll() is None:
                one.terminate()

    def let_go(self, now: float) -> None:
        """End the old process when the new one is ready, and note when it is gone."""
        for process in list(self.leaving):
            if process.poll() is not None:
                _kill_group(process)
                self.leaving.remove(process)
            elif self.leave_at and now >= self.leave_at:
                process.terminate()
        if self.leave_at and now >= self.leave_at:
            self.leave_at = 0.0

    def look(self, now: float, say: Callable[[str], None]) -> None:
        """Start the part when it is due; note when it has ended and when to try again."""
        self.let_go(now)
        if self.process and self.process.poll() is not None:
            self.clear()
            status, self.process = self.process.returncode, None
            self.wait = FIRST_WAIT if now - self.began > STEADY_SECONDS else min(self.wait * 2, LONGEST_WAIT)
            self.due = now + self.wait
            say(f"{self.name} ended with {status}; it starts again in {self.wait:.1f} s.")
        if self.process is None and now >= self.due:
            self.start()


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + GONE_WITHIN
    while time.monotonic() < end:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        process.poll()
        time.sleep(0.01)


def parts(host: str, port: int, threads: int) -> list[Part]:
    """Return what runs: the web server and the work loop."""
    python = [sys.executable, "-m"]
    web = [*python, "handrail.cli.web_server", host, str(port), str(threads)]
    return [
        Part("web server", web, overlaps=True),
        Part("work loop", [*python, "handrail", "work"]),
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
        dues += [part.leave_at for part in running if part.leave_at]
        timeout = max(0.0, min(dues) - time.monotonic()) if dues else 3600.0
        got = signal.sigtimedwait(WATCHED, timeout)
        if got and got.si_signo in STOP:
            return
        if got and got.si_signo == signal.SIGHUP:
            for part in running:
                part.reload()
        if got and got.si_signo == READY:
            for part in running:
                part.ready(got.si_pid, time.monotonic())


def _end(running: list[Part]) -> None:
    for part in running:
        part.stop()
    end = time.monotonic() + DRAIN_SECONDS
    while any(part.runs() for part in running):
        left = end - time.monotonic()
        if left <= 0:
            break
        signal.sigtimedwait({signal.SIGCHLD}, min(left, 0.5))
    for part in running:
        part.clear_all()
