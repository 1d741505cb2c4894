"""Culture, faith, language, how to be spoken to; place, worker, time, contact: asked as wishes, kept in own words."""

import html as markup

import pytest

from handrail.intake import definitions
from handrail.intake.models import Answer
from handrail.intake.tests import factories as intake

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(person, sasha):
    intake.conversation(person, sasha)
    return f"/people/{person.key}/intake"


def page(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return markup.unescape(response.content.decode())


def say(client, address, text, choices=()):
    sent = {"do": "continue", "text": text, "author_kind": "mine", "choices": list(choices)}
    return client.post(address, sent | intake.form_of(client, address))


@pytest.mark.seed("S-045")
@pytest.mark.parametrize(
    ("question", "codes", "words"),
    [
        ("where-and-how", ["out", "alone"], "Out: a café, a walk, the library"),
        ("worker", ["a_woman", "my_language"], "Somebody who speaks my language"),
        ("when", ["mornings", "short"], "Short meetings"),
        ("reach", ["message"], "Send a short message"),
    ],
)
def test_place_worker_time_and_contact_are_asked_as_wishes(client, person, me, home, question, codes, words):
    intake.sign_in(client, me)
    asked = page(client, f"{home}/how/{question}")
    assert words in asked and "Why we ask" in asked
    assert say(client, f"{home}/how/{question}", "Not on Fridays.", codes).status_code == 302
    assert Answer.objects.get().choices.split() == codes
    heard = page(client, f"{home}/check")
    assert words in heard and "Not on Fridays." in heard


@pytest.mark.seed("S-045")
@pytest.mark.seed("S-126")
@pytest.mark.parametrize(
    ("part", "question", "words"),
    [
        ("matters", "faith-and-meaning", "Friday is for prayer. No pork, please."),
        ("how", "language-and-reading", "Malayalam at home. English is fine, in large letters."),
        ("how", "addressed", "Mrs Nair, please. Not “dear”."),
    ],
)
def test_culture_faith_language_and_how_to_be_spoken_to_stand_in_own_words(
    client, person, me, home, part, question, words
):
    intake.sign_in(client, me)
    assert say(client, f"{home}/{part}/{question}", words).status_code == 302
    heard = page(client, f"{home}/check")
    assert words in heard and "My words" in heard


@pytest.mark.seed("S-126")
def test_somebody_who_knows_the_culture_can_be_wished_for(client, person, me, home):
    intake.sign_in(client, me)
    say(client, f"{home}/how/worker", "", ["my_culture"])
    assert "Somebody who knows my culture or faith" in page(client, f"{home}/check")


@pytest.mark.seed("S-046")
def test_each_obstacle_leads_to_what_there_is_for_it(client, person, me, home):
    intake.sign_in(client, me)
    every = [one.code for one in definitions.questions()["barriers"].choices]
    say(client, f"{home}/obstacles/barriers", "", every)
    finder = f"/people/{person.key}/find"
    assert f'href="{finder}">What there is for that' in page(client, f"{home}/check")
    found = page(client, finder)
    for code in every:
        assert f'value="{code}" checked' in found
    assert "What helps with that" in found
