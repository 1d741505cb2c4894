"""A crawl as every role, with a telling word in every text: none in a foreign page, each one found has its look."""

import logging
import re
from dataclasses import dataclass, field

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test import Client

from handrail.access import Category, Label, Role
from handrail.notices import jobs
from handrail.notices.actions import queue_message
from handrail.notices.rules import MessageKind
from handrail.web.holdings import HELD
from handrail.web.logs import Lines
from tests.matrix import canaries, expected, tables, walker
from tests.matrix.tables import Cell
from tests.matrix.test_lists import filled
from tests.matrix.test_walk import ABOUT, targets
from tests.matrix.world import STANDINGS, operator

pytestmark = pytest.mark.once
# Every role in each standing that opens something else to it, and one in which nothing is open.
WALKS = [
    (Role.PARTICIPANT, "self"),
    (Role.FAMILY, "family"),
    (Role.FAMILY, "family_contact"),
    (Role.FAMILY, "family_asked"),
    (Role.FAMILY, "guardian"),
    (Role.FAMILY, "refused"),
    (Role.PEER, "peer_pairing"),
    (Role.SPECIALIST, "care_team"),
    (Role.SPECIALIST, "group"),
    (Role.SPECIALIST, "none"),
    (Role.CLINICIAN, "on_call"),
    (Role.COORDINATOR, "coordinator"),
    (Role.COORDINATOR, "other_organisation"),
    (Role.MANAGER, "supervisor"),
    (Role.FUNDER, "none"),
    (Role.ADMINISTRATOR, "none"),
]
OPENING = {standing for _role, standing in WALKS} - {"none", "refused", "other_organisation"}
# Words that are there for everybody to read, and why.
PUBLIC = {"intake.Story": "told for everybody, without a name, until it is taken back"}
# Words that the person chose to stand in the bar and in the tab of their own pages.
OWN_TITLES = {"safety.HardDayList", "people.Participant"}
CALLS = ("tel:", "sms:", "mailto:", "geo:")
# Lists that name people whose record is closed to the reader, and why.
NAMED = {
    "people:unnamed": "whom nobody coordinates: the list of those who may",
    "practice:today": "the first of the same list",
    "web:overview": "the first of the same list",
}


@dataclass
class Seen:
    """What came back of one address."""

    status: int
    text: str
    location: str
    looked: set[str] = field(default_factory=set)

    @property
    def addresses(self) -> str:
        found = re.findall(r'(?:href|action|src|hx-get|hx-post)="([^"]*)"', self.text)
        return " ".join([self.location, *(one for one in found if not one.startswith(CALLS))])

    @property
    def title(self) -> str:
        found = re.search(r"<title>(.*?)</title>", self.text, re.S)
        return found[1] if found else ""


def visit(client: Client, address: str) -> Seen:
    """Open one address, remember whom its look names, and roll back what it wrote."""
    looked: set[str] = set()

    def note(execute, sql, values, many, context):
        if "INSERT" in sql and '"audit_lookperson"' in sql:
            looked.update(str(one).replace("-", "") for row in (values if many else [values]) for one in row)
        return execute(sql, values, many, context)

    with transaction.atomic():
        with connection.execute_wrapper(note):
            answer = client.get(address)
        transaction.set_rollback(True)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return Seen(answer.status_code, body.decode(errors="replace"), answer.headers.get("Location", ""), looked)


@pytest.fixture(scope="module")
def put(built, django_db_blocker):
    """The world with a word in every text, for the tests of this file."""
    with django_db_blocker.unblock():
        around = transaction.atomic()
        around.__enter__()
        try:
            yield canaries.fill(built)
        finally:
            transaction.set_rollback(True)
            around.__exit__(None, None, None)


def may_read(role, standing, canary, person):
    """Return whether the tables open a word to a role that stands so to ``person`` and to nobody else."""
    if canary.table in PUBLIC:
        return True
    if canary.person != person:
        return False
    labels = [canary.label] if canary.label else [label.name.lower() for label in Label]
    categories = [canary.category] if canary.label else list(Category)
    return any(
        expected.decisions()[Cell(str(role), standing, str(category), label)] == walker.ALLOW
        for category in categories
        for label in labels
    )


