import logging
from datetime import date

import pytest

from handrail.access import Role, Viewer
from handrail.base.errors import NotFound
from handrail.catalogue import definitions, queries, rules

OWN = """
topics:
  - code: here
    title: {en: At our place}
    questions:
      - {code: bus, question: {en: Which bus goes there}, answer: [{en: Line 4.}]}
myths:
  - {code: far, myth: {en: It is far.}, fact: {en: It is ten minutes.}, basis: handrail}
"""


@pytest.fixture
def own_questions(tmp_path, settings):
    settings.HANDRAIL_HOME = tmp_path
    (tmp_path / "texts").mkdir()
    return tmp_path / "texts" / "questions.yaml"


def test_a_filter_without_a_hit_offers_sentences_with_addresses():
    page = queries.programmes_page(None, rules.criteria(wishes=["people"], place="at_home"))
    assert page.rows == ()
    assert [one.text for one in page.leave_outs] == [
        "Without “at home” there are three.",
        "Without “friends” there are two.",
    ]
    assert [one.href for one in page.leave_outs] == ["?want=people", "?place=at_home"]


def test_one_hit_is_said_in_the_singular():
    page = queries.programmes_page(None, rules.criteria(wishes=["work"], place="online"))
    assert page.leave_outs[1].text == "Without “online” there is one."


def test_two_left_out_are_joined_by_and():
    page = queries.programmes_page(None, rules.criteria(wishes=["work", "home"], peer_led=True))
    assert "” and “" in page.leave_outs[0].text


def test_an_unknown_programme_is_not_found():
    with pytest.raises(NotFound):
        queries.programme_type(None, "golf")


def test_a_room_is_linked_for_those_whose_role_opens_it():
    sasha = Viewer(actor="user", today=date(2026, 10, 20), role=Role.SPECIALIST)
    fund = Viewer(actor="user", today=date(2026, 10, 20), role=Role.FUNDER)
    assert queries.is_open(None, "/people")
    assert queries.is_open(sasha, "/people")
    assert not queries.is_open(fund, "/people")


def test_a_room_is_built_when_its_address_leads_somewhere():
    assert queries.is_open(None, "/programmes")
    assert not queries.is_open(None, "/a-room-of-later")


def test_a_page_of_my_own_is_asked_of_the_same_page_about_a_person(monkeypatch):
    asked, resolve = [], queries.resolve
    monkeypatch.setattr(queries, "resolve", lambda path: asked.append(path) or resolve(path))
    assert queries.is_open(None, "/me/plan")
    assert asked == [f"/people/{queries.ANY_KEY}/plan"]


def test_an_item_whose_room_comes_later_says_what_to_do_meanwhile(monkeypatch):
    monkeypatch.setattr(queries, "is_open", lambda viewer, path: path == "/programmes")
    items = {one.item.code: one for one in queries.guide_section(None, "components").items}
    assert items["local-practice"].place.href == "/programmes"
    assert items["skills"].place.href == ""
    assert items["skills"].place.meanwhile.say("en").startswith("Plan a skill as a step")


def test_the_front_door_gets_every_heading_with_every_line():
    found = {one.code: len(one.links) for one in queries.headings(None)}
    assert found == {
        "programmes": 9,
        "components": 9,
        "milestones": 7,
        "settings": 7,
        "risks": 7,
        "benefits": 8,
        "metrics": 3,
        "starting": 8,
    }


@pytest.mark.seed("S-271")
def test_a_site_writes_its_own_questions_and_answers(own_questions):
    assert queries.questions(None) is definitions.questions()
    own_questions.write_text(OWN)
    assert queries.questions(None).topics[0].title.say("en") == "At our place"
    assert {one.basis for one in definitions.questions().myths} == set(rules.Basis)


def test_a_site_file_that_does_not_fit_is_left_aside_and_the_log_says_why(own_questions, caplog):
    own_questions.write_text("topics: none")
    with caplog.at_level(logging.WARNING):
        assert queries.questions(None) is definitions.questions()
    assert "questions.yaml" in caplog.text
