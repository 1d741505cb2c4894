"""``handrail serve`` under hard treatment: real processes, killed one by one."""

import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from handrail.cli.tests.places import command, environment, free_port, run

pytestmark = [pytest.mark.slow, pytest.mark.skipif("os.name != 'posix'", reason="Linux only")]


def _eventually(what, within=20.0):
    end = time.monotonic() + within
    while time.monotonic() < end:
        found = what()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"{what} did not come true within {within} s")


class Server:
    def __init__(self, home: Path) -> None:
        self.home, self.port = home, free_port()
        self.process = subprocess.Popen(
            command("serve", "--port", str(self.port)),
            env=environment(home),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def first_line(self) -> str:
        return self.process.stdout.readline()

    def status(self) -> int:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=5) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def pids(self, words: str) -> list[int]:
        """Return this home's processes whose command line holds ``words``."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                own = f"HANDRAIL_HOME={self.home}".encode() in (folder / "environ").read_bytes().split(b"\0")
                alive = (folder / "stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
            except OSError:
                continue
            if own and alive and words in line:
                found.append(int(folder.name))
        return sorted(found)

    def main(self) -> int:
        """Return granian's main process: the web server whose parent is ``handrail serve``."""
        return next(pid for pid in self.pids("web_server") if _parent(pid) == self.process.pid)

    def workers(self) -> list[int]:
        return [pid for pid in self.pids("web_server") if _parent(pid) != self.process.pid]


def _parent(pid: int) -> int:
    """Return who began a process; itself when it has ended since it was found."""
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])
    except OSError:
        return pid


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("served")
    said = run(folder, "init", "--no-input", "--agency", "Harbour", "--admin", "alex")
    assert said.returncode == 0, said.stderr
    return folder


@pytest.fixture
def server(home):
    running = Server(home)
    assert running.first_line() == f"Handrail is open at http://127.0.0.1:{running.port}\n"
    _eventually(lambda: len(running.workers()) == 2 and running.pids("handrail work"))
    yield running
    running.process.kill()
    running.process.wait()
    running.process.stdout.close()
    _eventually(lambda: running.pids("") == [])


def test_a_killed_web_worker_is_back_and_pages_open(server):
    victim = server.workers()[0]
    os.kill(victim, signal.SIGKILL)
    _eventually(lambda: len(server.workers()) == 2 and victim not in server.workers())
    assert _eventually(server.status)


def test_a_killed_web_server_is_back_and_its_workers_are_not_left_over(server):
    old, workers = server.main(), server.workers()
    os.kill(old, signal.SIGKILL)
    _eventually(lambda: not set(workers) & set(server.pids("web_server")))
    _eventually(lambda: len(server.workers()) == 2)
    assert server.main() != old
    assert _eventually(server.status)


def test_a_killed_work_loop_is_back(server):
    [victim] = server.pids("handrail work")
    os.kill(victim, signal.SIGKILL)
    _eventually(lambda: server.pids("handrail work") not in ([], [victim]))


def test_nothing_is_left_when_the_supervisor_is_killed(server):
    server.process.kill()
    server.process.wait()
    _eventually(lambda: server.pids("") == [])
    assert server.status() == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_everything_within_ten_seconds(server, number):
    server.process.send_signal(number)
    assert server.process.wait(12) == 0
    assert server.pids("") == []


def test_sighup_starts_everything_afresh_without_a_refused_page(server):
    before = set(server.workers()) | set(server.pids("handrail work"))
    server.process.send_signal(signal.SIGHUP)
    answers = []

    def renewed():
        answers.append(server.status())
        now = set(server.workers()) | set(server.pids("handrail work"))
        return len(now) == 3 and not now & before

    _eventually(renewed, within=40)
    assert 0 not in answers


def test_a_taken_home_and_a_taken_port_are_refused_with_a_sentence(server, home, tmp_path):
    said = run(home, "serve", "--port", str(free_port()))
    assert (said.returncode, said.stdout) == (1, "")
    assert "Another Handrail runs on" in said.stderr
    said = run(tmp_path, "serve", "--port", str(server.port))
    assert (said.returncode, said.stdout) == (1, "")
    assert f"Port {server.port} on 127.0.0.1 cannot be used" in said.stderr
    assert server.status()


def test_style_files_have_lasting_names_and_come_small(server):
    [name] = [path.name for path in (server.home / "static" / "ui").glob("tokens.*.css")]
    ask = urllib.request.Request(
        f"http://127.0.0.1:{server.port}/static/ui/{name}", headers={"Accept-Encoding": "br"}
    )
    with urllib.request.urlopen(ask, timeout=5) as answer:
        assert answer.headers["Content-Encoding"] == "br"
        assert "immutable" in answer.headers["Cache-Control"]
