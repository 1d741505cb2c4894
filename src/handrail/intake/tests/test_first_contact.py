"""First contact: a joint first meeting, the place in line, and asking again on a day."""

from datetime import timedelta

import pytest

from handrail.access import Role
from handrail.audit.models import Event
from handrail.base.errors import DomainError, InvalidTransition, Stale
from handrail.intake import actions, panels, queries, rules
from handrail.intake.models import FirstMeeting, FirstMeetingStatusChange, Referral
from handrail.intake.rules import EntryReason, FirstMeetingStatus, MetAt, ReferralSource
from handrail.intake.tests import factories as intake
from handrail.people.models import Relation, Supporter
from handrail.people.rules import Relationship
from handrail.people.tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = make.TODAY
NEW = "/referrals/new"


@pytest.fixture
def place():
    return make.organisation()


@pytest.fixture
def dana(place, client):
    viewer = intake.coordinator(place)
    intake.sign_in(client, viewer)
    return viewer


def written(**more):
    facts = {"called": "Rosa", "family_name": "Iden", "source": "doctor", "reason": "own_wish", "contact": ""}
    return {**facts, **more}


# ---------- a joint first meeting ----------


def test_asking_for_a_joint_first_meeting_makes_a_task_with_an_owner_and_a_day(place, dana):
    asked = intake.referral(place, joint=True)
    meeting = asked.meetings.get()
    assert (meeting.owner_id, meeting.due_on) == (dana.user_id, TODAY + timedelta(days=7))
    assert Event.objects.filter(kind="receive_referral").count() == 1


def test_the_coordinator_with_the_fewest_arranges_it_and_without_one_it_waits(place):
    assert intake.referral(place, joint=True).meetings.get().owner is None
    first, second = (intake.coordinator(place) for _ in range(2))
    owners = [intake.referral(place, joint=True).meetings.get().owner_id for _ in range(4)]
    assert sorted(owners) == sorted([first.user_id, second.user_id] * 2)


def test_whoever_takes_the_referral_arranges_the_meeting(place):
    dana, tess = intake.coordinator(place), intake.coordinator(place)
    asked = intake.referral(place, joint=True)
    actions.take_referral(referral=asked, contact=intake.user_of(tess), by=tess)
    assert asked.meetings.get().owner_id == tess.user_id
    assert queries.meetings_to_arrange(dana) == []
    assert [one.called for one in queries.meetings_to_arrange(tess)] == ["Rosa"]


def test_one_tap_on_the_page_makes_the_task_and_a_second_changes_nothing(client, place, dana):
    taken = intake.referral(place, contact=intake.user_of(dana))
    address = f"/referrals/{taken.key}"
    html = intake.send(client, address, f"{address}/meeting")
    assert "Arrange by Tuesday 27 October" in html
    assert f"{dana.name} arranges it" in html
    again = actions.ask_first_meeting(referral=taken, by=dana)
    assert FirstMeeting.objects.get() == again


def test_the_day_is_agreed_and_the_task_leaves_the_list(client, place, dana):
    taken = intake.referral(place, contact=intake.user_of(dana), joint=True)
    address = f"/referrals/{taken.key}"
    assert [panel.title for panel in panels.today(dana, TODAY)] == ["New people and questions"]
    day = {"arranged-meets_on_day": "26", "arranged-meets_on_month": "10", "arranged-meets_on_year": "2026"}
    html = intake.send(
        client, address, f"{address}/arranged", **day, **{"arranged-place": "Community centre"}
    )
    assert "Agreed for Monday 26 October." in html
    assert "Community centre" in html
    assert queries.meetings_to_arrange(dana) == []
    change = FirstMeetingStatusChange.objects.get()
    assert (change.from_status, change.to_status) == ("asked", "arranged")


def test_a_meeting_is_not_agreed_for_yesterday(client, place, dana):
    meeting = intake.referral(place, contact=intake.user_of(dana), joint=True).meetings.get()
    with pytest.raises(DomainError, match="This day has passed"):
        actions.arrange_first_meeting(meeting=meeting, meets_on=TODAY - timedelta(days=1), by=dana)


