"""Marcus shows his sister one goal and one look back: she sees these and no other page, until he takes them back."""

import pytest

from tests.journeys.participant.test_daniel import key_of

OTHERS = ("plan", "week", "people", "notes", "intake", "glance", "health", "work", "facts", "start", "access")
GOAL, LOOK_BACK = "A goal of Marcus", "A look back with Marcus"


def status(visitor, address):
    return visitor.context.request.get(address).status


def invites_to_his_look_back(marcus) -> None:
    marcus.go("/me/plan").tap("Open the look back").sees("Invited to this alone")
    marcus.tap("Invite somebody to this").sees("Nothing else opens to them").accessible()
    marcus.picks("Grace").tap("Invite").is_at("/look-backs/[a-z]+#invited$")
    marcus.sees("Take it back").accessible()


@pytest.mark.seed("S-055", "S-106")
def test_grace_sees_one_goal_and_one_look_back_and_loses_each_at_the_next_tap(somebody):
    grace = somebody("grace", "/shared").sees("You are invited").sees("A kitchen job").accessible()
    grace.does_not_see(LOOK_BACK).tap(GOAL).sees("Write down what I have done").accessible()
    grace.sees("Marcus shows you this until 19 December 2026").does_not_see("Lotte’s notes")
    goal = grace.page.url

    marcus = somebody("marcus", "/me/plan")
    key = key_of(marcus)
    for room in OTHERS:
        assert status(grace, f"/people/{key}/{room}") in (403, 404), room
    grace.go(f"/people/{key}/plan").sees("There is no such page").does_not_see("Marcus")

    invites_to_his_look_back(marcus)
    grace.go("/shared").tap(LOOK_BACK).sees("You look back together").accessible()
    back = grace.page.url
    marcus.taps = 0
    marcus.tap("Take it back: Grace Adeyemi").is_at("/access$")
    assert marcus.taps == 1
    assert status(grace, back) == 404
    grace.go("/shared").sees(GOAL).does_not_see(LOOK_BACK)

    marcus.sees("one goal or look back").accessible().tap("Close everything to Grace")
    marcus.sees("Close it to Grace").tap("Close it now").is_at("/access$")
    grace.page.goto(goal)
    grace.sees("There is no such page").does_not_see("kitchen").accessible()
    grace.go("/shared").sees("Nothing is shared with you right now.").does_not_see("Marcus").accessible()

    marcus.go(f"/people/{key}/access/looked").sees("Grace Adeyemi").sees("invited by me to one thing")
