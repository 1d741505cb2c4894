"""``handrail serve``: stays small, because it only waits; what needs the framework runs in other processes."""

import fcntl
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import click

from handrail.cli import supervisor
from handrail.web import environment

DEFAULT_PORT = 8420
ANSWERS_WITHIN = 30.0


def _refuse_when_port_is_taken(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            raise click.ClickException(
                f"Port {port} on {host} cannot be used ({error.strerror}). Choose another with --port."
            ) from error


def _lock_home(home: Path) -> int:
    """Return the handle of the lock that keeps a second server away from this home."""
    home.mkdir(parents=True, exist_ok=True)
    handle = os.open(home / "serve.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise click.ClickException(
            f"Another Handrail runs on {home}. Stop it first, or use another home."
        ) from error
    return handle


def _prepare() -> bool:
    """Return whether files have new names; end with the status of ``handrail prepare`` when the place is not ready."""
    command = [sys.executable, "-m", "handrail", "prepare"]
    ready = subprocess.run(command, stdout=subprocess.PIPE, check=False, preexec_fn=supervisor.as_child())  # noqa: S603
    if ready.returncode:
        raise click.exceptions.Exit(ready.returncode)
    return bool(ready.stdout)


def _wait_until_it_answers(host: str, port: int) -> bool:
    end = time.monotonic() + ANSWERS_WITHIN
    while time.monotonic() < end:
        try:
            with socket.create_connection((host, port), timeout=5) as door:
                door.sendall(b"HEAD / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                if door.recv(1):
                    return True
        except OSError:
            pass
        time.sleep(0.02)
    return False


def _say(sentence: str) -> None:
    click.echo(sentence, err=True)


@click.command(name="serve")
@click.option("--port", default=DEFAULT_PORT, show_default=True, type=click.IntRange(1, 65535))
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
def verb(port: int, host: str) -> None:
    """Run the web server and the work loop until SIGTERM; SIGHUP loads them afresh.

    Listens without TLS: put a web server that speaks TLS in front (deploy/).
    """
    os.environ.setdefault("HANDRAIL_BASE_URL", f"http://{host}:{port}")
    threads = 1 if environment.checked()["ENGINE"] == environment.SQLITE else 4
    _refuse_when_port_is_taken(host, port)
    lock = _lock_home(environment.home())
    web, work = supervisor.parts(host, port, threads)

    if not (environment.home() / "static" / "staticfiles.json").exists():
        _prepare()

    def open_the_door() -> None:
        if _prepare():  # the workers may have read the list of the old names
            web.clear()
            web.start()
        if _wait_until_it_answers(host, port):
            click.echo(f"Handrail is open at {os.environ['HANDRAIL_BASE_URL']}")
        else:
            _say("The web server does not answer yet. It goes on trying.")

    supervisor.keep([web, work], open_the_door, _say)
    os.close(lock)
