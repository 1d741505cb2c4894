import os
import socket
import subprocess
import sys
import textwrap
from datetime import UTC, datetime, timedelta
from email import message_from_bytes

import pytest
from aiosmtpd.controller import Controller
from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection, transaction

from handrail.audit.models import Event, Received
from handrail.base import clock, ids
from handrail.notices import actions, jobs, queries
from handrail.notices.models import Message
from handrail.notices.rules import ATTEMPTS_AT_MOST, LEASE, Channel
from handrail.notices.tests import factories as make
from handrail.people.tests import factories as people

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 10, 20, 8, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def time():
    with clock.clock_at(NOW) as held:
        yield held


class Inbox:
    """A mail server's handler: keeps what it takes, or refuses."""

    def __init__(self) -> None:
        self.mails, self.answer = [], "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.answer.startswith("250"):
            self.mails.append((envelope.rcpt_tos, message_from_bytes(envelope.content)))
        return self.answer


@pytest.fixture
def inbox(settings):
    handler = Inbox()
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    server = Controller(handler, hostname="127.0.0.1", port=port)
    server.start()
    _mail_to(settings, port)
    yield handler
    server.stop()


def _mail_to(settings, port):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 1


def _events(message):
    return set(Event.objects.filter(object_id=message.pk).values_list("kind", flat=True))


def test_a_due_message_is_sent_once_by_a_real_mail_server(inbox):
    message = make.message()
    assert jobs.send_due() == 1
    assert jobs.send_due() == 0
    [(to, mail)] = inbox.mails
    assert to == ["sasha@example.org"]
    assert mail["Subject"] == "You have a message"
    message.refresh_from_db()
    assert (message.sent_at, message.address, message.attempts) == (NOW, "sasha@example.org", 1)
    assert _events(message) == {"queue_message", "confirm_message"}


@pytest.mark.hazard("H-14")
def test_a_mail_holds_no_name_and_one_address(inbox, settings):
    person = people.participant(people.organisation("Somewhere"))
    make.message(about=person)
    jobs.send_due()
    text = inbox.mails[0][1].as_string()
    body = inbox.mails[0][1].get_payload()
    assert person.called not in text
    assert "Riverside" not in text
    assert body.strip() == f"There is something new for you. Open {settings.ADDRESS.url} to read it."


def test_a_message_for_later_waits(inbox, time):
    make.message(due_at=NOW + timedelta(hours=1))
    assert jobs.send_due() == 0
    time.move_to(NOW + timedelta(hours=1))
    assert jobs.send_due() == 1


def test_a_server_that_refuses_gets_the_message_again_until_it_is_given_up(inbox, time):
    message = make.message()
    inbox.answer = "451 later"
    for attempt in range(1, ATTEMPTS_AT_MOST + 1):
        assert jobs.send_due() == 1
        message.refresh_from_db()
        assert message.attempts == attempt
        assert message.last_error == "SMTPDataError 451"
        time.move_to(message.due_at)
    assert message.given_up_at == NOW + timedelta(hours=72)
    assert jobs.send_due() == 0
    assert inbox.mails == []


def test_a_server_that_comes_back_gets_the_message(inbox, time):
    message = make.message()
    inbox.answer = "451 later"
    jobs.send_due()
    inbox.answer = "250 OK"
    assert jobs.send_due() == 0
    time.move_to(NOW + timedelta(minutes=1))
    assert jobs.send_due() == 1
    message.refresh_from_db()
    assert (message.sent_at is not None, message.last_error) == (True, "")


def test_a_server_that_hangs_or_is_gone_puts_the_message_off(settings):
    message = make.message()
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        _mail_to(settings, silent.getsockname()[1])
        jobs.send_due()
    message.refresh_from_db()
    assert message.last_error == "SMTPServerDisconnected"
    assert message.due_at == NOW + timedelta(minutes=1)
    with clock.clock_at(message.due_at):
        jobs.send_due()
    message.refresh_from_db()
    assert message.last_error == "ConnectionRefusedError"


def test_an_address_that_cannot_stand_in_a_mail_is_put_off(inbox):
    message = make.message(email="a@example.org\nBcc: everybody@example.org")
    jobs.send_due()
    message.refresh_from_db()
    assert (message.last_error, inbox.mails) == ("ValueError", [])


