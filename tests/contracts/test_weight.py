"""Main pages stay light: HTML and its style sheets as they are sent, before compression, and few nodes."""

import re
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.contrib.staticfiles import finders
from django.test import Client, TestCase

from handrail.access import Role, Viewer
from handrail.accounts.tests.browsing import browser
from handrail.base import clock
from handrail.cli.static import without_air
from handrail.demo.build import TODAY, build
from handrail.demo.day import MORNING
from handrail.people.models import Participant
from tests.contracts.crawl import account

KILOBYTE, WEIGHT, NODES = 1_000, 60, 1_500
SHEET = re.compile(r'<link rel="stylesheet" href="/static/([^"?]+)')
PAGES = [
    ("", "/demo"),
    ("", "/programmes"),
    ("elena", "/people/{elena}/week"),
    ("elena", "/people/{elena}/plan"),
    ("elena", "/people/{elena}/start"),
    ("elena", "/people/{elena}/lessons"),
    ("elena", "/learn"),
    ("elena", "/learn/a-budget/4"),
    ("sasha", "/today"),
    ("sasha", "/people"),
    ("sasha", "/people/{elena}"),
    ("sasha", "/people/{elena}/notes/new"),
    ("margit", "/overview"),
    ("margit", "/outcomes"),
    ("admin", "/people-and-places"),
]


class Nodes(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.count = 0
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.count += 1


def _sheets(html):
    found = [finders.find(name) for name in SHEET.findall(html)]
    assert found and all(found)
    return sum(len(without_air(Path(path).read_text(encoding="utf-8"))) for path in found)


@pytest.mark.slow
class Weight(TestCase):
    @classmethod
    def setUpTestData(cls):
        build(neighbours=12)

    def test_main_pages_are_light(self):
        keys = {"elena": Participant.objects.get(called="Elena").key}
        heavy = {}
        with clock.clock_at(datetime.combine(TODAY, MORNING, ZoneInfo("Europe/Berlin"))):
            for who, address in PAGES:
                answer = self._client(who).get(address.format(**keys), follow=True)
                assert answer.status_code == 200, address
                html = answer.content.decode()
                kilobytes = (len(answer.content) + _sheets(html)) / KILOBYTE
                nodes = Nodes(html).count
                if kilobytes > WEIGHT or nodes > NODES:
                    heavy[address] = (round(kilobytes, 1), nodes)
        assert heavy == {}

    def _client(self, who):
        if not who:
            return Client()
        user = account(who)
        return browser(Viewer(actor="user", today=TODAY, user_id=user.pk, role=Role.FUNDER))


def test_a_sheet_loses_air_and_nothing_else():
    sheet = """/* why */
@media (min-width: 62rem) { .a :hover, .b > li + li { margin: calc(1rem + 2px) 0; content: ""; } }
"""
    assert without_air(sheet) == (
        '@media (min-width:62rem){.a :hover,.b > li + li{margin:calc(1rem + 2px) 0;content:""}}'
    )
