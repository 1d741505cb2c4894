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


@pytest.mark.hazard("H-01")
def test_with_the_work_loop_dead_who_is_on_call_reads_it_within_five_seconds(
    browser, prepared, tmp_path, inbox
):
    handler, address = inbox
    home = tmp_path / "home"
    shutil.copytree(prepared, home)
    with serving(home, HANDRAIL_MAIL_URL=address) as place:
        loop = work_loop(place.process.pid)
        os.kill(loop, signal.SIGSTOP)  # alive for whoever keeps it, and works no more
        try:
            handler.mails.clear()
            sasha, lotte = Visitor(browser, place), Visitor(browser, place)
            sasha.be("sasha")
            files_about(sasha, "Rosa", "She said she does not want to be here.", safety="yes")
            sasha.sees("What to do first")
            filed = time.monotonic()
            while not handler.mails and time.monotonic() < filed + 5:
                time.sleep(0.05)
            [(came, to, mail)] = handler.mails
            assert came - filed < 5
            assert to == ["lotte@riverside.example"]
            assert "Rosa" not in mail
            lotte.be("lotte", "/more")
            lotte.page.get_by_role("alert").get_by_text(BANNER).click()
            lotte.sees("Rosa Castillo").accessible()
            sasha.page.reload()
            sasha.sees("Told at").sees("Seen at")
            for visitor in (sasha, lotte):
                visitor.close()
        finally:
            os.kill(loop, signal.SIGCONT)
