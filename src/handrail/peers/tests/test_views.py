from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from handrail.access import Category, RelationKind, Role
from handrail.accounts.models import User
from handrail.audit.models import LookPerson
from handrail.base import clock
from handrail.peers import actions
from handrail.peers.models import CheckIn, MentorPage, Pairing, PeerOffer, SupervisionTalk
from handrail.peers.rules import Need, PairingStatus, PeerOfferStatus
from handrail.peers.tests import factories as make
from handrail.people.actions import open_relation
from handrail.people.tests.browsing import look_for, text
from handrail.plans.tests import factories as plans

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def morning():
    with clock.clock_at(datetime(2026, 10, 20, 10, 5, tzinfo=ZoneInfo("Europe/Berlin"))):
        yield


def url(name, *keys):
    return reverse(f"peers:{name}", args=keys)


@pytest.fixture
def pairing(person, marcus, tess):
    return make.met(person, marcus, tess)


def test_a_person_without_a_peer_sees_that_this_is_fine_and_a_look_is_left(sign, person, marcus):
    page = text(sign(marcus).get(url("person", person.key)))
    assert "No peer yet. That is fine." in page
    assert url("match") in page
    assert LookPerson.objects.filter(participant_id=person.pk, page="peers:person").exists()


def test_a_stranger_finds_no_such_page(sign, place, person, pairing):
    stranger = make.mentor(place, "Joel Mensah")
    for name in "person", "check_in":
        assert sign(stranger).get(url(name, person.key)).status_code == 404
    assert sign(stranger).post(url("end", person.key), {"about": make.about(person)}).status_code == 404
    assert Pairing.objects.get().status == PairingStatus.GOING_ON


def test_family_finds_no_such_page_whatever_else_is_shared(sign, place, person, pairing):
    family = make.staff_for(person, Role.FAMILY, RelationKind.FAMILY)
    assert sign(family).get(url("person", person.key)).status_code == 404


@pytest.mark.seed("S-056")
def test_the_team_offers_and_the_person_answers(sign, person, marcus, dana):
    answer = sign(dana).post(url("offer", person.key), {"about": make.about(person)}, follow=True)
    assert "there is no hurry" in text(answer)
    sent = {"about": make.about(person, 1), "answer": "ask_again", "ask_again_on_day": "3"}
    day = {"ask_again_on_month": "11", "ask_again_on_year": "2026"}
    assert sign(marcus).post(url("answer", person.key), {**sent, **day}).status_code == 302
    assert PeerOffer.objects.get().status == "ask_again"
    assert "We ask again on Tuesday 3 November" in text(sign(dana).get(url("person", person.key)))


def test_ask_again_without_a_day_is_a_sentence(sign, person, marcus):
    sent = {"about": make.about(person), "answer": "ask_again"}
    answer = sign(marcus).post(url("answer", person.key), sent)
    assert answer.status_code == 422
    assert "Choose the day on which somebody asks again." in text(answer)
    assert sign(marcus).post(url("answer", person.key), {"about": make.about(person)}).status_code == 422


def test_who_looks_finds_mentors_with_room_by_name_and_asks_one(sign, place, person, marcus, tess):
    for name in "Anna Weiss", "Joel Mensah", "Zoe Full":
        make.mentor(place, name, at_most=0 if name == "Zoe Full" else 2)
    page = text(sign(marcus).get(url("match")))
    names = [page.index(f"<bdi>{name}</bdi>") for name in ("Anna", "Joel", "Tess")]
    assert names == sorted(names)
    assert "Zoe" not in page
    ask = url("ask", person.key, make.card_of(tess).key)
    assert ask in page
    assert "Not your plan, not your notes" in text(sign(marcus).get(ask))
    sent = {"about": make.about(person), "words": "I cook.", "opens_week": "on"}
    answer = sign(marcus).post(ask, sent, follow=True)
    assert "Asked. Tess answers next." in text(answer)
    assert Pairing.objects.get().opens_week
    assert "I cook." in text(sign(tess).get(url("mine")))