def test_a_meeting_that_was_called_off_can_be_asked_for_again(client, place, dana):
    taken = intake.referral(place, contact=intake.user_of(dana), joint=True)
    address = f"/referrals/{taken.key}"
    html = intake.send(client, address, f"{address}/call-off", **{"call-off-reason": "She comes alone."})
    assert "Ask for a joint first meeting" in html
    first = taken.meetings.get()
    assert (first.status, first.changes.get().reason) == (FirstMeetingStatus.CALLED_OFF, "She comes alone.")
    second = actions.ask_first_meeting(referral=taken, by=dana)
    assert second != first
    with pytest.raises(InvalidTransition):
        actions.arrange_first_meeting(meeting=first, meets_on=TODAY, by=dana)


def test_a_meeting_that_changed_meanwhile_is_looked_at_again(client, place, dana):
    taken = intake.referral(place, contact=intake.user_of(dana), joint=True)
    address = f"/referrals/{taken.key}"
    day = {"arranged-meets_on_day": "26", "arranged-meets_on_month": "10", "arranged-meets_on_year": "2026"}
    sent = day | intake.form_of(client, address, f"{address}/arranged")
    actions.call_first_meeting_off(meeting=taken.meetings.get(), by=dana)
    assert "Somebody changed this" in client.post(f"{address}/arranged", sent).content.decode()
    actions.ask_first_meeting(referral=taken, by=dana)
    meeting = taken.meetings.get(status=FirstMeetingStatus.ASKED)
    with pytest.raises(Stale):
        actions.call_first_meeting_off(meeting=meeting, version=9, by=dana)


def test_after_the_start_no_first_meeting_is_asked_for(place, dana):
    taken = intake.referral(place, contact=intake.user_of(dana))
    actions.make_first_contact(referral=taken, by=dana)
    started = actions.start_referral(referral=taken, by=dana)
    with pytest.raises(DomainError, match="does not wait any more"):
        actions.ask_first_meeting(referral=started, by=dana)


def test_a_colleague_who_may_not_take_referrals_has_no_meetings_to_arrange(place):
    manager = make.viewer(make.member(place, Role.MANAGER), place, Role.MANAGER)
    assert queries.meetings_to_arrange(manager) == []


# ---------- asking from outside ----------

ASK = {"called": "Wanda", "source": "self", "phone": "0151 23", "email": "", "words": "A walk."}


@pytest.mark.seed("S-172")
def test_somebody_without_an_account_names_a_father_and_an_interpreter(client, place, dana):
    named = {
        "near_name": "Anton",
        "near_relationship": "parent",
        "speaks": "Polish",
        "needs_interpreter": "on",
    }
    html = intake.send(client, "/ask", **ASK, **named, do="joint")
    assert "They also arrange the joint first meeting with you." in html
    asked = Referral.objects.get()
    assert (asked.participant.speaks, asked.participant.needs_interpreter) == ("Polish", True)
    father = Supporter.objects.get()
    assert (father.name, father.relationship, father.user) == ("Anton", "parent", None)
    assert asked.meetings.get().owner_id == dana.user_id
    assert not Relation.objects.filter(participant=asked.participant).exists()
    taken = intake.take(client, dana, asked)
    assert "Anton" in taken
    assert "Polish, with an interpreter" in taken


def test_a_relative_who_asks_says_who_they_are(client, place):
    intake.send(client, "/ask", **{**ASK, "source": "family"}, near_name="Anton", near_relationship="parent")
    assert Referral.objects.get().source_name == "Anton"


def test_an_interpreter_needs_a_language(client, place):
    html = intake.send(client, "/ask", **ASK, needs_interpreter="on")
    assert "so that we find the right interpreter" in html
    assert not Referral.objects.exists()


def test_somebody_named_without_a_word_who_they_are_is_somebody_else(client, place):
    intake.send(client, "/ask", **ASK, near_name="Anton")
    assert Supporter.objects.get().relationship == Relationship.OTHER
    assert not FirstMeeting.objects.exists()


