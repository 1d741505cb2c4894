import html as markup
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError

from handrail.access import Label
from handrail.base import clock
from handrail.base.errors import DomainError, NotAllowed, NotFound
from handrail.catalogue.definitions import DefinitionError
from handrail.intake import actions, definitions, queries, topics
from handrail.intake.models import Viewpoint
from handrail.intake.rules import AuthorKind, differ, may_say, then_and_now
from handrail.intake.tests import factories as intake
from handrail.measures.definitions import instruments
from handrail.people.tests import factories as make

pytestmark = pytest.mark.django_db
LATER = datetime(2027, 1, 20, 9, 0, tzinfo=UTC)


def say(person, by, topic="home", side=AuthorKind.MINE, level="unmet", of="needs", **more):
    return actions.say_viewpoint(
        participant=person, topics=of, topic=topic, side=side, level=level, by=by, **more
    )


@pytest.fixture
def needs(person):
    return f"/people/{person.key}/sides/needs"


@pytest.fixture
def start(person):
    return f"/people/{person.key}/sides/start"


def page(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return markup.unescape(response.content.decode())


def send(client, address, **sent):
    return client.post(address, {"words": "", **sent} | intake.form_of(client, address))


# ---------- what is asked ----------


def test_needs_are_asked_area_by_area_as_the_measure_has_them():
    measure = instruments()["needs"]
    asked = topics.topic_set("needs").topics
    assert [one.code for one in asked] == [item.key for item in measure.items]
    for one in asked:
        assert [level.code for level in one.levels] == ["none", "met", "unmet", "unsaid"]


@pytest.mark.seed("S-259")
def test_the_body_and_the_family_doctor_have_a_place_among_the_needs(client, person, me):
    intake.sign_in(client, me)
    html = page(client, f"/people/{person.key}/sides/needs/health")
    assert "Body, mind and sleep" in html
    assert "your family doctor" in html


def test_each_set_comes_behind_a_question_of_the_conversation():
    assert {one.after for one in topics.sets().values()} <= set(definitions.questions())


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("sets: []\nlevels: {}\nunsaid: {en: x}\n", "at sets"),
        (
            "sets: [{code: one, after: x, title: {en: x}, lead: {en: x}, why: {en: x}, sides: [mine],"
            " sensitive: false, topics: [{code: two, label: {en: x}, text: {en: x}, levels: none_such}]}]\n"
            "levels: {}\nunsaid: {en: x}\n",
            "there are no levels",
        ),
    ],
)
def test_a_wrong_file_says_what_is_wrong(tmp_path, text, says):
    file = tmp_path / "topics.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(DefinitionError, match=says):
        topics.read_sets(file)


def test_a_measure_whose_words_are_not_here_cannot_be_asked(tmp_path):
    slot = next(one.key for one in instruments().values() if not one.has_texts)
    file = tmp_path / "topics.yaml"
    row = "code: one, after: x, title: {en: x}, lead: {en: x}, why: {en: x}, sides: [mine], sensitive: false"
    file.write_text(f"sets: [{{{row}, instrument: {slot}}}]\nlevels: {{}}\nunsaid: {{en: x}}\n", "utf-8")
    with pytest.raises(DefinitionError, match="are not here"):
        topics.read_sets(file)


# ---------- rules ----------


def test_a_blank_and_not_said_agree_with_every_side():
    assert not differ(["unmet", "", "unsaid"], "unsaid")
    assert differ(["unmet", "met"], "unsaid")


def test_then_is_the_first_day_and_now_a_later_one(person, me):
    assert then_and_now([]) == (None, None)
    first = say(person, me, level="met")
    mended = say(person, me, level="unmet")
    assert then_and_now([first, mended]) == (mended, None)


@pytest.mark.parametrize(
    ("side", "own", "own_only", "may"),
    [
        ("mine", True, False, True),
        ("mine", True, True, True),
        ("staff", True, False, False),
        ("staff", False, False, True),
        ("mine", False, False, True),
        ("mine", False, True, False),
    ],
)
def test_who_may_write_for_a_side(side, own, own_only, may):
    assert may_say(AuthorKind(side), own=own, own_only=own_only) is may