def test_three_at_a_time_filtered_by_language_and_way(sign, place, marcus):
    for number in range(4):
        make.mentor(place, f"Mentor{number} X", languages=("Turkish",) if number == 3 else ("English",))
    page = text(sign(marcus).get(url("match")))
    assert page.count('class="card stack"') == 3
    assert "?from=3" in page
    assert "Mentor3" in text(sign(marcus).get(url("match"), {"from": "3"}))
    assert "Mentor3" in text(sign(marcus).get(url("match"), {"language": "Turkish", "way": "walk"}))
    assert "No one fits yet." in text(sign(marcus).get(url("match"), {"way": "video"}))
    assert sign(marcus).get(url("match"), {"from": "²", "way": "no"}).status_code == 200


def test_the_team_chooses_for_whom_before_a_mentor(sign, place, person, marcus, dana, tess):
    web, chosen = sign(dana), f"{url('match')}?person={person.key}"
    page = text(web.get(url("match")))
    assert "None of your people waits for a mentor." in page and chosen not in page
    assert 'aria-label="Choose for whom: Tess"' in page
    assert chosen in look_for(web, url("match"), name=person.called)
    assert "Nobody of that name whom you meet." in look_for(web, url("match"), name="Nobody")
    actions.offer_peer(participant=person, by=dana)
    actions.answer_peer_offer(participant=person, answer=PeerOfferStatus.YES, by=marcus)
    page = text(web.get(url("match")))
    assert chosen in page and "Would like a peer, since" in page
    assert "Suggest to Marcus" in text(web.get(chosen)) and "For whom?" not in text(web.get(chosen))
    for other in (marcus, tess):
        assert "For whom?" not in text(sign(other).get(url("match")))


def test_somebody_whose_peers_are_closed_to_the_team_is_not_offered(sign, place, person, dana):
    jana = make.participant(place, "Jana")
    open_relation(
        participant=jana,
        user=User.objects.get(pk=dana.user_id),
        kind=RelationKind.CARE_TEAM,
        scopes=Category.CONTACT.bit,
        by=make.operator(place),
        from_on=make.TODAY,
    )
    page = look_for(sign(dana), url("match"), name="Jana")
    assert "Nobody of that name whom you meet." in page and jana.key not in page


def test_a_mentor_who_is_full_or_hidden_is_a_sentence_or_absent(sign, place, person, marcus):
    full, hidden = make.mentor(place, "Full One", at_most=0), make.mentor(place, "Hid Den", is_shown=False)
    answer = sign(marcus).post(url("ask", person.key, make.card_of(full).key), {"about": make.about(person)})
    assert answer.status_code == 422
    assert "as many people as they can now" in text(answer)
    assert sign(marcus).get(url("ask", person.key, make.card_of(hidden).key)).status_code == 404


def test_the_team_suggests_and_the_person_says_yes(sign, person, marcus, tess, dana):
    ask = url("ask", person.key, make.card_of(tess).key)
    assert ask in text(sign(dana).get(url("match"), {"person": person.key}))
    assert "learns that somebody is suggested, not who" in text(sign(dana).get(ask))
    sign(dana).post(ask, {"about": make.about(person)})
    assert "Somebody, suggested by the team" in text(sign(tess).get(url("mine")))
    page = text(sign(marcus).get(url("person", person.key)))
    assert "Somebody of the team thought of Tess" in page
    version = Pairing.objects.get().version
    sign(marcus).post(url("accept", person.key), {"about": make.about(person, version)})
    assert Pairing.objects.get().status == PairingStatus.PERSON_YES


@pytest.mark.parametrize(("say", "status"), [("yes", "first_meeting"), ("no", "ended")])
def test_a_mentor_answers_from_their_own_page(sign, person, marcus, tess, say, status):
    asked = actions.ask_mentor(participant=person, page=make.card_of(tess), by=marcus)
    sent = {"about": make.about(None, asked.version), "say": say}
    assert sign(tess).post(url("reply", asked.key), sent).status_code == 302
    assert Pairing.objects.get().status == status
    assert sign(tess).post(url("reply", asked.key), {"about": make.about()}).status_code == 404


