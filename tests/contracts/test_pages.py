"""Every page that somebody of the demo can reach: strict headers, whole text, a look for whom it shows."""

import re
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from html.parser import HTMLParser
from unittest.mock import patch

import pytest
from django.apps import apps
from django.db import models
from django.test import Client, TestCase
from django.utils import translation

from handrail.accounts.models import Membership
from handrail.accounts.sign_in import HOW, MEMBERSHIP, OWN_RECORD
from handrail.audit.models import LookPerson
from handrail.base.words import pseudo
from handrail.catalogue.definitions import programme_types
from handrail.demo.build import TODAY, build
from handrail.demo.day import MORNING
from handrail.measures.definitions import instruments
from handrail.outcomes.queries import guide_claims
from handrail.people.models import Participant
from handrail.people.queries import own_participant
from tests.contracts.crawl import account, crawl, personas
from tests.contracts.tree import SOURCE

BROKEN = re.compile(r"&lt;(bound method|function)|object at 0x|\{\{|\}\}|\bNone\b(?=\s*<)")
ABOUT_A_PERSON = re.compile(r"^/people/([a-z]{10})(/|$)")
DATES = (
    r"Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Mon|Tue|Wed|Thu|Fri|Sat|Sun|January|February|March"
    r"|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
)
# Shows made-up people, and each component in words of its own.
IN_ITS_OWN_WORDS = {"gallery"}
ONE_OF_EACH_ROLE = ("elena", "ravi", "tess", "sasha", "dana", "margit", "fund", "admin")
UNMARKED_IS_FINE = {
    "[Pseudo]",
    "[Mirrored]",
    "Handrail",
    "English",
    "Pseudo",
    "Mirrored",
    "handrail init",
    "Σw²",
}


class Texts(HTMLParser):
    """The visible text of a page, node by node, and the names that are read aloud."""

    HIDDEN = ("script", "style", "title", "code")

    def __init__(self, text):
        super().__init__()
        self.nodes, self._hidden = [], 0
        self.feed(re.sub(r"</?(strong|b|em)\b[^>]*>", " · ", text))

    def handle_starttag(self, tag, attrs):
        self._hidden += tag in self.HIDDEN
        self.nodes += [
            value for name, value in attrs if name in ("aria-label", "placeholder", "alt") and value
        ]

    def handle_endtag(self, tag):
        self._hidden -= tag in self.HIDDEN

    def handle_data(self, data):
        if not self._hidden:
            self.nodes.append(data)


def _client(key, language=""):
    user = account(key)
    if language:
        user.language = language
        user.save(update_fields=["language"])
    membership = Membership.objects.get(user=user)
    own = own_participant(user.pk, membership.organisation_id)
    client = Client()
    client.force_login(user)
    session = client.session
    session[MEMBERSHIP] = str(membership.pk)
    session[HOW] = "demo"
    session[OWN_RECORD] = str(own.pk) if own else ""
    session.save()
    return client


def _getter(client):
    def get(address):
        answer = client.get(address, follow=True)
        final = answer.redirect_chain[-1][0] if answer.redirect_chain else address
        answer_text = "" if answer.streaming else answer.content.decode()
        get.headers = answer.headers
        return answer.status_code, final, answer_text

    return get


def _is_strict(policy):
    return "default-src 'none'" in policy and "unsafe" not in policy


def _looked(key, name, address):
    """Return whether a page about a person left its look; other pages have none to leave."""
    match = ABOUT_A_PERSON.match(address)
    if not match:
        return True
    person = Participant.objects.get(key=match[1])
    return LookPerson.objects.filter(
        participant_id=person.pk, viewer_key=str(account(key).pk), page=name
    ).exists()


def _stored_words():
    """Return all text of the database, the guide's table and its figures: not words of the interface."""
    words = {cell for one in programme_types() for cell in asdict(one.guide).values()}
    words |= {figure for _outcome, figures in guide_claims() for figure in figures}
    for model in apps.get_models():
        if model.__module__.startswith("handrail."):
            for field in model._meta.concrete_fields:
                if isinstance(field, models.CharField | models.TextField | models.JSONField):
                    words.update(map(str, model.objects.values_list(field.attname, flat=True)))
    for one in instruments().values():  # proper names, and what a licence asks to be said word for word
        words |= {one.name, one.source, one.licence.name, one.licence.notice}
    words.add(
        (SOURCE / "intake" / "data" / "questions.yaml").read_text("utf-8")
    )  # what a place may word anew
    words.update(person.full_name for person in Participant.objects.all())
    return "\n".join(_bare(str(word)) for word in words if word)


def _bare(text):
    return " ".join(re.sub(rf"\b({DATES})\b|[\d:€%+/–-]+", " ", text).split())


@pytest.mark.once
class Pages(TestCase):
    @classmethod
    def setUpTestData(cls):
        build(neighbours=12)

    def setUp(self):
        from datetime import datetime
        from zoneinfo import ZoneInfo

        from handrail.base import clock

        held = clock.clock_at(datetime.combine(TODAY, MORNING, ZoneInfo("Europe/Berlin")))
        held.__enter__()
        self.addCleanup(held.__exit__, None, None, None)

    def test_every_page_opens_whole_with_strict_headers_and_leaves_its_look(self):
        """One walk for each persona: the page is whole, its policy is strict, and whom it shows is on record."""
        wrong = []
        for key in personas():
            get = _getter(_client(key))
            for name, address, status, text in crawl(get):
                found = list(_faults(key, name, address, status, text, get.headers))
                wrong += [f"{key} {name} {address}: {fault}" for fault in found]
        assert wrong == []

    def test_no_text_of_the_interface_is_unmarked(self):
        stored = _stored_words()
        unmarked: set[tuple[str, str]] = set()
        for key in ONE_OF_EACH_ROLE:
            with _every_language_is_made_up():
                pages = list(crawl(_getter(_client(key, "en-xa"))))
            for name, _address, _status, text in pages:
                nodes = [] if name in IN_ITS_OWN_WORDS else Texts(text).nodes
                for node in nodes:
                    unmarked |= {(name, words) for words in _interface_words(_unmarked(node), stored)}
        assert unmarked == set()


def _faults(key, name, address, status, text, headers):
    """Yield what is wrong with one opened page."""
    if status != 200:
        yield status
        return
    if broken := BROKEN.search(text):
        yield text[max(0, broken.start() - 60) : broken.end() + 20]
    if not _is_strict(headers.get("Content-Security-Policy", "")):
        yield "no strict policy"
    if text.count("<h1") != 1:
        yield f"{text.count('<h1')} main headings"
    if not _looked(key, name, address):
        yield "no look"


def _unmarked(text):
    """Return what stands outside the marks, which may stand inside one another."""
    before = None
    while before != text:
        before, text = text, re.sub(r"⟦[^⟦⟧]*⟧", " ", text)
    return text


def _interface_words(text, stored):
    for piece in re.split(r"[\n·,;:.()“”]+|\s{2,}", text):
        bare = _bare(piece).strip(" ,.“”’?!…")
        if len(re.sub(r"[^\w]", "", bare)) > 2 and bare not in stored and bare not in UNMARKED_IS_FINE:
            yield bare


@contextmanager
def _every_language_is_made_up():
    """Wear the made-up locale also where Django itself is asked for a text."""
    names = {
        "gettext": lambda text: pseudo(text),
        "ngettext": lambda one, many, count: pseudo(one if count == 1 else many),
        "pgettext": lambda context, text: pseudo(text),
    }
    with ExitStack() as worn:
        for name, wear in names.items():
            worn.enter_context(patch.object(translation._trans, name, wear))
        yield
