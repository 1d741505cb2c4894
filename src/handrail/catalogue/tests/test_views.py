import re

import pytest

from handrail.catalogue import definitions

pytestmark = pytest.mark.django_db
ROWS = re.compile(r'<tr role="row" id="r-([a-z-]+)">')


def page(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_all_nine_stand_in_one_table_with_every_cell_of_the_guide(client):
    html = page(client, "/programmes")
    assert ROWS.findall(html) == [one.slug for one in definitions.programme_types()]
    assert html.count('<th role="columnheader"') == 10
    assert html.count('<td role="cell"') == 81
    for one in definitions.programme_types():
        assert one.guide.cost in html
        assert f'href="/programmes/{one.slug}"' in html
    assert "what the cost covers is not stated there" in html


def test_the_table_prints_on_one_broad_sheet_without_the_filter(client):
    html = page(client, "/programmes")
    assert '<body class="p-broad' in html
    assert 'class="card filters"' in html


def test_the_filter_keeps_what_fits_and_shows_what_was_chosen(client):
    html = page(client, "/programmes?want=people&place=online&peers=1&clinic=no&cost=5000")
    assert ROWS.findall(html) == ["peer"]
    assert "1 of nine programmes fits." in html
    assert html.count(" checked") == 4
    assert re.search(r'value="5000"[^>]* selected', html)


@pytest.mark.parametrize("blank", ["?place=&cost=", "?place=", "?cost=", "?page=2"])
def test_an_open_filter_shows_all_nine(client, blank):
    html = page(client, f"/programmes{blank}")
    assert len(ROWS.findall(html)) == 9
    assert "The filter did not work" not in html


@pytest.mark.parametrize(
    "wrong",
    [
        "want=fame",
        "place=moon",
        "cost=cheap",
        "cost=1",
        "peers=yes",
        "clinic=1",
        "want=work&want=%00",
        "want=",
        "cost=٢٥٠٠",
    ],
)
def test_a_wrong_value_shows_all_nine_and_one_line_that_the_filter_did_not_work(client, wrong):
    html = page(client, f"/programmes?{wrong}")
    assert len(ROWS.findall(html)) == 9
    assert html.count("The filter did not work. Here are all nine.") == 1
    assert "fits." not in html


def test_a_filter_without_a_hit_says_what_to_leave_out(client):
    html = page(client, "/programmes?want=people&place=at_home")
    assert ROWS.findall(html) == []
    assert "No programme fits all of that." in html
    assert '<a href="?want=people">Without “at home” there are three.</a>' in html


@pytest.mark.parametrize("slug", [one.slug for one in definitions.programme_types()])
def test_each_programme_has_its_page(client, slug):
    found = next(one for one in definitions.programme_types() if one.slug == slug)
    html = page(client, f"/programmes/{slug}")
    assert found.names.say("en") in html
    assert f'<strong class="num">{found.guide.cost}</strong>' in html
    assert "So says the guide. It names no study." in html
    for line in found.week:
        assert line.title.say("en").replace("'", "&#39;") in html
    assert found.training.say("en").replace("'", "&#39;") in html
    assert "Nobody offers this here yet" in html
    assert 'href="/getting-started"' in html


@pytest.mark.parametrize("slug", ["golf", "Vocational", "vocational-", "0"])
def test_an_unknown_programme_is_absent(client, slug):
    assert client.get(f"/programmes/{slug}").status_code == 404


@pytest.mark.seed("S-264")
def test_a_programme_page_says_where_its_weight_lies(client):
    assert "On daily life and taking part (psychosocial)." in page(client, "/programmes/peer")
    assert "Close to treatment and symptoms (psychiatric)." in page(client, "/programmes/illness")


def test_the_guide_has_an_anchor_for_every_item(client):
    html = page(client, "/guide")
    for one in definitions.sections():
        assert f'id="{one.code}"' in html
        for item in one.items:
            assert f'id="{one.code}-{item.code}"' in html
            assert item.title.say("en") in html
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_a_room_that_comes_later_is_said_plainly_and_is_no_link(client, monkeypatch):
    monkeypatch.setattr("handrail.catalogue.queries.is_open", lambda viewer, path: False)
    html = page(client, "/guide")
    assert "“Learn”: this room is not built yet. Meanwhile: Plan a skill as a step" in html
    assert 'href="/me/' not in html


def test_getting_started_lists_the_eight_lines_with_what_to_ask(client):
    html = page(client, "/getting-started")
    for item in definitions.section("starting").items:
        assert item.title.say("en") in html
        assert f"“{item.answer.say('en')}”" in html


@pytest.mark.seed("S-271")
def test_questions_and_myths_stand_with_what_each_fact_rests_on(client):
    html = page(client, "/questions")
    for topic in definitions.questions().topics:
        for one in topic.questions:
            assert one.question.say("en") in html
    for words in ("The guide says so, without a study", "A principle of the field", "Built into Handrail"):
        assert words in html


@pytest.mark.parametrize("address", ["/programmes", "/guide", "/getting-started", "/questions"])
def test_nobody_has_to_sign_in_and_nothing_is_read_from_the_database(
    client, address, django_assert_num_queries
):
    page(client, address)  # the first request of a process asks once whether this is a demo
    with django_assert_num_queries(0):
        page(client, address)