def test_a_mentor_without_room_left_is_told_so(sign, place, person, marcus):
    full = make.mentor(place, "Joel Mensah", at_most=1)
    other = make.participant(place, "Rosa", "Castillo")
    asked = actions.ask_mentor(participant=person, page=make.card_of(full), by=marcus)
    waits = actions.ask_mentor(participant=other, page=make.card_of(full), by=make.self_viewer(other))
    actions.accept_pairing(pairing=waits, by=full)
    answer = sign(full).post(
        url("reply", asked.key), {"about": make.about(None, asked.version), "say": "yes"}
    )
    assert answer.status_code == 422
    assert "as many people as they can now" in text(answer)
    assert Pairing.objects.get(pk=asked.pk).status == PairingStatus.PERSON_YES


@pytest.mark.seed("S-125")
def test_a_check_in_is_four_taps_for_the_person(sign, person, marcus, pairing):
    page = text(sign(marcus).get(url("check_in", person.key)))
    for question in "How was it this week?", "What helped?", "When do we meet next?", "Anything I need?":
        assert question in page
    assert "How long were you together?" not in page
    sent = {
        "about": make.about(person, pairing.version),
        "how": "good",
        "helped": ["walking"],
        "coming": "same",
        "need": "nothing",
    }
    answer = sign(marcus).post(url("check_in", person.key), sent, follow=True)
    assert "Thank you. That is this week." in text(answer)
    assert "Helped: Walking" in text(answer)
    assert CheckIn.objects.get().side == "person"
    assert "checked" in text(sign(marcus).get(url("check_in", person.key)))


def test_a_check_in_without_a_tap_or_with_half_a_day_is_a_sentence(sign, person, tess, pairing):
    to, same = url("check_in", person.key), {"about": make.about(person, pairing.version)}
    assert "Tap how it was." in text(sign(tess).post(to, same))
    other = sign(tess).post(to, {**same, "how": "good", "coming": "other"})
    assert (other.status_code, "Write the day, or leave it open." in text(other)) == (422, True)
    gone = {"next_on_day": "1", "next_on_month": "10", "next_on_year": "2026"}
    past = sign(tess).post(to, {**same, "how": "good", **gone})
    assert (past.status_code, "Choose a day that is still to come." in text(past)) == (422, True)


def test_a_mentor_says_how_long_and_the_team_cannot_check_in(sign, person, tess, pairing, dana):
    sent = {"about": make.about(person, pairing.version), "how": "hard", "minutes": "90", "need": "talk"}
    assert "How long were you together?" in text(sign(tess).get(url("check_in", person.key)))
    sign(tess).post(url("check_in", person.key), {**sent, "words": "Between us."})
    assert CheckIn.objects.get().minutes == 90
    assert sign(dana).get(url("check_in", person.key)).status_code == 403
    page = text(sign(dana).get(url("person", person.key)))
    assert "Between us." not in page
    assert "1 of 2 has checked in this week." in page


def test_the_two_choose_a_day_go_on_and_stop(sign, person, marcus, tess):
    pairing = make.pair(person, marcus, tess)
    day = {"on_day": "22", "on_month": "10", "on_year": "2026", "at": "15:00", "where": "Harbour"}
    sent = {"about": make.about(person, pairing.version)}
    page = sign(marcus).post(url("meeting", person.key), {**sent, **day}, follow=True)
    assert "Thursday 22 October, 15:00. Harbour" in text(page)
    assert sign(marcus).post(url("meeting", person.key), {**sent, "on_day": "22"}).status_code == 422
    for by in marcus, tess:
        version = Pairing.objects.get().version
        sign(by).post(url("onward", person.key), {"about": make.about(person, version)})
    assert Pairing.objects.get().status == PairingStatus.GOING_ON
    version = Pairing.objects.get().version
    answer = sign(tess).post(url("end", person.key), {"about": make.about(person, version)})
    assert answer.url == url("mine")
    assert "It ended. No reason is asked." in text(sign(marcus).get(url("person", person.key)))


def test_a_stale_page_ends_nothing(sign, person, marcus, pairing):
    answer = sign(marcus).post(url("end", person.key), {"about": make.about(person, 1)})
    assert answer.status_code == 422
    assert "Somebody changed this in the meantime" in text(answer)
    assert Pairing.objects.get().status == PairingStatus.GOING_ON


