import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.catalogue.definitions import programme_types
from handrail.catalogue.rules import Wish
from handrail.choice.definitions import book
from handrail.choice.rules import finder as rules
from handrail.choice.rules.finder import Asked, Candidate, Row
from handrail.intake.definitions import questions

BOOK = book()


def made(key, order, *facts):
    return Candidate(key, (order, 0), rules.bits_of(facts, BOOK))


HOME = made("home", 1, "wish:home", "mode:at_home", "trait:non_clinical", "a fact that nobody asks for")
PEERS = made("peers", 2, "wish:people", "trait:peer_led", "trait:non_clinical")
CLINIC = made("clinic", 3, "wish:health", "setting:clinics")
ALL = [CLINIC, PEERS, HOME]


def keys(asked):
    return [one.candidate.key for one in rules.find(asked, ALL, BOOK)]


def says(asked, key):
    (one,) = [one for one in ALL if one.key == key]
    return [match.says.say("en") for match in rules.reasons_of(one, asked, BOOK).reasons]


@pytest.mark.seed("S-131")
def test_getting_there_is_answered_at_home_online_and_near():
    facts = {fact for match in BOOK.obstacles["transport"].matches for fact in match.any}
    assert {"mode:at_home", "mode:online", "trait:near"} <= facts
    assert keys(Asked(obstacles=("transport",)))[0] == "home"
    assert says(Asked(obstacles=("transport",)), "home") == ["Somebody can come to your home."]


@pytest.mark.seed("S-133")
def test_what_others_may_think_is_answered_by_peers_and_ordinary_places():
    assert keys(Asked(obstacles=("stigma",))) == ["peers", "home", "clinic"]
    assert says(Asked(obstacles=("stigma",)), "peers") == [
        "It is run by people who have been there.",
        "It is in an ordinary place, not in a clinic.",
    ]


@pytest.mark.seed("S-141", "S-142")
def test_every_obstacle_of_the_conversation_is_one_of_the_finder_with_answers_and_matches():
    asked = {choice.code for choice in questions()["barriers"].choices}
    assert set(BOOK.obstacles) == asked
    for one in BOOK.obstacles.values():
        assert one.answers and one.matches, one.code
    named = {seed for one in BOOK.obstacles.values() for seed in one.seeds}
    assert named == {f"S-{number}" for number in range(131, 143)}


def test_wishes_and_preferences_take_up_what_the_conversation_asks():
    assert set(BOOK.wishes) == {str(one) for one in Wish}
    areas = {choice.code for choice in questions()["areas"].choices}
    likes = {choice.code for choice in questions()["where-and-how"].choices}
    workers = {choice.code for choice in questions()["worker"].choices}
    assert {code for one in BOOK.wishes.values() for code in one.said} <= areas
    said = {code for one in BOOK.preferences.values() for code in one.said}
    assert likes <= said <= likes | workers
    assert set(BOOK.traits) == {one.slug for one in programme_types()}


def test_every_rule_can_be_answered_by_something():
    known = {fact for facts in BOOK.traits.values() for fact in facts}
    known |= {f"wish:{one}" for kind in programme_types() for one in kind.wishes}
    known |= {f"setting:{one}" for kind in programme_types() for one in kind.settings}
    known |= {f"mode:{one}" for one in ("in_person", "at_home", "online", "phone")}
    of_offers = (
        "peer_led non_clinical pays_nothing several_payers trained told place_free near known strong_evidence"
    )
    known |= {f"trait:{one}" for one in of_offers.split()}
    for kind in (BOOK.wishes, BOOK.obstacles, BOOK.preferences):
        for one in kind.values():
            assert all(match.any <= known for match in one.matches), one.code


@pytest.mark.seed("S-010", "S-040")
def test_nobody_is_asked_for_a_diagnosis_and_nothing_is_recommended():
    said = " ".join(
        text.say("en")
        for kind in (BOOK.wishes, BOOK.obstacles, BOOK.preferences)
        for one in kind.values()
        for text in (one.text, *one.answers, *(match.says for match in one.matches))
    )
    assert not re.search(r"diagnos|symptom|disorder|ill\b|recommend|best|suited|score", said, re.I)


codes = st.tuples(*(st.lists(st.sampled_from(sorted(kind)), unique=True, max_size=4).map(tuple) for kind in (
    BOOK.wishes, BOOK.obstacles, BOOK.preferences,
)))  # fmt: skip


def first_answered(one, asked):
    """Return the place of the first wish that a programme answers, or one beyond the last."""
    answers = [
        any(match.bits & one.candidate.bits for match in BOOK.wishes[code].matches) for code in asked.wishes
    ]
    return answers.index(True) if True in answers else len(answers)


@given(codes.map(lambda said: Asked(*said)))
def test_nothing_is_left_out_and_each_point_has_its_reason(asked):
    found = rules.find(asked, ALL, BOOK)
    assert sorted(one.candidate.key for one in found) == ["clinic", "home", "peers"]
    order = [(-one.wishes, -one.points, first_answered(one, asked), one.candidate.order) for one in found]
    assert order == sorted(order)
    for one in found:
        why = rules.reasons_of(one.candidate, asked, BOOK)
        assert one.points == len(why.reasons) == len({match.says for match in why.reasons})
        assert all(match.bits & one.candidate.bits for match in why.reasons)
        missed = [match for wanted in why.missing for match in wanted.matches]
        assert not any(match.bits & one.candidate.bits for match in missed)


def test_a_wish_stands_above_what_is_merely_handy():
    asked = Asked(wishes=("health",), obstacles=("stigma",))
    assert keys(asked) == ["clinic", "peers", "home"]
    assert [one.code for one in rules.reasons_of(CLINIC, asked, BOOK).missing] == ["stigma"]


def test_codes_that_nobody_knows_say_nothing():
    assert not rules.wanted(Asked(("gold",), ("moon",), ("sun",)), BOOK)
    assert not Asked() and Asked(preferences=("phone",))
    assert not rules.asks_for(Asked(), BOOK, "trait:told")
    assert rules.asks_for(Asked(obstacles=("quality",)), BOOK, "trait:told")


def test_what_differs_comes_first_and_keeps_its_order():
    rows = [Row("a", ("1", "1")), Row("b", ("1", "2")), Row("c", ("3", "4"))]
    assert rules.differences_first(rows) == ((rows[1], rows[2]), (rows[0],))
    assert rows[1].pair == ("b", ("1", "2"))
