"""Putting a message into the outbox, and keeping what became of it."""

from datetime import datetime

from django.db import transaction

from handrail.access import Viewer
from handrail.accounts.models import Organisation, SignInNews, User
from handrail.accounts.queries import current_membership
from handrail.audit.actions import record
from handrail.base import clock, sealed
from handrail.notices.models import Message
from handrail.notices.rules import Channel, MessageKind, next_attempt
from handrail.people.actions import data_key
from handrail.people.limits import check_not_blocked, traits_of
from handrail.people.models import Participant
from handrail.people.rules.blocked import Place


def put_in_outbox(
    *,
    kind: MessageKind,
    recipient: User,
    organisation: Organisation,
    about: Participant | None = None,
    due_at: datetime | None = None,
    address: str = "",
) -> Message:
    """Add a message inside the action that is the reason for it; that action writes the event."""
    return Message.objects.create(
        organisation=organisation,
        kind=kind,
        recipient=recipient,
        participant=about,
        channel=Channel.EMAIL,
        address=address,
        due_at=due_at or clock.now(),
    )


def tell_of_sign_in(news: SignInNews, address_before: str) -> None:
    """Let a mail say that something about how somebody signs in is new, at the address before a change too."""
    user = news.user
    membership = current_membership(user, clock.now().date())
    for address in filter(None, (user.email, address_before)):
        if membership is not None:
            put_in_outbox(
                kind=MessageKind.SIGN_IN,
                recipient=user,
                organisation=membership.organisation,
                address=address,
            )


def put_page_in_outbox(*, participant: Participant, page: str) -> Message:
    """
    Add a message to a person without an account, with the one page that it opens, inside another action.

    ``page`` is its path; it is sealed under the person's key until the message has gone, and nowhere after that.
    """
    message = Message(
        organisation=participant.organisation,
        kind=MessageKind.LINK,
        participant=participant,
        channel=Channel.EMAIL,
        due_at=clock.now(),
    )
    message.page = sealed.seal(data_key(participant), page.encode(), message.pk.bytes)
    message.save()
    return message


def take_back(message: Message) -> None:
    """Keep a message that waits from being sent, inside another action."""
    waiting = Message.objects.waiting().filter(pk=message.pk)
    waiting.update(
        given_up_at=clock.now(), last_error="It is not needed any more.", page=None, lease_until=None
    )


@transaction.atomic
def queue_message(
    *,
    kind: MessageKind,
    recipient: User,
    organisation: Organisation,
    by: Viewer,
    about: Participant | None = None,
    due_at: datetime | None = None,
) -> Message:
    """
    Add a message to the outbox, due now or at ``due_at``; the work loop sends it.

    Raises Blocked, which looks like NotFound, when the recipient must not come near the person it is about.
    """
    if about is not None:
        place = Place.INVITATION if kind == MessageKind.INVITATION else Place.LETTER
        check_not_blocked(about, traits_of(recipient), place=place, by=by)
    message = put_in_outbox(
        kind=kind, recipient=recipient, organisation=organisation, about=about, due_at=due_at
    )
    record(by, "queue_message", message, op="create")
    return message


@transaction.atomic
def confirm_message(*, message: Message, address: str, by: Viewer) -> Message:
    """Keep that the mail server took the message, and at which address."""
    message.address, message.sent_at, message.lease_until, message.last_error = address, clock.now(), None, ""
    message.page = None
    message.save(update_fields=["address", "sent_at", "lease_until", "last_error", "page"])
    record(by, "confirm_message", message)
    return message


@transaction.atomic
def put_off_message(*, message: Message, trouble: str, by: Viewer) -> Message:
    """Keep what stood in the way and when to try again; after the last attempt give the message up."""
    now = clock.now()
    again = next_attempt(message.attempts, now)
    message.last_error, message.lease_until = trouble[:200], None
    message.due_at, message.given_up_at = again or message.due_at, None if again else now
    message.page = message.page if again else None
    message.save(update_fields=["last_error", "lease_until", "due_at", "given_up_at", "page"])
    record(by, "put_off_message", message)
    return message


@transaction.atomic
def give_up_message(*, message: Message, reason: str, by: Viewer) -> Message:
    """Keep that nobody can be reached this way, and why."""
    message.last_error, message.lease_until, message.given_up_at = reason[:200], None, clock.now()
    message.page = None
    message.save(update_fields=["last_error", "lease_until", "given_up_at", "page"])
    record(by, "give_up_message", message)
    return message
