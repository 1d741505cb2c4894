import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from handrail.demo.check import Page, Tap, follow_every_link

FRONT = """<h1>Who would you like to be?</h1><a href="/guide">Guide</a> <a href="https://example.org/">Away</a>
<a href="#main">Skip</a>
<form method="post" action="/be/elena"><input type="hidden" name="token" value="t"><button>Elena</button></form>"""


class Demo(BaseHTTPRequestHandler):
    pages: dict[str, tuple[int, str]] = {}

    def do_GET(self):
        status, text = self.pages.get(self.path, (404, "<h1>There is no such page.</h1>"))
        self.send_response(status)
        self.end_headers()
        self.wfile.write(text.encode())

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.send_response(303 if body == "token=t" else 403)
        self.send_header("Location", "/week")
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def demo(monkeypatch):
    whole = {"/": (200, FRONT), "/guide": (200, "<h1>Guide</h1>"), "/week": (200, "<h1>My week</h1>")}
    monkeypatch.setattr(Demo, "pages", whole)
    server = HTTPServer(("127.0.0.1", 0), Demo)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_links_and_forms_of_this_place_are_followed(demo):
    outcome = follow_every_link(demo)
    assert (outcome.followed, outcome.sentences) == (2, [])


def test_a_link_that_does_not_open_is_said(demo):
    del Demo.pages["/week"]
    Demo.pages["/guide"] = (200, "<p>Nothing")
    outcome = follow_every_link(demo)
    assert outcome.sentences == [
        "“Guide” opens a page without a heading.",
        "“Elena” answers 404: “There is no such page.”.",
    ]


def test_a_page_that_says_it_is_absent_is_trouble_whatever_its_status(demo):
    Demo.pages["/guide"] = (200, "<h1>There is no such page.</h1>")
    assert follow_every_link(demo).sentences == ["“Guide” opens “There is no such page.”."]


def test_an_empty_front_door_and_a_closed_one_are_trouble(demo):
    Demo.pages["/"] = (200, "<h1>Hello</h1>")
    assert follow_every_link(demo).sentences == ["The front door has no links."]
    Demo.pages["/"] = (500, "")
    assert "answers 500" in follow_every_link(demo).sentences[0]


def test_each_button_of_a_form_is_one_tap():
    page = Page(
        '<form method="post" action="/be"><input type="hidden" name="t" value="1">'
        '<button name="who" value="a">A</button><button name="who" value="b">B</button></form>'
    )
    assert page.taps == [
        Tap("/be", "A", (("t", "1"), ("who", "a"))),
        Tap("/be", "B", (("t", "1"), ("who", "b"))),
    ]
