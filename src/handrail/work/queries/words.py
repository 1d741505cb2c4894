"""How work is said: hours, pay, dates, states."""

from datetime import date
from uuid import UUID

from django.utils.translation import ngettext

from handrail.base.frozen import frozen
from handrail.base.words import _
from handrail.ui.dates import day
from handrail.work.models import Job
from handrail.work.rules import (
    END_REASONS,
    JOB_KINDS,
    JOB_STATUS_WORDS,
    WAGE_PERS,
    EndReason,
    JobKind,
    JobStatus,
    WagePer,
    due_mark,
)

SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "INR": "₹"}
NBSP = "\u00a0"


def amount(minor: int, currency: str) -> str:
    """Return an amount of minor units with its sign, like €13.50; a currency without a sign keeps its code."""
    whole, cents = divmod(minor, 100)
    text = f"{whole:,}".replace(",", NBSP) + (f".{cents:02}" if cents else "")
    return f"{SIGNS[currency]}{text}" if currency in SIGNS else f"{text}{NBSP}{currency}"


def hours_words(job: Job) -> str:
    """Return the hours of a week, and how they fall; empty when nothing is written."""
    parts = []
    if job.minutes_week is not None:
        hours = job.minutes_week / 60
        parts.append(_("%(hours)s hours a week") % {"hours": f"{hours:g}"})
    return ". ".join(part for part in [*parts, job.hours_words] if part)


def wage_words(job: Job) -> str:
    if job.wage_minor is None:
        return ""
    per = str(WAGE_PERS[WagePer(job.wage_per)])
    return f"{amount(job.wage_minor, job.wage_currency)} {per}"


def dates_words(job: Job) -> str:
    """Return since when, or from when to when."""
    start = {"start": day(job.started_on, weekday=False)}
    if job.status == JobStatus.PLANNED:
        return _("Begins on %(start)s") % start
    if job.ended_on:
        return _("%(start)s to %(end)s") % {**start, "end": day(job.ended_on, weekday=False)}
    return _("Since %(start)s") % start


@frozen
class JobCard:
    """A job as pages show it."""

    key: str
    person_key: str
    title: str
    place: str
    kind: str
    status: str
    is_open: bool
    is_course: bool
    may_begin: bool  # its day has come, and nobody said yet that it began
    facts: tuple[tuple[str, str], ...]
    asks: str  # the question that is due, in words, or nothing
    version: int
    pk: UUID


def question(mark: int) -> str:
    """Return “still there?” with the time that has passed."""
    if mark >= 365:
        return str(_("A year has passed. Still there?"))
    return ngettext("%(n)s day has passed. Still there?", "%(n)s days have passed. Still there?", mark) % {
        "n": mark
    }


def job_card(job: Job, person_key: str, today: date, answered: list[int] | None = None) -> JobCard:
    """Return ``job`` as pages show it; ``answered`` are the marks that were answered, None when not asked here."""
    status = JobStatus(job.status)
    mark = None
    if answered is not None and status in (JobStatus.RUNNING, JobStatus.PAUSED):
        mark = due_mark(job.started_on, answered, today)
    end = [str(END_REASONS[EndReason(job.end_reason)]), job.end_words] if job.end_reason else []
    rows = (
        (_("When"), dates_words(job)),
        (_("Hours"), hours_words(job)),
        (_("Pay"), wage_words(job)),
        (_("For a time"), str(_("Yes")) if job.is_for_a_time else ""),
        (_("Coaching"), str(_("Somebody comes along")) if job.has_coach else ""),
        (_("How it ended"), ". ".join(part for part in end if part)),
    )
    return JobCard(
        key=job.key,
        person_key=person_key,
        title=job.title,
        place=job.place,
        kind=str(JOB_KINDS[JobKind(job.kind)]),
        status=str(JOB_STATUS_WORDS[status]),
        is_open=status != JobStatus.ENDED,
        is_course=job.kind == JobKind.COURSE,
        may_begin=status == JobStatus.PLANNED and job.started_on <= today,
        facts=tuple((str(term), value) for term, value in rows if value),
        asks=question(mark) if mark else "",
        version=job.version,
        pk=job.pk,
    )
