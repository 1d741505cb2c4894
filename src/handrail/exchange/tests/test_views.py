"""The page on which a place takes a form of somebody else in."""

import html as markup
import json

import pytest

from handrail.access import Role
from handrail.exchange.fhir.tests.test_questions import form, item
from handrail.intake.models import SiteQuestion
from handrail.intake.tests import factories as intake
from handrail.people.tests import factories as people

pytestmark = pytest.mark.django_db
ADDRESS = "/words/import"


def sign_in(client, role):
    place = people.organisation()
    intake.sign_in(client, people.viewer(people.member(place, role), place, role))


def send(client, content, **more):
    sent = {"content": content if isinstance(content, str) else json.dumps(content), "part": "people", **more}
    answer = client.post(ADDRESS, sent | intake.form_of(client, ADDRESS))
    return answer, markup.unescape(answer.content.decode())


def test_a_form_is_taken_in_and_its_questions_stand_among_the_others(client):
    sign_in(client, Role.ADMINISTRATOR)
    answer, _html = send(client, form(item(text="Which animals live with you?")))
    assert (answer.status_code, answer.url) == (302, "/words")
    html = client.get("/words").content.decode()
    assert "Which animals live with you?" in html
    assert "Taken in: 1 new, 0 changed, 0 as before." in html


def test_what_is_in_the_way_stands_on_the_page_with_its_place_and_nothing_is_kept(client):
    sign_in(client, Role.MANAGER)
    answer, html = send(client, form(item(), item("b", "date"), item("c", "text", required=True)))
    assert answer.status_code == 422
    assert "/item/1/type" in html and "/item/2/required" in html and "may be skipped" in html
    assert '"resourceType"' in html
    assert not SiteQuestion.objects.exists()
    answer, _html = send(client, form(item("c", "text", required=True)), may_skip="yes")
    assert answer.status_code == 302


@pytest.mark.parametrize(("content", "reason"), [("", "Put the form here."), ("{", "not valid JSON")])
def test_what_cannot_be_read_is_said(client, content, reason):
    sign_in(client, Role.MANAGER)
    answer, html = send(client, content)
    assert answer.status_code == 422
    assert reason in html


def test_the_page_is_closed_to_who_does_not_write_the_words(client):
    sign_in(client, Role.COORDINATOR)
    assert client.get(ADDRESS).status_code == 403
