from datetime import time, timedelta

import pytest
from django.db import IntegrityError, transaction

from handrail.access import Label
from handrail.audit.models import Event
from handrail.base.errors import DomainError, NotAllowed, Stale
from handrail.peers import actions, queries
from handrail.peers.models import CheckIn, PeerWords, SupervisionTalk
from handrail.peers.rules import CheckInFacts, Coming, How, Need, Side
from handrail.peers.tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def pairing(person, marcus, tess):
    return make.met(person, marcus, tess)


@pytest.mark.seed("S-029", "S-125")
def test_both_check_in_once_a_week_and_read_each_other(pairing, person, marcus, tess):
    make.say(pairing, marcus, helped=("walking",), words="The harbour was good.")
    make.say(pairing, tess, minutes=60, words="He talked about sauces.")
    assert CheckIn.objects.count() == 2
    for viewer, mine in (marcus, "The harbour was good."), (tess, "He talked about sauces."):
        page = queries.peers_page(viewer, person)
        assert {one.words for one in page.letters} == {"The harbour was good.", "He talked about sauces."}
        assert [one.words for one in page.letters if one.is_mine] == [mine]
        assert (page.mine_done, page.theirs_done) == (True, True)
    assert Event.objects.filter(kind="check_in").count() == 2


def test_saying_it_again_in_the_same_week_replaces_it_and_a_new_week_is_new(pairing, marcus):
    make.say(pairing, marcus, words="First.")
    make.say(pairing, make.later(marcus, 3), how=How.HARD, words="Second.")
    assert PeerWords.objects.get().words == "Second."
    make.say(pairing, make.later(marcus, 7), words="Third.")
    assert CheckIn.objects.count() == 2


@pytest.mark.seed("S-109")
def test_the_words_open_to_the_two_alone_never_to_the_team(pairing, person, marcus, dana):
    row = make.say(pairing, marcus, how=How.HARD, helped=("quiet",), words="Only for Tess.")
    assert (row.label, row.said.label) == (Label.NORMAL, Label.PEER)
    assert CheckIn.objects.visible_to(dana).count() == 1
    assert PeerWords.objects.visible_to(dana).count() == 0
    page = queries.peers_page(dana, person)
    assert (page.letters, page.hello, page.done) == ([], "", 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        PeerWords.objects.update(label=Label.NORMAL)


def test_only_the_two_check_in_and_only_while_they_meet(pairing, person, marcus, tess, dana):
    with pytest.raises(NotAllowed):
        make.say(pairing, dana)
    actions.end_pairing(pairing=pairing, by=marcus)
    with pytest.raises(DomainError, match="both have said yes"):
        make.say(pairing, marcus)


@pytest.mark.parametrize(
    ("facts", "on", "at"),
    [
        ({"coming": Coming.SAME}, 9, time(15)),
        ({"coming": Coming.OTHER, "next_on": make.TODAY + timedelta(days=4)}, 4, None),
        ({"coming": Coming.OPEN}, 2, time(15)),
    ],
)
def test_the_next_meeting_is_one_of_the_four_taps(pairing, marcus, facts, on, at):
    actions.plan_peer_meeting(pairing=pairing, on=make.TODAY + timedelta(days=2), at=time(15), by=marcus)
    make.say(pairing, marcus, **facts)
    pairing.refresh_from_db()
    assert (pairing.next_on, pairing.next_at) == (make.TODAY + timedelta(days=on), at)


def test_a_day_gone_by_and_a_stale_page_are_sentences(pairing, marcus):
    yesterday = make.TODAY - timedelta(days=1)
    with pytest.raises(DomainError, match="still to come"):
        make.say(pairing, marcus, coming=Coming.OTHER, next_on=yesterday)
    with pytest.raises(Stale):
        actions.check_in(pairing=pairing, facts=CheckInFacts(how=How.GOOD), version=1, by=marcus)
    assert not CheckIn.objects.exists()


def test_hours_are_the_mentors_and_fit_a_day(pairing, marcus, tess):
    assert make.say(pairing, marcus, minutes=60).minutes == 0
    assert make.say(pairing, tess, minutes=90).minutes == 90
    with pytest.raises(DomainError):
        make.say(pairing, tess, minutes=900)
    for change in {"minutes": 481}, {"side": Side.TEAM}, {"talked_on": make.TODAY}:
        with pytest.raises(IntegrityError), transaction.atomic():
            CheckIn.objects.filter(side=Side.MENTOR).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        CheckIn.objects.filter(side=Side.PERSON).update(minutes=30)


def test_a_person_asks_for_a_call_and_the_coordinator_settles_it(pairing, person, marcus, dana):
    make.say(pairing, marcus, need=Need.TALK, words="Not for Dana.")
    (waits,) = queries.waits_for_team(dana).talks
    assert waits.name == "Marcus"
    asked = queries.talk_asked(dana, person)
    actions.settle_talk(check_in=asked, by=dana)
    assert actions.settle_talk(check_in=asked, by=make.later(dana, 2)).talked_on == make.TODAY
    assert not queries.waits_for_team(dana)
    assert queries.talk_asked(dana, person) is None


@pytest.mark.seed("S-109")
def test_the_supervisor_sees_hours_who_asks_and_that_they_talked(pairing, marcus, tess, dana):
    make.say(pairing, tess, minutes=90, need=Need.TALK, words="I am tired.")
    (row,) = queries.team(dana).mentors
    assert (row.name, row.people, row.at_most, row.minutes, row.asks_talk) == ("Tess", 1, 2, 90, True)
    mentor = queries.mentor_behind(dana, row.key)
    actions.talk_with_mentor(mentor=mentor, minutes=30, by=dana)
    (row,) = queries.team(dana).mentors
    assert (row.asks_talk, row.last_talk) == (False, make.TODAY)
    assert "I am tired." not in str(queries.team(dana))
    assert SupervisionTalk.objects.get().supervisor_id == dana.user_id