# ---------- needs ----------


@pytest.mark.seed("S-043")
def test_both_views_of_a_need_stand_side_by_side_and_neither_wins(client, person, me, sasha, needs):
    say(person, me, level="unmet", words="The stairs are too many.")
    say(person, sasha, side=AuthorKind.STAFF, level="met")
    say(person, me, "money", level="met")
    say(person, sasha, "money", side=AuthorKind.STAFF, level="met")
    intake.sign_in(client, sasha)
    html = page(client, needs)
    home, rest = html.split("<h2>Home</h2>")[1].split("<h2>Work</h2>")
    for words in (
        "Elena’s words",
        "The team’s words",
        "I need more help here",
        "Help that is needed is there",
    ):
        assert words in home
    assert "The stairs are too many." in home
    assert home.count("20 October") == 2
    assert "This looks different from each side. Both stand." in home
    assert "This looks different" not in rest
    assert Viewpoint.objects.filter(topic="home").count() == 2


def test_blank_is_fine_and_skip_and_later_keep_nothing(client, person, me, needs):
    intake.sign_in(client, me)
    assert page(client, needs).count("Blank. That is fine.") == 10
    assert send(client, f"{needs}/home", do="skip", level="unmet").url == f"{needs}/work"
    assert send(client, f"{needs}/home", do="later").url == needs
    assert not Viewpoint.objects.exists()


def test_one_need_a_page_with_three_ways_on_of_one_size(client, person, me, needs):
    intake.sign_in(client, me)
    html = page(client, f"{needs}/home")
    ways = html.split('<div class="same">')[1].split("</div>")[0]
    assert [f'value="{do}"' in ways for do in ("continue", "skip", "later")] == [True] * 3
    assert "So that help goes where you want it." in html
    assert "Home and living" in html
    assert "I do not know, or would rather not say" in html


def test_a_need_goes_on_to_the_next_area_and_is_marked_with_its_author(client, person, me, needs):
    intake.sign_in(client, me)
    assert send(client, f"{needs}/home", do="continue", level="met", side="staff").status_code == 422
    assert send(client, f"{needs}/home", do="continue", level="met", side="mine").url == f"{needs}/work"
    row = Viewpoint.objects.get()
    assert (row.topic, row.level, row.author_kind) == ("home", "met", "mine")
    assert (row.author_id, row.said_on, row.label) == (me.user_id, date(2026, 10, 20), Label.NORMAL)
    assert send(client, f"{needs}/roles", do="continue", level="none", side="mine").url == needs


def test_a_colleague_says_whose_words_they_write(client, person, sasha, needs):
    intake.sign_in(client, sasha)
    refused = send(client, f"{needs}/home", do="continue", level="met")
    assert "Say whose words these are." in refused.content.decode()
    send(client, f"{needs}/home", do="continue", level="met", side="staff")
    assert Viewpoint.objects.get().author_kind == "staff"


def test_nothing_at_all_is_no_answer(client, person, me, needs):
    intake.sign_in(client, me)
    refused = send(client, f"{needs}/home", do="continue", side="mine")
    assert "Skip and Later are fine too." in refused.content.decode()
    with pytest.raises(DomainError, match="Skip and Later"):
        say(person, me, level="")
    with pytest.raises(IntegrityError):
        Viewpoint.objects.create(
            organisation=person.organisation,
            participant=person,
            topics="needs",
            topic="home",
            said_on=me.today,
        )


@pytest.mark.parametrize("wrong", [{"level": "much"}, {"level": "", "number": 3}])
def test_an_answer_that_is_not_on_the_page_is_refused(person, me, wrong):
    with pytest.raises(DomainError, match="not on the page"):
        say(person, me, **wrong)


def test_what_is_not_asked_is_not_found(client, person, me, needs):
    intake.sign_in(client, me)
    for address in (f"{needs}/nothing", f"/people/{person.key}/sides/nothing"):
        assert client.get(address).status_code == 404
    with pytest.raises(NotFound):
        say(person, me, of="nothing")


