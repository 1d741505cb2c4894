"""Aisha reads a lesson to its last card, puts the one thing into her week, and says that she did it."""

import pytest

from tests.journeys.programmes.steps import begins, figure, finds_and_chooses, meets, shows_meeting

ROW, OUTCOME, MEETING = "Digital rehab modules", "Things tried after a lesson", "Which lesson, and when"
LESSON, THING, CARDS = "My week, with room in it", "Write three things into my week", 4


@pytest.mark.seed("S-122")
def test_aisha_reads_a_lesson_and_does_its_one_thing(somebody):
    margit = somebody("margit")
    true, of = figure(margit, "digital", OUTCOME)
    aisha = somebody("aisha")
    finds_and_chooses(aisha, ROW, price="Free for everybody", place="North village room", mix="online")
    sasha = begins(somebody("sasha"), "Aisha", ROW)
    words = "Between two lectures, on the stairs."
    meets(sasha, "Aisha", code="DIG", title=MEETING, hour=5, setting="online", words=words)

    aisha.go("/learn").accessible()
    aisha.tap(LESSON).accessible()
    aisha.tap("Begin").accessible()
    for card in range(2, CARDS + 1):
        aisha.tap("Go on").sees(f"Card {card} of {CARDS}").accessible()
    aisha.sees("One thing to do").sees(THING).tap("Today").is_at("/week").accessible()
    aisha.opens(THING).tap(f"Did it: {THING}").accessible()

    assert figure(margit, "digital", OUTCOME) == (true + 1, of + 1)
    shows_meeting(margit, MEETING)
