"""Asks one address as somebody and says in one word what came of it; nothing that it did stays."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from handrail.access import about_field
from handrail.audit.rules import REFUSED

ALLOW, ABSENT, CLOSED, NO_METHOD = "allow", "404", "403", "405"
WORDS = {403: CLOSED, 404: ABSENT, 405: NO_METHOD}
FINE = {200, 204, 302, 409, 422}


@dataclass(frozen=True)
class Answer:
    """What came back: a word for the table, and the rest for those who compare."""

    word: str
    status: int
    text: str
    statements: int
    events: int = 0
    looks: int = 0


def token(person: str = "") -> str:
    """Return what the hidden field of a form holds that was made for ``person``."""
    return str(about_field(person)).split('value="')[1].split('"')[0]


def ask(
    client: Client, method: str, address: str, body: dict[str, Any] | None = None, **headers: str
) -> Answer:
    """Send one request and roll back what it wrote."""
    send = getattr(client, method.lower())
    asked: list[str] = []
    events = 0

    def note(execute: Any, sql: str, values: Any, many: bool, context: Any) -> Any:
        nonlocal events
        asked.append(sql)
        if 'INSERT INTO "audit_event"' in sql:
            # That a record did not open is an event too, and nothing that the form did.
            events += sum(REFUSED not in row for row in (values if many else [values]))
        return execute(sql, values, many, context)

    with transaction.atomic():
        with connection.execute_wrapper(note):
            answer = send(address, body or {}, headers=headers)
        transaction.set_rollback(True)
    word = WORDS.get(answer.status_code, ALLOW if answer.status_code in FINE else str(answer.status_code))
    text = "" if answer.streaming else answer.content.decode(errors="replace")
    looks = sum("INSERT" in sql and '"audit_lookperson"' in sql for sql in asked)
    return Answer(word, answer.status_code, text, len(asked), events, looks)


# Where something is looked for by words, and the field that takes them.
SEARCHES = (
    ("/people", "q"),
    ("/people", "after"),
    ("/notes/new", "name"),
    ("/peers/match", "name"),
    ("/services", "q"),
    ("/employers", "q"),
)


def searches(client: Client, words: str) -> Iterator[tuple[str, str]]:
    """Yield (name, address) of each search for ``words``, where the form led to a page."""
    for path, field in SEARCHES:
        came = client.post(path, {field: words})
        if came.status_code == 302:
            yield f"{path} {field}", came.headers["Location"]


def address_of(name: str, ids: dict[str, str]) -> str:
    return reverse(name, kwargs=ids)