def test_the_person_does_not_write_for_the_team(person, me):
    with pytest.raises(NotAllowed):
        say(person, me, side=AuthorKind.STAFF)


def test_relatives_and_strangers_do_not_see_them(client, person, me, needs):
    say(person, me)
    stranger = make.staff_for(make.participant(person.organisation, called="Other"))
    for viewer in (intake.relative(person), stranger):
        intake.sign_in(client, viewer)
        assert client.get(needs).status_code in (403, 404)
        assert client.get(f"{needs}/home").status_code in (403, 404)


# ---------- how it was and how it is ----------


@pytest.mark.seed("S-144")
@pytest.mark.seed("S-027")
def test_the_start_notes_being_alone_missed_meetings_hard_events_and_nobody_in_charge(
    client, person, me, start
):
    intake.sign_in(client, me)
    assert "In the year before: how often were you alone" in page(client, f"{start}/alone")
    send(client, f"{start}/alone", do="continue", level="often", side="mine")
    send(client, f"{start}/missed", do="continue", level="sometimes", side="mine")
    said = {"number": "3", "words": "Two nights in hospital, and one at the station.", "side": "mine"}
    assert send(client, f"{start}/crises", do="continue", **said).url == f"{start}/in_charge"
    send(client, f"{start}/in_charge", do="continue", level="no", side="mine")
    rows = {row.topic: row for row in Viewpoint.objects.all()}
    assert set(rows) == {"alone", "missed", "crises", "in_charge"}
    assert (rows["crises"].number, rows["crises"].label) == (3, Label.RESTRICTED)
    html = page(client, start)
    assert "Two nights in hospital, and one at the station." in html


@pytest.mark.parametrize("number", ["-1", "100", "many"])
def test_a_number_beyond_the_page_is_refused_with_its_place(client, person, me, start, number):
    intake.sign_in(client, me)
    refused = send(client, f"{start}/crises", do="continue", number=number, side="mine")
    assert refused.status_code == 422
    assert not Viewpoint.objects.exists()


def test_nought_hard_events_is_an_answer(client, person, me, start):
    intake.sign_in(client, me)
    send(client, f"{start}/crises", do="continue", number="0", side="mine")
    assert Viewpoint.objects.get().number == 0
    assert '<strong class="num">0</strong>' in page(client, start)


@pytest.mark.seed("S-145")
@pytest.mark.seed("S-067")
def test_then_and_now_stand_side_by_side(client, person, me, start):
    for topic, was in [("alone", "often"), ("rhythm", "no"), ("sleep", "no"), ("adjustments", "no")]:
        say(person, me, topic, level=was, of="start")
    with clock.clock_at(LATER, tick=timedelta(milliseconds=1)):
        grown = replace(me, today=LATER.date())
        for topic, now in [("alone", "seldom"), ("rhythm", "yes"), ("clear_plan", "yes"), ("coming", "yes")]:
            say(person, grown, topic, level=now, of="start")
        shown = queries.viewpoints(grown, person)["start"]
    mine = {one.topic.code: one.side(AuthorKind.MINE) for one in shown.shown}
    assert (mine["alone"].then.level, mine["alone"].now.level) == ("Often", "Hardly ever")
    assert (mine["rhythm"].then.level, mine["rhythm"].now.level) == ("No", "Yes")
    assert (mine["sleep"].then.level, mine["sleep"].now) == ("No", None)
    assert mine["clear_plan"].then.row.said_on == LATER.date()
    assert shown.one("alone").text.startswith("In the last four weeks")
    intake.sign_in(client, me)
    alone = page(client, start).split("<h2>Being alone</h2>")[1].split("<h2>")[0]
    assert alone.index("Then:") < alone.index("Often") < alone.index("Now:") < alone.index("Hardly ever")


def test_what_was_said_before_never_changes(person, me):
    first = say(person, me, level="met", words="Fine so far")
    say(person, me, level="unmet")
    first.refresh_from_db()
    assert (first.level, first.words) == ("met", "Fine so far")


