"""With the work loop dead the person on call is reached: by a mail within seconds, by each of their pages, by the clock."""

import socket
import subprocess
import sys
import time
from datetime import timedelta
from email import message_from_bytes

import pytest
from aiosmtpd.controller import Controller
from django.db import connection, transaction
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from handrail.access import RelationKind, Role
from handrail.base import clock
from handrail.notices.models import Message
from handrail.people.tests import factories as people
from handrail.people.tests.browsing import browser, signed, text
from handrail.safety import fresh, reach
from handrail.safety.actions import alerts as actions
from handrail.safety.models import Alert, AlertTelling
from handrail.safety.reach import ByWeb
from handrail.safety.tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)
MINUTE = timedelta(minutes=1)
BANNER = "Somebody needs you."


class Inbox:
    """A mail server's handler: keeps what it takes, with the second in which it came."""

    def __init__(self):
        self.mails = []

    async def handle_DATA(self, server, session, envelope):
        self.mails.append((time.monotonic(), envelope.rcpt_tos, message_from_bytes(envelope.content)))
        return "250 OK"

    def wait(self, count=1):
        until = time.monotonic() + 5
        while len(self.mails) < count and time.monotonic() < until:
            time.sleep(0.02)
        return [(to[0], mail) for _at, to, mail in self.mails]


