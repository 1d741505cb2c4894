"""The last line of Getting started: what changed, and who may see it."""

import pytest

from handrail.access import RelationKind, Role
from handrail.base import clock
from handrail.intake.rules import StartState
from handrail.practice.start_facts import changed_fact
from handrail.practice.tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def evening():
    with clock.clock_at(make.at(18)):
        yield


@pytest.mark.seed("S-210")
def test_the_last_line_says_what_changed_and_who_may_see_it(person, sasha):
    me = make.self_viewer(person)
    assert changed_fact(me, person) is None
    make.filed(person, sasha, make.step(person))
    mine = changed_fact(me, person)
    assert mine is not None
    assert mine.state == StartState.DONE
    assert mine.text.startswith("Came: Not yet. Used: 1 skill, 1 time. Work or study: Not yet.")
    assert mine.text.endswith(f"Who may read it: {sasha.name}.")
    assert mine.href == f"/people/{person.key}/people"
    theirs = changed_fact(sasha, person)
    assert theirs is not None
    assert theirs.text.endswith("Nobody else may read it.")


@pytest.mark.seed("S-210")
def test_who_may_not_read_the_numbers_reads_nothing_of_them(person, sasha):
    make.filed(person, sasha, make.step(person))
    peer = make.staff_for(person, Role.PEER, RelationKind.PEER)
    assert changed_fact(peer, person) is None
