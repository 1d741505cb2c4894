import html as markup
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError

from handrail.base import clock
from handrail.base.errors import DomainError, Stale
from handrail.intake import actions, panels, queries
from handrail.intake.models import Wish, WishRuler
from handrail.intake.rules import MOST_WISHES, AuthorKind, Way, lines_of, moved
from handrail.intake.tests import factories as intake
from handrail.people.tests import factories as make

pytestmark = pytest.mark.django_db


def wish(person, by, words="Paint again", **more):
    return actions.add_wish(participant=person, words=words, kind=AuthorKind.MINE, by=by, **more)


def in_order(person):
    return list(Wish.objects.filter(participant=person).standing().values_list("words", flat=True))


@pytest.fixture
def home(person):
    return f"/people/{person.key}/wishes"


@pytest.fixture
def three(person, me):
    return [wish(person, me, words) for words in ("Paint again", "Ride the bus", "A quiet room")]


def page(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return markup.unescape(response.content.decode())


def send(client, address, action="", **sent):
    return client.post(action or address, sent | intake.form_of(client, address, action))


# ---------- rules ----------


def test_the_lines_of_an_answer_stay_word_for_word():
    assert lines_of("  The shop, then the club \n\n\n- paint  AGAIN!\n") == [
        "The shop, then the club",
        "- paint  AGAIN!",
    ]
    assert lines_of(" \n ") == []


@pytest.mark.parametrize(
    ("one", "way", "then"),
    [("b", Way.UP, "bac"), ("b", Way.DOWN, "acb"), ("a", Way.UP, "abc"), ("c", Way.DOWN, "abc")],
)
def test_a_wish_moves_one_place_and_stays_at_the_end(one, way, then):
    assert "".join(moved("abc", one, way)) == then


# ---------- the person's own order ----------


@pytest.mark.seed("S-044")
def test_wishes_stand_in_the_persons_own_order_and_word_for_word(client, person, me, home):
    words = "  I want to paint  again, <b>and</b> sell\none picture.  "
    intake.sign_in(client, me)
    for said in (words, "Ride the bus", "A quiet room"):
        assert send(client, home, words=said, area="ideas" if said == words else "").url == home
    assert in_order(person) == [words, "Ride the bus", "A quiet room"]
    raw = client.get(home).content.decode()
    assert "I want to paint  again, &lt;b&gt;and&lt;/b&gt; sell\none picture." in raw
    quiet = Wish.objects.get(words="A quiet room")
    for _ in range(2):
        send(client, home, f"{home}/{quiet.key}/up")
    assert in_order(person) == ["A quiet room", words, "Ride the bus"]
    send(client, home, f"{home}/{quiet.key}/down")
    assert in_order(person) == [words, "A quiet room", "Ride the bus"]
    row = Wish.objects.get(words=words)
    assert (row.area, row.author_kind, row.author_id) == ("ideas", "mine", me.user_id)


def test_the_order_changes_with_buttons_that_have_names_and_no_script(client, person, me, home, three):
    intake.sign_in(client, me)
    html = page(client, home)
    labels = re.findall(r'<button class="btn" type="submit" aria-label="([^"]+)"', html)
    assert [one for one in labels if one.startswith("Up")] == ["Up: Ride the bus", "Up: A quiet room"]
    assert [one for one in labels if one.startswith("Down")] == ["Down: Paint again", "Down: Ride the bus"]
    assert send(client, home, f"{home}/{three[1].key}/up").url == f"{home}#w-{three[1].key}"


def test_the_list_begins_with_what_was_said_in_the_conversation(client, person, me, sasha, home):
    held = intake.conversation(person, sasha)
    said = "The shop, then the club\n\n  Sleep"
    intake.answer(held, sasha, said, question="help-with", author_kind=AuthorKind.MINE)
    intake.sign_in(client, me)
    assert "The shop, then the club" in page(client, home)
    sent = {"take": "1"} | intake.form_of(client, home)
    assert client.post(home, sent).url == home
    assert in_order(person) == ["The shop, then the club", "Sleep"]
    again = {"take": "1"} | intake.form_of(client, f"{home}/{Wish.objects.first().key}/rulers")
    client.post(home, again)
    assert Wish.objects.count() == 2
    with pytest.raises(Stale):
        actions.list_wishes(participant=person, lines=["x"], kind=AuthorKind.MINE, by=me)


def test_a_wish_put_aside_leaves_the_order_and_its_words_stay(client, person, me, home, three):
    intake.sign_in(client, me)
    assert send(client, home, f"{home}/{three[0].key}/aside").url == home
    assert in_order(person) == ["Ride the bus", "A quiet room"]
    assert list(Wish.objects.standing().values_list("place", flat=True)) == [1, 2]
    row = Wish.objects.get(pk=three[0].pk)
    assert (row.words, row.ended_on) == ("Paint again", date(2026, 10, 20))
    with pytest.raises(Stale):
        actions.move_wish(wish=row, way=Way.UP, by=me)
    assert client.get(f"{home}/{row.key}/rulers").status_code == 404


def test_a_colleague_writes_down_whose_wish_it_is(client, person, sasha, home):
    intake.sign_in(client, sasha)
    refused = send(client, home, words="Work at a nursery")
    assert refused.status_code == 422
    assert send(client, home, words="Work at a nursery", kind="family").status_code == 302
    assert (Wish.objects.get().author_kind, Wish.objects.get().author_id) == ("family", sasha.user_id)


def test_the_persons_own_account_writes_the_persons_own_words(person, me):
    row = actions.add_wish(participant=person, words="Mine", kind=AuthorKind.STAFF, by=me)
    assert row.author_kind == AuthorKind.MINE


@pytest.mark.parametrize("words", ["", "   ", "x" * 1001])
def test_no_words_and_too_many_are_refused(person, me, words):
    with pytest.raises(DomainError, match="in a few words"):
        wish(person, me, words)


def test_an_area_that_is_none_and_a_list_without_end_are_refused(person, me):
    with pytest.raises(DomainError, match="choose from these"):
        wish(person, me, area="moon")
    for number in range(MOST_WISHES):
        wish(person, me, f"Wish {number}")
    with pytest.raises(DomainError, match="long already"):
        wish(person, me, "One more")


def test_a_way_that_is_none_and_a_plain_visit_change_nothing(client, person, me, home, three):
    intake.sign_in(client, me)
    about = intake.form_of(client, home)
    assert client.post(f"{home}/{three[0].key}/sideways", about).status_code == 404
    assert client.get(f"{home}/{three[0].key}/down").url == home
    assert in_order(person) == ["Paint again", "Ride the bus", "A quiet room"]


def test_relatives_and_strangers_do_not_see_wishes(client, person, me, home, three):
    stranger = make.staff_for(make.participant(person.organisation, called="Other"))
    for viewer in (intake.relative(person), stranger):
        intake.sign_in(client, viewer)
        for address in (home, f"{home}/{three[0].key}/rulers"):
            assert client.get(address).status_code in (403, 404)
    other = make.participant(person.organisation, called="Third")
    intake.sign_in(client, make.staff_for(other))
    assert client.get(f"/people/{other.key}/wishes/{three[0].key}/rulers").status_code == 404


def test_the_first_three_wishes_stand_on_the_person_page(person, me, sasha, three):
    wish(person, me, "A dog")
    found = [one for one in panels.person(sasha, person) if one.template == "intake/_wishes.html"]
    assert [one.words for one in found[0].data["wishes"]] == ["Paint again", "Ride the bus", "A quiet room"]
    assert not any(
        one.template == "intake/_wishes.html" for one in panels.person(intake.relative(person), person)
    )


def test_the_answers_and_the_print_hold_the_wishes_in_order(client, person, me, sasha, home, three):
    intake.conversation(person, sasha)
    actions.move_wish(wish=three[2], way=Way.UP, by=me)
    actions.say_rulers(wish=three[0], wants=9, ready=2, by=me)
    intake.sign_in(client, me)
    html = page(client, f"/people/{person.key}/intake/check")
    places = [html.index(words) for words in ("Paint again", "A quiet room", "Ride the bus")]
    assert places == sorted(places)
    assert "How much I want it: 9 of 10." in html and "How ready I feel: 2 of 10." in html
    assert "data-print" in html


def test_the_page_asks_the_same_for_ten_and_for_twenty(client, person, me, home, django_assert_num_queries):
    intake.sign_in(client, me)
    for number in range(10):
        actions.say_rulers(wish=wish(person, me, f"Wish {number}"), wants=1, by=me)
    page(client, home)
    with django_assert_num_queries(10) as first:
        page(client, home)
    for number in range(10):
        actions.say_rulers(wish=wish(person, me, f"More {number}"), wants=1, by=me)
    with django_assert_num_queries(len(first)):
        page(client, home)


# ---------- two rulers ----------


@pytest.mark.seed("S-246")
def test_wanting_it_and_feeling_ready_are_asked_apart(client, person, me, home, three):
    intake.sign_in(client, me)
    address = f"{home}/{three[0].key}/rulers"
    html = page(client, address)
    assert "How much do I want this?" in html and "How ready do I feel to begin?" in html
    assert "0: Not at all. 10: More than anything." in html
    ways = html.split('<div class="same">')[1].split("</div>")[0]
    assert [f'value="{do}"' in ways for do in ("continue", "skip", "later")] == [True] * 3
    assert send(client, address, do="continue", wants="9", ready="2").url == f"{home}#w-{three[0].key}"
    row = WishRuler.objects.get()
    assert (row.wants, row.ready, row.author_id) == (9, 2, me.user_id)
    assert "How much I want it: 9 of 10." in page(client, home)
    assert "How ready I feel: 2 of 10." in page(client, home)


def test_one_ruler_may_stay_blank_and_skip_keeps_nothing(client, person, me, home, three):
    intake.sign_in(client, me)
    address = f"{home}/{three[0].key}/rulers"
    assert send(client, address, do="skip", wants="9").url == home
    assert send(client, address, do="continue").status_code == 422
    assert not WishRuler.objects.exists()
    send(client, address, do="continue", ready="0")
    assert (WishRuler.objects.get().wants, WishRuler.objects.get().ready) == (None, 0)
    assert "How ready I feel: 0 of 10." in page(client, home)


@pytest.mark.parametrize("figures", [{}, {"wants": 11}, {"ready": -1}])
def test_no_number_and_one_beyond_the_ruler_are_refused(person, me, three, figures):
    with pytest.raises(DomainError, match="from 0 to 10"):
        actions.say_rulers(wish=three[0], by=me, **figures)


@pytest.mark.parametrize("figures", [{}, {"wants": 11, "ready": 1}])
def test_the_database_keeps_no_ruler_beyond_its_ends(person, me, three, figures):
    with pytest.raises(IntegrityError):
        WishRuler.objects.create(
            organisation=person.organisation, participant=person, wish=three[0], said_on=me.today, **figures
        )


def test_first_and_newest_figures_stand_together(client, person, me, home, three):
    actions.say_rulers(wish=three[0], wants=3, ready=1, by=me)
    with clock.clock_at(datetime(2027, 1, 20, 9, 0, tzinfo=UTC), tick=timedelta(milliseconds=1)):
        actions.say_rulers(wish=three[0], wants=8, ready=7, by=replace(me, today=date(2027, 1, 20)))
    intake.sign_in(client, me)
    html = page(client, home)
    assert "How much I want it: 8 of 10." in html
    assert "At first, on 20 October: 3 and 1." in html


ADDRESSES = re.compile(r'(?:href|action)="([^"]+)"')


@pytest.mark.seed("S-047")
def test_low_figures_close_nothing(client, person, me, sasha, home, three):
    intake.conversation(person, sasha)
    rooms = [
        home,
        *(
            f"/people/{person.key}{rest}"
            for rest in ("/intake", "/choices", "/find", "/start", "/sides/needs")
        ),
    ]
    intake.sign_in(client, me)
    actions.say_rulers(wish=three[0], wants=10, ready=10, by=me)
    high = {room: ADDRESSES.findall(page(client, room)) for room in rooms}
    actions.say_rulers(wish=three[0], wants=0, ready=0, by=me)
    low = {room: ADDRESSES.findall(page(client, room)) for room in rooms}
    assert low == high
    assert all(high.values())
    order = queries.wishes(me, person)
    assert [one.row.words for one in order] == ["Paint again", "Ride the bus", "A quiet room"]
