"""
The web process tells at once, and notices what is due: with the work loop dead somebody is reached all the same.

``ByWeb`` stands around the application. After each answer it looks, apart from the request, whether this request
raised an alert, and once a minute whether somebody else has to know by now or a message was not sent.
"""

import logging
import time
from collections.abc import Callable, Iterable
from contextvars import copy_context
from threading import Thread
from threading import enumerate as enumerate_threads
from typing import Any
from uuid import UUID

from django.db import connections

from handrail.base import clock
from handrail.notices.jobs import send_now
from handrail.safety import fresh
from handrail.safety.jobs import tell_next
from handrail.safety.queries.alerts import unsent

log = logging.getLogger("handrail.alerts")
EVERY = 60.0  # seconds between two looks at the clock, in one process
NAME = "handrail tells"
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class ByWeb:
    """A WSGI application that tells who is needed after it has answered, in a thread of its own."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.looked = -EVERY

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        raised = fresh.begin()
        answer = self.application(environ, start_response)
        looks = self._is_time()
        if raised or looks:
            Thread(
                target=copy_context().run, args=(tell, list(raised), looks), name=NAME, daemon=True
            ).start()
        return answer

    def _is_time(self) -> bool:
        now = time.monotonic()
        if now - self.looked < EVERY:
            return False
        self.looked = now
        return True


def running() -> list[Thread]:
    """Return the threads that tell at this moment."""
    return [one for one in enumerate_threads() if one.name == NAME]


def tell(messages: Iterable[UUID], looks: bool) -> None:
    """Make the first attempt for ``messages``; when it ``looks``, also tell who is due and send what waits."""
    try:
        send_now(messages)
        if looks:
            tell_next()
            send_now(unsent(clock.now()))
    except Exception:  # nobody stands above this thread; the next look and the work loop try again
        log.exception("Telling who is needed met trouble; it is tried again within a minute.")
    finally:
        connections.close_all()