@pytest.fixture
def inbox(settings):
    handler = Inbox()
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    server = Controller(handler, hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield handler
    server.stop()


@pytest.fixture(autouse=True)
def at():
    with clock.clock_at(make.NOON) as held:
        yield held


@pytest.fixture
def elena():
    return make.somebody(people.organisation())


@pytest.fixture
def me(elena):
    return people.self_viewer(elena)


@pytest.fixture
def dana(elena):
    return people.staff_for(elena, Role.COORDINATOR, RelationKind.COORDINATOR)


@pytest.fixture
def imran(elena):
    return make.reachable(elena.organisation, Role.CLINICIAN, "Imran Siddiqui")


@pytest.fixture
def tom(elena):
    return make.reachable(elena.organisation, Role.SPECIALIST, "Tom Berger")


@pytest.fixture
def turn(elena, imran, tom):
    return make.on_call(elena.organisation, imran, backup=tom)


def raised(person, by, key="answer-1"):
    with transaction.atomic():
        return actions.raise_alert(
            by=by, participant=person, source="measure", source_key=key, at=clock.now()
        )


def served(act=lambda: None, web=None):
    """Answer one request by the application that the web server runs, with ``act`` in the place of a view."""

    def application(environ, start_response):
        act()
        return [b"Thank you"]

    web = web or ByWeb(application)
    web.application = application
    list(web(RequestFactory().post("/").environ, lambda *_: None))
    return web


def settled():
    """Wait until no thread tells any more."""
    for thread in reach.running():
        thread.join(5)


@pytest.fixture(autouse=True)
def _quiet_end():
    yield
    settled()


def mail_of(viewer):
    return f"{viewer.user_id}@example.org"


# ---- the first attempt ----


@pytest.mark.hazard("H-01")
@pytest.mark.hazard("H-14")
def test_the_web_process_alone_reaches_who_is_on_call_within_five_seconds(elena, me, imran, turn, inbox):
    begun = time.monotonic()
    served(lambda: raised(elena, me))
    [(to, mail)] = inbox.wait()
    assert inbox.mails[0][0] - begun < 5
    assert to == mail_of(imran)
    assert mail["Subject"] == "Somebody needs you"
    assert mail.get_payload().strip() == "Somebody needs you. Open Handrail: http://127.0.0.1:8420"
    for word in ("Elena", "Nair", elena.key, Alert.objects.get().key, "Riverside", "safe"):
        assert word not in mail.as_string()
    settled()
    message = Message.objects.get()
    assert (message.sent_at, message.attempts) == (make.NOON, 1)


def test_what_is_rolled_back_tells_nobody(elena, me, turn, inbox):
    def falls():
        with transaction.atomic():
            raised(elena, me)
            transaction.set_rollback(True)

    served(falls)
    settled()
    assert (inbox.mails, Message.objects.count()) == ([], 0)


@pytest.mark.hazard("H-01")
def test_a_mail_server_that_hangs_holds_no_answer_up_and_the_next_look_tries_again(
    at, elena, me, turn, inbox, settings, monkeypatch
):
    monkeypatch.setattr("handrail.notices.jobs.FIRST_TIMEOUT", 0.3)
    good, web = settings.EMAIL_PORT, None
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        settings.EMAIL_PORT = silent.getsockname()[1]
        begun = time.monotonic()
        web = served(lambda: raised(elena, me))
        assert time.monotonic() - begun < 0.3
        settled()
    assert Message.objects.get().last_error
    settings.EMAIL_PORT = good
    at.move_to(make.NOON + MINUTE)
    web.looked -= reach.EVERY
    served(web=web)
    assert len(inbox.wait()) == 1


# ---- the clock, noticed by any request ----


@pytest.mark.hazard("H-01")
def test_any_request_notices_that_the_time_has_come_at_most_once_a_minute(
    at, elena, me, imran, tom, turn, inbox
):
    web = served(lambda: raised(elena, me))
    settled()
    at.move_to(make.NOON + 15 * MINUTE)
    served(web=web)
    settled()
    assert len(inbox.mails) == 1, "it has looked within this minute"
    web.looked -= reach.EVERY
    served(web=web)
    assert [to for to, _mail in inbox.wait(2)] == [mail_of(imran), mail_of(tom)]
    assert AlertTelling.objects.count() == 2


def test_trouble_is_logged_without_a_word_of_it_and_stops_nothing(elena, me, turn, monkeypatch, caplog):
    def fails(_messages):
        raise OSError("Elena")

    monkeypatch.setattr(reach, "send_now", fails)
    served(lambda: raised(elena, me))
    settled()
    assert [one.getMessage() for one in caplog.records] == [
        "Telling who is needed met trouble; it is tried again within a minute."
    ]


def test_a_command_leaves_the_message_to_the_work_loop(elena, me, turn):
    fresh._fresh.set(None)
    raised(elena, me)
    assert Message.objects.due().count() == 1


# ---- each page of theirs ----


@pytest.mark.hazard("H-01")
def test_each_page_of_theirs_says_it_until_somebody_acted(at, elena, me, dana, imran, turn):
    client, other = browser(imran), browser(dana)
    assert BANNER not in text(client.get("/more"))
    alert = raised(elena, me)
    page = text(client.get("/more"))
    assert BANNER in page
    assert f'href="/safety/{alert.key}"' in page
    assert "Elena" not in page
    assert BANNER not in text(other.get("/more"))
    at.move_to(make.NOON + 2 * MINUTE)
    here = text(client.get(f"/safety/{alert.key}"))
    assert BANNER not in here, "the page itself"
    assert "Elena Nair" in here
    assert "Not yet seen" in here, "as it was before this look"
    assert "Seen at 12:02" in text(other.get(f"/safety/{alert.key}"))
    sent = {"about": signed(), "do": "act", "kind": "spoke", "words": "Her father is there."}
    assert client.post(f"/safety/{alert.key}", sent).status_code == 302
    assert BANNER not in text(client.get("/more"))


def test_the_banner_costs_nothing_for_whom_nobody_asked_and_one_statement_for_the_other(
    elena, me, dana, imran, turn
):
    def cost(viewer):
        client = browser(viewer)
        client.get("/more")
        with CaptureQueriesContext(connection) as asked:
            client.get("/more")
        return len(asked)

    before = cost(imran)
    raised(elena, me)
    assert (cost(dana), cost(imran)) == (before, before + 1)


# ---- the page ----


def test_a_deed_without_words_and_an_end_without_words_stay_on_the_page(elena, me, imran, turn):
    alert, client = raised(elena, me), browser(imran)
    url = f"/safety/{alert.key}"
    answer = client.post(url, {"about": signed(), "do": "act", "kind": "", "words": ""})
    assert answer.status_code == 422
    assert "Until then others are told too." in text(answer)
    client.post(url, {"about": signed(), "do": "act", "kind": "met", "words": "I am with her."})
    answer = client.post(url, {"about": signed(), "do": "finish", "finish-words": ""})
    assert answer.status_code == 422
    assert "Write in a few words what is agreed." in text(answer)
    assert (
        client.post(url, {"about": signed(), "do": "finish", "finish-words": "Call at six."}).url == "/safety"
    )
    assert client.get(url).status_code == 404, "what was opened for it is closed"


def test_a_try_is_kept_and_says_that_others_are_told(elena, me, imran, turn):
    alert, client = raised(elena, me), browser(imran)
    sent = {"about": signed(), "do": "act", "kind": "tried", "words": "No answer."}
    client.post(f"/safety/{alert.key}", sent)
    page = text(client.get(f"/safety/{alert.key}"))
    assert "Others are still told." in page
    assert "The backup is told at 12:15." in page


def test_a_stranger_and_a_person_find_no_alert(elena, me, turn):
    alert = raised(elena, me)
    stranger = make.colleague(elena.organisation, Role.SPECIALIST)
    assert browser(stranger).get(f"/safety/{alert.key}").status_code == 404
    assert browser(me).get(f"/safety/{alert.key}").status_code == 403


def test_the_application_of_the_web_server_is_the_one_that_tells():
    code = "from handrail.web import wsgi; print(type(wsgi.application).__name__)"
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert found.stdout.strip() == "ByWeb"