def test_a_peer_who_is_not_the_mentor_changes_nothing(sign, place, person, pairing):
    other = make.mentor(place, "Joel Mensah")
    user = make.card_of(other).user
    from_team = make.operator(place)
    scopes = 1 << 14
    open_relation(participant=person, user=user, kind=RelationKind.PEER, scopes=scopes, by=from_team)
    answer = sign(other).post(url("end", person.key), {"about": make.about(person, pairing.version)})
    assert answer.status_code == 403


def test_a_mentor_writes_their_page(sign, place):
    by = make.mentor(place, "Tess Brown")
    page = MentorPage.objects.get()
    assert "What I do not take on" in text(sign(by).get(url("edit")))
    sent = {"about": make.about(None, page.version), "called": "Tess", "people_at_most": "4"}
    more = {"languages": "English, Turkish,", "ways": ["walk"], "not_taken_on": "Nights", "is_shown": "on"}
    answer = sign(by).post(url("edit"), {**sent, **more}, follow=True)
    assert "Kept. You can change or take back any of it." in text(answer)
    page.refresh_from_db()
    assert (page.languages, page.people_at_most, page.shares) == (["English", "Turkish"], 4, "")
    assert "Choose a number from 0 to 10." in text(
        sign(by).post(url("edit"), {**sent, "people_at_most": "11"})
    )


def test_mentor_pages_belong_to_mentors(sign, marcus, dana, tess):
    for name in "mine", "edit", "pick":
        assert sign(marcus).get(url(name)).status_code == 403
        assert sign(dana).get(url(name)).status_code == 403
    assert sign(tess).get(url("team")).status_code == 403
    assert sign(marcus).get(url("team")).status_code == 403


def test_the_meeting_button_leads_to_the_check_ins(sign, person, tess, pairing):
    page = text(sign(tess).get("/meetings/new"))
    assert url("check_in", person.key) in page


@pytest.mark.seed("S-109", "S-205")
def test_the_supervisor_sees_hours_and_who_waits_never_the_words(
    sign, place, person, marcus, tess, dana, pairing
):
    make.say(pairing, tess, minutes=120, need=Need.TALK, words="Between us.")
    rosa = make.participant(place, "Rosa", "Castillo")
    hers = make.self_viewer(rosa)
    actions.answer_peer_offer(participant=rosa, answer="yes", by=hers)
    page = text(sign(dana).get(url("team")))
    assert "2 hours in four weeks" in page
    assert "Asks for a talk" in page
    assert "Between us." not in page
    assert "Rosa" not in page
    assert "1 more waits, with another coordinator." in page
    key = make.card_of(tess).key
    sign(dana).post(url("talk", key), {"about": make.about(), "minutes": "30"})
    assert SupervisionTalk.objects.get().minutes == 30
    assert "Last talk on Tuesday 20 October." in text(sign(dana).get(url("team")))
    assert sign(dana).post(url("talk", key), {"about": make.about(), "minutes": "x"}).status_code == 422
    assert sign(dana).post(url("talk", "abcdefghij"), {"about": make.about()}).status_code == 404


def test_a_call_that_a_person_asked_for_is_settled_on_their_page(sign, person, marcus, dana, pairing):
    make.say(pairing, marcus, need=Need.TALK)
    assert "Marcus asks for a call" in text(sign(dana).get(url("person", person.key)))
    sign(dana).post(url("talked", person.key), {"about": make.about(person)})
    assert CheckIn.objects.get().talked_on == make.TODAY
    again = sign(dana).post(url("talked", person.key), {"about": make.about(person)})
    assert again.status_code == 200


def test_who_asks_again_soon_stands_on_the_coordinators_page(sign, person, marcus, dana):
    soon = make.TODAY + timedelta(days=3)
    actions.answer_peer_offer(participant=person, answer="ask_again", ask_again_on=soon, by=marcus)
    assert "Marcus" in text(sign(dana).get(url("team")))


def test_a_goal_can_be_chosen_when_asking(sign, person, marcus, tess):
    goal = plans.goal(plans.plan(person, make.operator(person.organisation)), marcus, "A kitchen job")
    ask = url("ask", person.key, make.card_of(tess).key)
    assert "A kitchen job" in text(sign(marcus).get(ask))
    sign(marcus).post(ask, {"about": make.about(person), "goal": goal.key})
    assert Pairing.objects.get().goal == goal
