"""Journeys run in a real Chromium against a real ``handrail serve`` on a copy of one prepared demo."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.contracts.tree import ROOT

WALKS = "test_every_page.py"
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--js-flags=--no-maglev --no-turbofan",  # axe meets each page anew: code made faster is thrown away
]
PATIENCE = 40


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let lanes take the walks over every page first and one by one, for they are the longest; other files stay whole."""
    for item in items:
        if item.path.name != WALKS:
            item.add_marker(pytest.mark.xdist_group(item.path.as_posix()))
    items.sort(key=lambda item: item.path.name != WALKS)


@dataclass
class Place:
    """A running demo: where it lives and what it answers on."""

    home: Path
    url: str
    process: subprocess.Popen


def chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def _database() -> str | None:
    """Return the address of the PostgreSQL database of this lane: lanes beside each other do not share one."""
    address, lane = os.environ.get("JOURNEY_DATABASE_URL"), os.environ.get("PYTEST_XDIST_WORKER")
    if not (address and lane):
        return address
    return urlunsplit(urlsplit(address)._replace(path=f"/journeys_{lane}"))


def _make_database() -> None:
    """Make the database of this lane, where lanes run beside each other on PostgreSQL."""
    address, own = os.environ.get("JOURNEY_DATABASE_URL"), _database()
    if address and own and own != address:
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{urlsplit(own).path[1:]}"')


def _environment(home: Path, url: str = "") -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("HANDRAIL_", "DATABASE_"))
    }
    database = _database()
    return {
        **kept,
        **({"DATABASE_URL": database} if database else {}),
        **({"HANDRAIL_BASE_URL": url} if url else {}),
        "HANDRAIL_HOME": str(home),
        "HANDRAIL_PSEUDO_LOCALES": "1",
        "PYTHONPATH": str(ROOT / "src"),
        "PYTHONWARNINGS": "default",
    }


def _handrail(*words: str) -> list[str]:
    return [sys.executable, "-m", "handrail", *words]


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return held.getsockname()[1]


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the home of a freshly made demo; each place works on a copy."""
    home = tmp_path_factory.mktemp("prepared") / "home"
    _make_database()
    subprocess.run(_handrail("demo"), env=_environment(home), check=True, capture_output=True, timeout=180)
    return home


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/programmes", timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


@contextmanager
def serving(home: Path, **settings: str) -> Iterator[Place]:
    """Run ``handrail serve`` on ``home`` until the end of the block, with more ``settings`` when there are any."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with (home.parent / "serve.log").open("w") as log:
        process = subprocess.Popen(
            _handrail("serve", "--port", str(port)),
            env=_environment(home, url) | settings,
            stdout=log,
            stderr=log,
        )
    try:
        until = time.monotonic() + PATIENCE
        while not _answers(url):
            if process.poll() is not None or time.monotonic() > until:
                pytest.fail(f"serve did not answer: {(home.parent / 'serve.log').read_text()[-2000:]}")
            time.sleep(0.2)
        yield Place(home, url, process)
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture(scope="session")
def place(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Serve one copy of the demo to all journeys; each journey has its own people in it."""
    home = tmp_path_factory.mktemp("place") / "home"
    shutil.copytree(prepared, home)
    with serving(home) as place:
        yield place


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = chromium()
    if found is None:
        reason = "Chromium is missing: apt-get install chromium"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=CHROMIUM_FLAGS)
        yield started
        started.close()


@pytest.fixture
def somebody(browser: Browser, place: Place) -> Iterator[Callable[..., Any]]:
    """Return a way to meet people of the demo: ``somebody("elena", "/me/week", size=DESK)``."""
    from tests.journeys.visitor import Visitor

    met: list[Visitor] = []

    def meet(key: str = "", to: str = "", **how: Any) -> Visitor:
        visitor = Visitor(browser, place, **how)
        met.append(visitor)
        if key:
            visitor.be(key, to)
        return visitor

    yield meet
    for visitor in met:
        visitor.close()
