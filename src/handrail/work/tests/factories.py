"""Jobs, adjustments and employers for tests: made through the actions, so that rows have the product's shape."""

from datetime import date, timedelta
from typing import Any

from handrail.access import Viewer
from handrail.people.models import Participant
from handrail.people.tests.browsing import signed as about
from handrail.people.tests.factories import (
    TODAY,
    member,
    operator,
    organisation,
    participant,
    self_viewer,
    staff_for,
    viewer,
)
from handrail.work import actions
from handrail.work.actions.employers import EmployerFacts, Said
from handrail.work.models import Adjustment, Employer, Job
from handrail.work.rules import AdjustmentKind, JobFacts, JobKind, Way

__all__ = [
    "TODAY",
    "about",
    "adjustment",
    "days_ago",
    "employer",
    "facts",
    "job",
    "member",
    "operator",
    "organisation",
    "participant",
    "said",
    "self_viewer",
    "staff_for",
    "viewer",
]


def days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def facts(**more: Any) -> JobFacts:
    values: dict[str, Any] = {
        "kind": JobKind.JOB,
        "title": "Cook",
        "place": "Harbour café",
        "started_on": TODAY,
        **more,
    }
    return JobFacts(**values)


def job(person: Participant, by: Viewer, *, ago: int = 0, **more: Any) -> Job:
    """Return a job that began ``ago`` days ago."""
    return actions.start_job(participant=person, facts=facts(started_on=days_ago(ago), **more), by=by)


def adjustment(person: Participant, by: Viewer, at: Job | None = None, **more: Any) -> Adjustment:
    values: dict[str, Any] = {
        "kind": AdjustmentKind.HOURS,
        "need": "Begin at ten",
        "because": "I work on.",
        **more,
    }
    return actions.need_adjustment(participant=person, job=at, by=by, **values)


def employer(by: Viewer, name: str = "Harbour café", **more: Any) -> Employer:
    return actions.list_employer(facts=EmployerFacts(name, **more), by=by)


def said(**more: Any) -> Said:
    return Said(**{"way": Way.IN_PERSON, **more})
