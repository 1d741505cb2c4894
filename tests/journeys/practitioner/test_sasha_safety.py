"""A worry about safety shows what to do first, and tells who is on call, also while the work loop is dead."""

import os
import shutil
import signal
import socket
import time
from email import message_from_bytes
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from tests.journeys.conftest import PATIENCE, serving
from tests.journeys.practitioner.test_sasha_note import files_about
from tests.journeys.visitor import DESK, PHONE, Visitor

BANNER = "Somebody needs you."


@pytest.mark.parametrize(("size", "name"), [(PHONE, "Rosa"), (DESK, "Daniel")])
def test_a_yes_to_safety_says_what_to_do_and_waits_until_somebody_acted(somebody, size, name):
    sasha = somebody("sasha", size=size)
    files_about(sasha, name, "She said she does not want to be here.", safety="yes")
    sasha.sees("What to do first").sees("112").sees("Lotte Krause").sees("Not yet seen").accessible()
    dana = somebody("dana", "/safety", size=size)
    dana.sees(name).does_not_see("does not want to be here").accessible()
    dana.go("/today").sees("Safety, first").accessible()
    dana.tap(f"Open: {name}").sees("Who was told").accessible()
    dana.chooses("kind", "spoke").writes("In a few words", "We spoke, a friend is there.").tap("Keep it")
    dana.sees("We spoke, a friend is there.").accessible()
    dana.writes("What is agreed now?", "Call again at six.").tap("Finish")
    dana.is_at("/safety$").does_not_see(name).accessible()
    sasha.page.reload()
    sasha.sees("Dana Brandt has this now.")


class Inbox:
    """A mail server's handler: keeps what it takes."""

    def __init__(self) -> None:
        self.mails: list[tuple[float, list[str], str]] = []

    async def handle_DATA(self, server, session, envelope):
        self.mails.append(
            (time.monotonic(), envelope.rcpt_tos, message_from_bytes(envelope.content).as_string())
        )
        return "250 OK"


@pytest.fixture
def inbox():
    handler = Inbox()
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    server = Controller(handler, hostname="127.0.0.1", port=port)
    server.start()
    yield handler, f"smtp://127.0.0.1:{port}"
    server.stop()


def work_loop(parent: int) -> int:
    """Return the process below ``parent`` that runs the work loop: it begins after the first page answers."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                above = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
                words = (folder / "cmdline").read_bytes().split(b"\0")
            except (OSError, ValueError):
                continue
            if above == parent and b"work" in words:
                return int(folder.name)
        time.sleep(0.05)
    pytest.fail("The work loop did not start.")


@pytest.fixture
def loopless(prepared, tmp_path, inbox):
    """Serve a copy of the demo with its work loop dead: alive for whoever keeps it, and working no more."""
    handler, address = inbox
    home = tmp_path / "home"
    shutil.copytree(prepared, home)
    with serving(home, HANDRAIL_MAIL_URL=address) as place:
        loop = work_loop(place.process.pid)
        os.kill(loop, signal.SIGSTOP)
        handler.mails.clear()
        yield place
        os.kill(loop, signal.SIGCONT)


@pytest.fixture
def visit(browser, loopless):
    """Let somebody of the demo without a work loop open a page."""
    visitors = []

    def opened(key, to=""):
        visitors.append(Visitor(browser, loopless))
        return visitors[-1].be(key, to)

    yield opened
    for one in visitors:
        one.close()


def reaches_lotte(handler, visit, name):
    """Who is on call has a mail within five seconds of now, which names nobody, and reads who it is about."""
    asked = time.monotonic()
    while not handler.mails and time.monotonic() < asked + 5:
        time.sleep(0.05)
    [(came, to, mail)] = handler.mails
    assert came - asked < 5
    assert to == ["lotte@riverside.example"]
    assert name not in mail
    lotte = visit("lotte", "/more")
    lotte.page.get_by_role("alert").get_by_text(BANNER).click()
    lotte.sees(name).accessible()


@pytest.mark.hazard("H-01")
def test_with_the_work_loop_dead_who_is_on_call_reads_it_within_five_seconds(visit, inbox):
    sasha = visit("sasha")
    files_about(sasha, "Rosa", "She said she does not want to be here.", safety="yes")
    sasha.sees("What to do first")
    reaches_lotte(inbox[0], visit, "Rosa")
    sasha.page.reload()
    sasha.sees("Told at").sees("Seen at")


@pytest.mark.hazard("H-01")
def test_one_answer_about_death_reaches_who_is_on_call_with_the_work_loop_dead(visit, inbox):
    rosa = visit("rosa", "/me/questions")
    key = rosa.page.url.split("/people/")[1].split("/")[0]
    dana = visit("dana", f"/people/{key}/questions/plan")
    dana.page.locator("main select[name=instrument]").select_option("phq9")
    dana.picks("Dana Brandt").tap("Ask")
    rosa.go("/me/questions").tap("Begin: Mood").sees("Who reads this, and when").accessible()
    rosa.chooses("self_harm_thoughts", "2").tap("Send")
    rosa.sees("Thank you for telling us").sees("112").accessible()
    reaches_lotte(inbox[0], visit, "Rosa")
