"""What the work loop does: a registry that higher packages add to, and the jobs of this one."""

import smtplib
from collections.abc import Callable, Iterable
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.mail import EmailMessage, get_connection
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone, translation

from handrail.access import Viewer
from handrail.accounts.actions.told import tell_of_tries, tell_with
from handrail.accounts.guessing import forget_tries
from handrail.audit.actions import forget_received
from handrail.base import clock, sealed
from handrail.base.frozen import frozen
from handrail.notices import actions
from handrail.notices.models import Message
from handrail.notices.queries import may_reach, may_reach_person
from handrail.notices.rules import (
    AT_A_TIME,
    ATTEMPTS_AT_MOST,
    FIRST_TIMEOUT,
    LEASE,
    Channel,
    MessageKind,
    Reach,
    mail_words,
)
from handrail.people.actions import data_key, tell_of_blocked
from handrail.people.limits import Blocked
from handrail.people.rules.blocked import Place

DAILY = timedelta(days=1)


@frozen
class Job:
    """Something to do every ``every``; ``run`` does what is due now and returns how much that was."""

    name: str
    every: timedelta
    run: Callable[[], int]


_jobs: dict[str, Job] = {}


def register(name: str, every: timedelta, run: Callable[[], int]) -> None:
    """Add a job to the loop; packages call this in ``AppConfig.ready``."""
    _jobs[name] = Job(name, every, run)


def registered() -> list[Job]:
    """Return every job, in the order in which packages added them."""
    return list(_jobs.values())


def lease_due(limit: int = 1, *, only: UUID | None = None) -> list[Message]:
    """Take up to ``limit`` due messages for five minutes; when this process is killed they come back."""
    with transaction.atomic():
        rows = (
            Message.objects.due()
            .select_related("recipient", "organisation", "participant")
            .order_by("due_at", "pk")
        )
        if only:
            rows = rows.filter(pk=only)
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True, of=("self",))
        taken = list(rows[:limit])
        until = clock.now() + LEASE
        Message.objects.filter(pk__in=[row.pk for row in taken]).update(
            lease_until=until, attempts=F("attempts") + 1
        )
    for row in taken:
        row.lease_until, row.attempts = until, row.attempts + 1
    return taken


def _reach(message: Message) -> Reach:
    """Return where a message goes: to its account, or without one to the person it is about."""
    if message.recipient is None and message.participant is not None:
        return may_reach_person(message.participant)
    return may_reach(
        message.recipient,
        Channel(message.channel),
        when=clock.now(),
        about=message.participant,
        at=message.address,
    )


def _address(message: Message) -> str:
    """Return what the mail tells to open: this place, or the one page that the message is for."""
    page = ""
    if message.page is not None:
        page = sealed.unseal(data_key(message.participant), bytes(message.page), message.pk.bytes).decode()
    return f"{settings.ADDRESS.url}{page}"


def _language(message: Message) -> str:
    to = message.recipient or message.participant
    return (to.language if to else "") or message.organisation.language


def deliver(message: Message, *, within: float | None = None) -> Message:
    """Send one leased message, outside any transaction, within so many seconds, and keep how it went."""
    place = message.organisation
    by = Viewer.system("messages", organisation_id=place.pk, today=clock.today(place.zone), zone=place.zone)
    reach = _reach(message)
    if message.attempts > ATTEMPTS_AT_MOST:
        return actions.give_up_message(message=message, reason="Every attempt was cut short.", by=by)
    if not reach:
        if reach.block is not None:
            tell_of_blocked(met=Blocked(reach.block, Place.LETTER, by), by=by)
        return actions.give_up_message(message=message, reason=str(reach.reason), by=by)
    subject, body = mail_words(MessageKind(message.kind))
    way = get_connection(timeout=within)
    with translation.override(_language(message)):
        words = body % {"address": _address(message)}
        mail = EmailMessage(str(subject), words, to=[reach.address], connection=way)
    try:
        mail.send()
    except (OSError, ValueError, smtplib.SMTPException) as error:
        trouble = f"{type(error).__name__} {getattr(error, 'smtp_code', '')}".strip()
        return actions.put_off_message(message=message, trouble=trouble, by=by)
    return actions.confirm_message(message=message, address=reach.address, by=by)


def send_now(messages: Iterable[UUID]) -> int:
    """Make the first attempt for these at once, each within four seconds, and return how many were tried."""
    tried = 0
    for pk in messages:
        for message in lease_due(only=pk):
            deliver(message, within=FIRST_TIMEOUT)
            tried += 1
    return tried


def send_due() -> int:
    """Send what is due, each under its own lease, and return how many messages were tried."""
    tried = 0
    while tried < AT_A_TIME and (taken := lease_due()):
        deliver(taken[0])
        tried += 1
    return tried


def forget_sessions() -> int:
    """Delete sessions that have run out and return how many."""
    return Session.objects.filter(expire_date__lt=timezone.now()).delete()[0]


def register_own() -> None:
    register("messages", timedelta(seconds=5), send_due)
    register("operations received", DAILY, forget_received)
    register("sessions", DAILY, forget_sessions)
    register("sign-in tries", DAILY, forget_tries)
    register("sign-in tries that look wrong", timedelta(minutes=5), tell_of_tries)
    tell_with(actions.tell_of_sign_in)