# ---------- where a person stands ----------


@pytest.mark.parametrize(
    ("level", "words"),
    [
        pytest.param("hope", "I begin to hope", marks=pytest.mark.seed("S-006", "S-211")),
        pytest.param("strength", "I am finding my strength", marks=pytest.mark.seed("S-212")),
        pytest.param("in_hand", "I take things in hand", marks=pytest.mark.seed("S-213")),
    ],
)
def test_only_the_person_says_where_they_stand(client, person, me, sasha, level, words):
    address = f"/people/{person.key}/sides/standing"
    intake.sign_in(client, me)
    send(client, f"{address}/standing", do="continue", level=level, side="mine", words="In my way.")
    assert Viewpoint.objects.get().level == level
    for side in (AuthorKind.MINE, AuthorKind.STAFF):
        with pytest.raises(NotAllowed):
            say(person, sasha, "standing", side=side, level=level, of="standing")
    intake.sign_in(client, sasha)
    html = page(client, address)
    assert words in html and "In my way." in html
    asked = page(client, f"{address}/standing")
    assert "Only Elena says this, from their own account." in asked
    assert "<textarea" not in asked
    sent = {"do": "continue", "level": level, "side": "mine", "words": ""}
    assert client.post(f"{address}/standing", sent).status_code == 422
    assert Viewpoint.objects.count() == 1


# ---------- in the conversation ----------


@pytest.fixture
def held(person, sasha):
    return intake.conversation(person, sasha)


@pytest.mark.parametrize(
    ("after", "comes", "then"),
    [
        ("strengths/got-through", "sides/standing", "intake/days/usual-day"),
        ("days/home", "sides/start", "intake/obstacles/barriers"),
        ("wishes/readiness", "sides/needs", "intake/people/who-is-with-me"),
        ("wishes/help-with", "wishes", "intake/wishes/areas"),
    ],
)
def test_they_come_behind_their_question_and_lead_back(client, person, me, held, after, comes, then):
    whole = f"/people/{person.key}"
    intake.sign_in(client, me)
    sent = {"do": "skip", "text": "", "author_kind": "mine"}
    asked = f"{whole}/intake/{after}"
    assert client.post(asked, sent | intake.form_of(client, asked)).url == f"{whole}/{comes}"
    assert f'href="{whole}/{then}"' in page(client, f"{whole}/{comes}")


def test_what_only_the_person_says_is_not_asked_of_a_colleague(client, person, sasha, held):
    intake.sign_in(client, sasha)
    asked = f"/people/{person.key}/intake/strengths/got-through"
    sent = {"do": "skip", "text": "", "author_kind": "mine"}
    following = f"/people/{person.key}/intake/days/usual-day"
    assert client.post(asked, sent | intake.form_of(client, asked)).url == following


def test_before_the_conversation_the_way_on_leads_to_its_beginning(client, person, me, needs):
    intake.sign_in(client, me)
    assert f'href="/people/{person.key}/intake">Skip</a>' in page(client, needs)


def test_the_conversation_and_the_answers_hold_them(client, person, me, held):
    say(person, me, level="unmet", words="The stairs are too many.")
    say(person, me, "crises", level="", number=2, of="start")
    intake.sign_in(client, me)
    home = page(client, f"/people/{person.key}/intake")
    for code in topics.sets():
        assert f'href="/people/{person.key}/sides/{code}"' in home
    html = page(client, f"/people/{person.key}/intake/check")
    for words in ("The stairs are too many.", "I need more help here", "How it was, and how it is"):
        assert words in html
    assert "Where I stand" not in html


def test_the_page_asks_the_same_with_ten_rows_and_twenty(
    client, person, me, needs, django_assert_num_queries
):
    intake.sign_in(client, me)
    page(client, needs)
    for topic in topics.areas():
        say(person, me, topic)
    with django_assert_num_queries(9) as first:
        page(client, needs)
    for topic in topics.areas():
        say(person, me, topic, level="met")
    with django_assert_num_queries(len(first)):
        page(client, needs)