@pytest.mark.parametrize(
    ("email", "is_active", "has_mail", "words"),
    [
        ("a@example.org", False, True, "This account is closed."),
        (None, True, True, "There is no mail address for this person."),
        ("a@example.org", True, False, "This place sends no mail."),
    ],
)
def test_who_cannot_be_reached_is_not_tried_and_the_reason_is_kept(
    settings, email, is_active, has_mail, words
):
    message = make.message(email=email)
    message.recipient.is_active = is_active
    message.recipient.save(update_fields=["is_active"])
    settings.EMAIL_BACKEND = f"django.core.mail.backends.{'locmem' if has_mail else 'dummy'}.EmailBackend"
    reach = queries.may_reach(message.recipient, Channel.EMAIL, when=NOW)
    assert (str(reach.reason), reach.address) == (words, "")
    jobs.send_due()
    message.refresh_from_db()
    assert (message.given_up_at, message.last_error) == (NOW, words)
    assert _events(message) == {"queue_message", "give_up_message"}


def test_a_leased_message_is_nobody_elses_until_the_lease_ends(time):
    message = make.message()
    assert jobs.lease_due() == [message]
    assert jobs.lease_due() == []
    time.move_to(NOW + LEASE)
    assert [row.attempts for row in jobs.lease_due()] == [2]


def test_a_message_whose_every_attempt_was_cut_short_is_given_up(inbox):
    message = make.message()
    Message.objects.filter(pk=message.pk).update(attempts=ATTEMPTS_AT_MOST)
    jobs.send_due()
    message.refresh_from_db()
    assert (message.last_error, message.given_up_at) == ("Every attempt was cut short.", NOW)


def test_a_message_is_not_both_sent_and_given_up():
    message = make.message()
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.filter(pk=message.pk).update(sent_at=NOW, given_up_at=NOW, attempts=1)


def test_a_message_is_sent_after_an_attempt():
    message = make.message()
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.filter(pk=message.pk).update(sent_at=NOW)


def test_each_action_writes_one_event():
    message = make.message()
    before = Event.objects.count()
    by = people.operator(message.organisation)
    message.attempts = 1
    actions.put_off_message(message=message, trouble="x", by=by)
    actions.give_up_message(message=message, reason="y", by=by)
    assert Event.objects.count() == before + 2


def test_old_operations_and_sessions_are_forgotten(time):
    for days in (29, 31):
        Received.objects.create(
            op_id=ids.uuid7(),
            viewer_key="",
            route="",
            body_sha256="",
            answer="",
            at=NOW - timedelta(days=days),
        )
    Session.objects.create(session_key="old", session_data="", expire_date=datetime(2020, 1, 1, tzinfo=UTC))
    Session.objects.create(session_key="new", session_data="", expire_date=datetime(2120, 1, 1, tzinfo=UTC))
    by_name = {job.name: job for job in jobs.registered()}
    assert by_name["operations received"].run() == 1
    assert by_name["sessions"].run() == 1
    assert Session.objects.get().session_key == "new"


KILLED = """
    import os, signal, django
    django.setup()
    from django.core import mail
    from handrail.notices import jobs, rules
    jobs.EmailMessage.send = lambda self: os.kill(os.getpid(), signal.SIGKILL)
    jobs.may_reach = lambda *_, **__: rules.Reach(address="a@example.org")
    jobs.send_due()
"""


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_message_of_a_killed_worker_comes_back(inbox, time):
    message = make.message()
    Message.objects.update(due_at=datetime(2020, 1, 1, tzinfo=UTC))
    settled = connection.settings_dict
    address = (
        f"sqlite:///{settled['NAME']}"
        if connection.vendor == "sqlite"
        else f"postgresql://{settled['USER']}@/{settled['NAME']}?host={settled['HOST']}"
    )
    killed = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(KILLED)],
        env={
            **os.environ,
            "DATABASE_URL": address,
            "DJANGO_SETTINGS_MODULE": "handrail.web.settings",
            "PYTHONPATH": os.pathsep.join(sys.path),
        },
        check=False,
    )
    assert killed.returncode == -9
    message.refresh_from_db()
    assert (message.attempts, message.sent_at) == (1, None)
    time.move_to(message.lease_until - timedelta(seconds=1))
    assert jobs.send_due() == 0
    time.move_to(message.lease_until)
    assert jobs.send_due() == 1
    assert len(inbox.mails) == 1
