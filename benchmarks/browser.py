"""A browser inside the process: one request through the whole stack of middleware, with a real session."""

import io
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest
from django.middleware.csrf import _get_new_csrf_string

from handrail.accounts.models import User
from handrail.accounts.rules import How
from handrail.accounts.sign_in import begin_session


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class Browser:
    """Signed in as one user; ``get`` and ``post`` go through WSGI, as a server would send them."""

    handler = WSGIHandler()

    def __init__(self, user: User) -> None:
        request = HttpRequest()
        request.session = SessionStore()
        begin_session(request, user, how=How.DEMO)  # a long run must not be signed out by the clock
        request.session.save()
        self.csrf = _get_new_csrf_string()
        self.cookie = f"{settings.SESSION_COOKIE_NAME}={request.session.session_key}; csrftoken={self.csrf}"

    def looks_for(self, address: str, **fields: str) -> str:
        """Send a search as its form does, and return the sealed address to which it leads."""
        body = urlencode({**fields, "csrfmiddlewaretoken": self.csrf}).encode()
        return self.send("POST", address, body).headers["Location"]

    def _environ(self, method: str, address: str, body: bytes) -> dict[str, Any]:
        parts = urlsplit(address)
        return {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "PATH_INFO": parts.path,
            "QUERY_STRING": parts.query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8420",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "127.0.0.1:8420",
            "HTTP_ACCEPT": "text/html",
            "HTTP_ACCEPT_LANGUAGE": "en",
            "HTTP_COOKIE": self.cookie,
            "REMOTE_ADDR": "127.0.0.1",
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": False,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }

    def send(self, method: str, address: str, body: bytes = b"") -> Answer:
        """Send one request and read the whole answer."""
        found: dict[str, Any] = {}

        def start_response(status: str, headers: list[tuple[str, str]], *_: Any) -> None:
            found.update(status=int(status.split()[0]), headers=dict(headers))

        response = self.handler(self._environ(method, address, body), start_response)
        try:
            content = b"".join(response)
        finally:
            response.close()
        return Answer(found["status"], found["headers"], content)


class Form(HTMLParser):
    """The fields of the first form of a page that posts, as a browser would send them untouched."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.fields: list[tuple[str, str]] = []
        self.choices: dict[str, list[str]] = {}
        self._open = self._done = False
        self._area = self._select = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("method") == "post" and not self._done:
            self._open = True
        if not self._open:
            return
        name = given.get("name", "")
        if tag == "select":
            self._select = name
        elif tag == "option" and "selected" in given:
            self.fields.append((self._select, given.get("value", "")))
        elif tag == "textarea":
            self.fields.append((name, ""))
        elif tag == "input" and name:
            self._input(name, given)

    def _input(self, name: str, given: dict[str, str]) -> None:
        if given.get("type") in ("radio", "checkbox"):
            self.choices.setdefault(name, []).append(given.get("value", "on"))
            if "checked" not in given:
                return
        self.fields.append((name, given.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._open:
            self._open, self._done = False, True

    def filled(self, **said: str | list[str]) -> bytes:
        """Return the fields as a browser sends them, with ``said`` in place of what the page holds."""
        kept = [(name, value) for name, value in self.fields if name not in said]
        for name, value in said.items():
            kept += [(name, one) for one in ([value] if isinstance(value, str) else value)]
        return urlencode(kept).encode()