def test_the_place_in_line_is_said_to_who_asks_and_to_the_team(client, place, dana):
    intake.referral(place, called="Emre")
    assert "1 person asked before you and waits too." in intake.send(client, "/ask", **ASK)
    html = client.get("/referrals").content.decode()
    assert html.index("Place 1 of 2 in line") < html.index("Place 2 of 2 in line")
    assert html.index("Emre") < html.index("Wanda")


def test_the_first_in_line_hears_that_nobody_waits(client, place):
    assert "Nobody waits before you." in intake.send(client, "/ask", **ASK)


# ---------- days, and asking again ----------


@pytest.mark.seed("S-219")
def test_days_to_first_contact_are_counted_and_shown(client, place, dana):
    came = TODAY - timedelta(days=4)
    taken = intake.referral(place, contact=intake.user_of(dana), received_on=came)
    address = f"/referrals/{taken.key}"
    assert "Days since it came" in client.get(address).content.decode()
    actions.make_first_contact(referral=taken, on=TODAY - timedelta(days=1), by=dana)
    assert "Days to first contact" in client.get(address).content.decode()
    assert "spoken after 3 days" in client.get("/referrals").content.decode()
    assert rules.days_to_contact(came, None, TODAY) == 4
    assert rules.days_to_contact(TODAY, came, TODAY) == 0


@pytest.mark.seed("S-015")
def test_not_now_stands_on_today_again_on_its_day(client, place, dana):
    taken = intake.referral(place, contact=intake.user_of(dana))
    actions.put_referral_off(
        referral=taken, alternatives="The choir", contact_again_on=TODAY + timedelta(days=2), by=dana
    )
    assert queries.waiting_for(dana) == []
    taken.refresh_from_db()
    taken.contact_again_on = TODAY
    taken.save()
    assert queries.waiting_for(dana) == [taken]
    assert "Ask again now" in client.get("/today").content.decode()


def test_not_now_whose_contact_person_is_gone_stands_with_whoever_may_open_it(place, dana):
    taken = intake.referral(place, contact=intake.user_of(dana))
    actions.put_referral_off(referral=taken, alternatives="The choir", contact_again_on=TODAY, by=dana)
    Referral.objects.update(contact=None)
    assert queries.waiting_for(dana) == [taken]
    assert queries.waiting_for(intake.coordinator(place)) == []


def test_not_now_offers_a_day_and_needs_one(client, place, dana):
    taken = intake.referral(place, contact=intake.user_of(dana))
    address = f"/referrals/{taken.key}"
    html = client.get(address).content.decode()
    assert 'value="2027"' in html.split('name="not-now-contact_again_on_year"')[1].split(">")[0]
    sent = {"not-now-alternatives": "The choir"}
    assert "On it, it stands on the page Today." in intake.send(client, address, f"{address}/not-now", **sent)


@pytest.mark.parametrize("source", ["hospital", "community_centre", "doctor", "agency", "family"])
def test_a_colleague_writes_down_who_asked_first(client, place, dana, source):
    html = intake.send(client, NEW, **written(source=source, contact=str(dana.user_id)))
    assert str(rules.REFERRAL_SOURCES[ReferralSource(source)]) in html
    assert Referral.objects.get().reason == EntryReason.OWN_WISH


@pytest.mark.seed("S-066")
@pytest.mark.parametrize("met_at", list(MetAt))
def test_first_contact_is_in_hospital_at_home_or_in_the_community_and_its_place_stays(
    client, place, dana, met_at
):
    taken = intake.referral(place, contact=intake.user_of(dana), source=ReferralSource.HOSPITAL)
    address = f"/referrals/{taken.key}"
    day = {"contact-on_day": "20", "contact-on_month": "10", "contact-on_year": "2026"}
    html = intake.send(client, address, f"{address}/contact", **day, **{"contact-met_at": met_at})
    assert f"Tuesday 20 October, {rules.MET_AT[met_at]}" in html
    taken.refresh_from_db()
    row = actions.put_referral_off(referral=taken, alternatives="The choir", by=dana)
    row = actions.make_first_contact(referral=row, met_at=MetAt.PHONE, by=dana)
    assert row.met_at == met_at
