"""The work loop: runs each job when it is due, and never lets one job's trouble stop another."""

import logging
import signal
import threading
import time
from dataclasses import dataclass
from types import FrameType

from django.db import close_old_connections

from handrail.notices.jobs import Job, registered

log = logging.getLogger("handrail.work")
LONGEST_WAIT = 3600.0
FIRST_WAIT = 1.0


@dataclass
class Turn:
    """When a job is due next, and how long it waits after trouble."""

    job: Job
    due: float = 0.0
    wait: float = FIRST_WAIT

    def run(self, now: float) -> int:
        """Run the job and return how much it did; after trouble it waits twice as long each time."""
        try:
            done = self.job.run()
        except Exception:  # one job's trouble must not stop the others, and the loop is the last to catch it
            log.exception("The job “%s” met trouble; again in %.0f s.", self.job.name, self.wait)
            self.due, self.wait = now + self.wait, min(self.wait * 2, LONGEST_WAIT)
            close_old_connections()
            return 0
        self.wait = FIRST_WAIT
        self.due = (
            now if done and self.job.every.total_seconds() < 60 else now + self.job.every.total_seconds()
        )
        return done


class Loop:
    def __init__(self, jobs: list[Job] | None = None) -> None:
        self.turns = [Turn(job) for job in (registered() if jobs is None else jobs)]
        self.stop = threading.Event()

    def turn(self) -> int:
        """Run every job that is due and return how much was done."""
        now = time.monotonic()
        return sum(turn.run(now) for turn in self.turns if turn.due <= now and not self.stop.is_set())

    def pause(self) -> float:
        """Return for how many seconds nothing is due."""
        return max(0.0, min((turn.due for turn in self.turns), default=LONGEST_WAIT) - time.monotonic())

    def run(self) -> None:
        """Work until SIGTERM or SIGINT; what is being done is finished first."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._end)
        while not self.stop.is_set():
            self.turn()
            self.stop.wait(self.pause())

    def _end(self, number: int, frame: FrameType | None) -> None:
        self.stop.set()
