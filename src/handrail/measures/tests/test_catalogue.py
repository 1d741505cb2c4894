import pytest

from handrail.measures.definitions import instruments
from handrail.measures.queries.catalogue import NO_CHANGE, change_in_words, instrument_page

pytestmark = pytest.mark.django_db


def test_anybody_sees_every_questionnaire_and_whether_its_words_are_here(client) -> None:
    page = client.get("/instruments").content.decode()
    for one in instruments().values():
        assert f"/instruments/{one.key}" in page
    assert page.count("Empty slot") == sum(not one.has_texts for one in instruments().values())


@pytest.mark.parametrize("key", list(instruments()))
def test_each_page_says_who_may_use_it_and_what_a_change_means(client, key: str) -> None:
    one = instruments()[key]
    page = client.get(f"/instruments/{key}").content.decode()
    assert one.licence.who_may.say("en") in page.replace("&#39;", "'")
    assert one.licence.name in page.replace("&#39;", "'")
    changes = [change_in_words(figure) for figure in one.change] or [str(NO_CHANGE)]
    assert all(words in page for words in changes)
    assert ("These are our own short names" in page) is not one.has_texts
    assert ("A person on call reads that answer" in page) is bool(one.safety_items)


def test_the_questions_stand_on_the_page_only_where_they_are_here(client) -> None:
    assert "Little interest or pleasure in doing things" in client.get("/instruments/phq9").content.decode()
    assert "No permission required to reproduce" in client.get("/instruments/phq9").content.decode()
    assert "Feeling nervous, anxious, or on edge" in client.get("/instruments/gad7").content.decode()
    assert "how satisfied are you with your life nowadays" in client.get("/instruments/ons4").content.decode()
    assert "Open Government Licence" in client.get("/instruments/ons4").content.decode()
    assert "Our own short names" not in client.get("/instruments/ons4").content.decode()
    assert "Strain" in client.get("/instruments/k6").content.decode()
    assert "not their words" in client.get("/instruments/k6").content.decode()


def test_what_is_not_there_is_not_there(client) -> None:
    assert client.get("/instruments/phq10").status_code == 404


def test_what_happens_with_a_gap_is_said_in_words() -> None:
    words = [shown.gaps for shown in instrument_page(None, "phq9").scales]
    assert words[0].startswith("With up to 2 answers missing")
    assert words[1] == "When an answer is missing, there is no number."
    assert instrument_page(None, "needs").scales[0].gaps == "Only what was answered is counted."
    assert instrument_page(None, "paradise24").scales[0].span == "from 0 to 100"
    assert instrument_page(None, "gas").scales[0].span == ""


def test_the_guide_and_the_questions_lead_to_it(client) -> None:
    assert "/instruments" in client.get("/guide").content.decode()
    assert "/instruments" in client.get("/questions").content.decode()
