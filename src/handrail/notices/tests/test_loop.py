import os
import signal
import threading
import time
from datetime import timedelta

import pytest

from handrail.notices.jobs import Job
from handrail.notices.loop import FIRST_WAIT, LONGEST_WAIT, Loop


class Counted:
    def __init__(self, *answers):
        self.answers, self.runs = list(answers), 0

    def __call__(self):
        self.runs += 1
        answer = self.answers.pop(0) if self.answers else 0
        if isinstance(answer, Exception):
            raise answer
        return answer


def _loop(*runs, every=timedelta(minutes=5)):
    return Loop([Job(str(number), every, run) for number, run in enumerate(runs)])


@pytest.mark.django_db
def test_trouble_in_one_job_stops_no_other_and_is_tried_later_and_later(caplog):
    broken, sound = Counted(ValueError("a name of somebody"), ValueError()), Counted(2)
    loop = _loop(broken, sound)
    assert loop.turn() == 2
    assert (broken.runs, sound.runs) == (1, 1)
    assert loop.turns[0].wait == 2 * FIRST_WAIT
    loop.turns[0].due = 0
    loop.turn()
    assert loop.turns[0].wait == 4 * FIRST_WAIT
    loop.turns[0].due, loop.turns[0].wait = 0, LONGEST_WAIT
    broken.answers = [ValueError()]
    loop.turn()
    assert loop.turns[0].wait == LONGEST_WAIT
    loop.turns[0].due = 0
    loop.turn()
    assert loop.turns[0].wait == FIRST_WAIT


def test_a_job_that_found_something_looks_again_at_once_and_an_idle_one_rests():
    busy = Counted(20, 3, 0)
    loop = _loop(busy, every=timedelta(seconds=5))
    assert [loop.turn(), loop.turn(), loop.turn(), loop.turn()] == [20, 3, 0, 0]
    assert busy.runs == 3
    assert 4 < loop.pause() <= 5


def test_a_daily_job_runs_once_however_much_it_did():
    daily = Counted(100)
    loop = _loop(daily, every=timedelta(days=1))
    loop.turn()
    loop.turn()
    assert daily.runs == 1


def test_the_loop_ends_at_sigterm_after_the_job_that_runs():
    ran = []

    def job():
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(0.05)
        ran.append(True)
        return 0

    later = Counted()
    before = [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)]
    guard = threading.Timer(10, os._exit, [1])
    guard.start()
    try:
        _loop(job, later).run()
    finally:
        guard.cancel()
        for number, handler in zip((signal.SIGTERM, signal.SIGINT), before, strict=True):
            signal.signal(number, handler)
    assert ran == [True]
    assert later.runs == 0