def wrong_with(name, seen, found, role, standing, person):
    """Yield what is wrong with one response that was found to hold some words."""
    for word, canary in found.items():
        where = f"{name} {seen.status}: {canary.table} {canary.category} {canary.label or 'name'}"
        if not (name in NAMED and not canary.label) and not may_read(role, standing, canary, person):
            yield f"{where} of {'the person' if canary.person == person else 'somebody else'}"
        if canary.table not in PUBLIC and canary.person.pk.hex not in seen.looked:
            yield f"{where}: no look"
        if word in seen.addresses.lower():
            yield f"{where}: in an address"
        if word in seen.title.lower() and canary.table not in OWN_TITLES:
            yield f"{where}: in the title"


def addresses(world, person, routes):
    """Yield (name, address) of what is asked about one person, and of every list."""
    for route in routes:
        yield route.name, walker.address_of(route.name, world.ids(route, person))


def lists(world, client):
    for route in tables.routes():
        if route not in ABOUT and "GET" in route.methods:
            yield route.name, walker.address_of(route.name, filled(world, route))
    yield from walker.searches(client, "zq")


@pytest.mark.asvs("8.2.2", "8.2.3", "14.2.1", "15.3.1", "16.2.5")
@pytest.mark.parametrize(("role", "standing"), WALKS, ids=lambda one: str(one))
def test_no_word_of_anybody_is_in_a_foreign_page_an_address_a_title_or_a_log(
    world, put, role, standing, caplog
):
    caplog.set_level(logging.INFO)
    wrong, met = [], 0
    readable = [route for route in ABOUT if "GET" in route.methods]
    for person, routes in targets(world, readable):
        user = world.stand(role, [STANDINGS[standing]], person)
        client = world.client(user, person if role == Role.PARTICIPANT else None)
        asked = [*addresses(world, person, routes)]
        if person == world.order[0]:
            asked += lists(world, client)
        for name, address in asked:
            seen = visit(client, address)
            found = put.found_in(f"{seen.text} {seen.location}")
            met += name not in NAMED and any(one.table not in PUBLIC for one in found.values())
            wrong += wrong_with(name, seen, found, role, standing, person)
    assert not wrong, "\n".join(sorted(set(wrong)))
    told = [caplog.text, *(Lines().format(record) for record in caplog.records)]
    assert put.found_in(" ".join(told)) == {}
    assert bool(met) == (standing in OPENING), "a walk that meets no word shows nothing"


@pytest.mark.asvs("14.2.1")
def test_nobody_signed_in_reads_no_word(world, put):
    found = {}
    for name, address in lists(world, Client()):
        found |= {
            f"{name} {one.table}": word
            for word, one in put.found_in(visit(Client(), address).text).items()
            if one.table not in PUBLIC
        }
    assert found == {}


@pytest.mark.parametrize("kind", list(MessageKind))
@pytest.mark.hazard("H-14")
def test_no_mail_says_a_word(world, put, kind, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    to = world.stand(Role.FAMILY, [STANDINGS["family"]], world.order[0])
    to.email = "somebody@b.example"
    to.save(update_fields=["email"])
    while jobs.send_due():  # what waits in the stories themselves
        pass
    mail.outbox.clear()
    for person in world.order:
        queue_message(kind=kind, recipient=to, organisation=world.here, about=person, by=operator(world.here))
    while jobs.send_due():
        pass
    assert len(mail.outbox) == len(world.order)
    assert put.found_in(" ".join(str(one.message()) for one in mail.outbox)) == {}


def test_a_word_stands_in_every_column_that_holds_words(world, put):
    wanted = {
        f"{one.name}.{name}"
        for one in HELD
        if one.name not in canaries.NO_WORDS
        for name in (*canaries.columns_of(one), *one.seals)
    }
    missing = wanted - put.columns
    assert not missing, "\n".join(sorted(missing))
    assert {name.rsplit(".", 1)[0] for name in canaries.CODES} <= {one.name for one in HELD}
