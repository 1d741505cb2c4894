"""A joint first meeting: who is to be there, and the person's own yes to each of them."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from handrail.access import Category, RelationKind, Role
from handrail.accounts.models import User
from handrail.base.errors import DomainError, Stale
from handrail.intake import actions, queries
from handrail.intake.actions import Guest
from handrail.intake.models import FirstMeeting, MeetingGuest
from handrail.intake.rules import GuestKind
from handrail.intake.tests import factories as made
from handrail.people import actions as people
from handrail.people.models import Relation, Supporter
from handrail.people.queries import covered
from handrail.people.rules import Relationship
from handrail.people.tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def dana(person):
    user = make.member(person.organisation, Role.COORDINATOR, "Dana Brandt")
    people.name_coordinator(participant=person, user=user, by=make.operator(person.organisation))
    return make.viewer(user, person.organisation, Role.COORDINATOR)


@pytest.fixture
def meeting(person, dana):
    row = actions.ask_joint_meeting(participant=person, by=dana)
    return actions.arrange_first_meeting(meeting=row, meets_on=make.TODAY, place="Mill Road", by=dana)


@pytest.fixture
def father(person):
    """A relative with an account, whom the person named."""
    viewer = made.relative(person)
    people.add_supporter(
        participant=person,
        name="Ravi",
        relationship=Relationship.PARENT,
        by=make.operator(person.organisation),
    )
    Supporter.objects.update(user_id=viewer.user_id)
    return viewer


def page(person):
    return reverse("intake:first_meeting", args=[person.key])


def near(meeting, by):
    return actions.invite(
        meeting=meeting, guest=Guest(GuestKind.NEAR, supporter=Supporter.objects.get()), by=by
    )


@pytest.mark.seed("S-204")
def test_somebody_with_an_account_asks_in_one_tap_and_it_has_an_owner_and_a_day(client, person, me, dana):
    made.sign_in(client, me)
    start = reverse("intake:start", args=[person.key])
    html = made.send(client, start, page(person))
    assert "Dana Brandt arranges it" in html and "by Tuesday 27 October" in html
    assert "See who comes" in client.get(start).content.decode()
    assert [(one.called, one.href) for one in queries.meetings_to_arrange(dana)] == [("Elena", page(person))]


@pytest.mark.seed("S-204")
def test_whoever_asks_again_gets_the_meeting_that_stands(person, me, dana):
    first = actions.ask_joint_meeting(participant=person, by=me)
    assert actions.ask_joint_meeting(participant=person, by=dana) == first
    with pytest.raises(IntegrityError), transaction.atomic():
        FirstMeeting.objects.create(
            organisation=person.organisation, participant=person, asked_on=make.TODAY, due_on=make.TODAY
        )
    actions.call_first_meeting_off(meeting=first, by=dana)
    assert actions.ask_joint_meeting(participant=person, by=me) != first


def test_a_meeting_that_was_asked_for_at_first_contact_is_joined(person, me):
    kim = make.member(person.organisation, Role.SPECIALIST, "Kim")
    row = actions.receive_referral_of(
        participant=person, source="self", reason="own_wish", joint=True, contact=kim, by=make.operator()
    )
    assert actions.ask_joint_meeting(participant=person, by=me) == row.meetings.get()
    row.meetings.all().delete()
    again = actions.ask_joint_meeting(participant=person, by=me)
    assert (again.referral, again.owner) == (row, kim)


@pytest.mark.seed("S-049")
def test_who_has_no_yes_is_not_told_and_not_shown_the_meeting(person, me, father, dana, meeting):
    guest = near(meeting, dana)
    (shown,) = queries.guests(me, meeting)
    assert not shown.may_be_told
    assert Category.ASKED not in covered(father, person.pk)
    assert queries.invitations_for(father, person) == []
    actions.say_yes_to_guest(guest=guest, by=me)
    (one,) = queries.invitations_for(father, person)
    assert (one.meets_on, one.place) == (make.TODAY, "Mill Road")
    assert not FirstMeeting.objects.visible_to(father).exists()
    guest.refresh_from_db()
    actions.take_guest_off(guest=guest, by=me)
    assert queries.invitations_for(father, person) == []
    assert Category.ASKED not in covered(father, person.pk)


@pytest.mark.seed("S-049")
def test_each_yes_is_to_one_and_says_in_what_way(person, me, father, dana, meeting):
    interpreter = actions.invite(
        meeting=meeting, guest=Guest(GuestKind.INTERPRETER, name="Bulgarian"), by=dana
    )
    guest = near(meeting, dana)
    heard = actions.say_yes_to_guest(guest=interpreter, by=dana)
    assert (heard.yes_way, heard.written_by_id) == ("spoken", dana.user_id)
    guest.refresh_from_db()
    assert guest.yes_on is None
    assert actions.say_yes_to_guest(guest=guest, by=me).yes_way == "here"
    with pytest.raises(Stale):
        actions.say_yes_to_guest(guest=guest, version=1, by=me)


def test_a_colleague_joins_the_team_and_needs_no_yes(person, dana, meeting):
    mara = make.member(person.organisation, Role.CLINICIAN, "Mara")
    guest = Guest(GuestKind.COLLEAGUE, user=mara, part="Psychologist")
    row = actions.invite(meeting=meeting, guest=guest, by=dana)
    relation = Relation.objects.get(user=mara, participant=person)
    assert (relation.kind, relation.part, relation.source) == (
        RelationKind.CARE_TEAM,
        "Psychologist",
        "first_meeting",
    )
    with pytest.raises(DomainError):
        actions.say_yes_to_guest(guest=row, by=dana)
    with pytest.raises(DomainError):
        actions.invite(meeting=meeting, guest=guest, by=dana)
    assert [one.may_be_told for one in queries.guests(dana, meeting)] == [True]


def test_the_list_says_what_a_colleague_is_and_how_others_stand_to_the_person(person, father, dana, meeting):
    leyla = make.member(person.organisation, Role.CLINICIAN, "Leyla Arslan")
    plain = make.member(person.organisation, Role.SPECIALIST, "Sam")
    leyla.memberships.update(job_title="psychologist")
    for user in (leyla, plain):
        actions.invite(meeting=meeting, guest=Guest(GuestKind.COLLEAGUE, user=user), by=dana)
    near(meeting, dana)
    assert [(one.name, str(one.kind)) for one in queries.guests(dana, meeting)] == [
        ("Leyla Arslan", "Psychologist"),
        ("Sam", "Team"),
        ("Ravi", "Family or friend"),
    ]


def test_a_peer_sees_the_day_and_the_place_with_a_yes_and_nothing_without(person, me, dana, meeting):
    user = make.member(person.organisation, Role.PEER, "Tess")
    tess = make.viewer(user, person.organisation, Role.PEER)
    guest = actions.invite(meeting=meeting, guest=Guest(GuestKind.PEER, user=user), by=dana)
    assert covered(tess, person.pk) == frozenset()
    guest = actions.say_yes_to_guest(guest=guest, by=me)
    assert covered(tess, person.pk) == {Category.ASKED}
    assert queries.invitations_for(tess, person)
    actions.take_guest_off(guest=guest, by=me)
    assert Relation.objects.get(user=user).to_on is not None


def test_nobody_comes_to_a_meeting_that_was_called_off_and_nobody_without_a_name(person, dana, meeting):
    with pytest.raises(DomainError):
        actions.invite(meeting=meeting, guest=Guest(GuestKind.INTERPRETER, name=" "), by=dana)
    with pytest.raises(DomainError):
        actions.invite(meeting=meeting, guest=Guest(GuestKind.COLLEAGUE, name="Somebody"), by=dana)
    actions.call_first_meeting_off(meeting=meeting, by=dana)
    with pytest.raises(DomainError):
        actions.invite(meeting=meeting, guest=Guest(GuestKind.INTERPRETER, name="A"), by=dana)


def test_a_yes_has_its_way_and_its_day(dana, meeting):
    row = actions.invite(meeting=meeting, guest=Guest(GuestKind.INTERPRETER, name="A"), by=dana)
    with pytest.raises(IntegrityError), transaction.atomic():
        MeetingGuest.objects.filter(pk=row.pk).update(yes_on=make.TODAY)


# --- in the browser ----------------------------------------------------------------------------------------------------


def test_the_team_puts_people_on_the_list_and_the_person_says_yes_to_each(
    client, person, me, father, dana, meeting
):
    made.sign_in(client, dana)
    invite = reverse("intake:meeting_change", args=[person.key, "invite"])
    supporter = Supporter.objects.get()
    html = made.send(client, page(person), invite, **{"invite-who": f"near-{supporter.key}"})
    assert "They are not told, and see nothing of it." in html
    html = made.send(client, page(person), invite, **{"invite-who": "interpreter"})
    assert "Write the interpreter’s name, or the language." in html
    made.send(client, page(person), invite, **{"invite-who": "interpreter", "invite-name": "Bulgarian"})
    colleague = make.member(person.organisation, Role.SPECIALIST, "Otto")
    made.send(client, page(person), invite, **{"invite-who": str(colleague.pk)})
    assert MeetingGuest.objects.count() == 3
    made.sign_in(client, me)
    guest = MeetingGuest.objects.get(kind=GuestKind.NEAR)
    yes = reverse("intake:guest", args=[person.key, guest.key, "yes"])
    html = made.send(client, page(person), yes)
    assert html.count("You said yes") == 1 and html.count("No yes yet") == 1
    made.sign_in(client, father)
    asked = reverse("intake:asked_of_me", args=[person.key])
    assert "Mill Road" in client.get(asked).content.decode()
    assert client.get(page(person)).status_code == 403
    people.close_to(participant=person, user=User.objects.get(pk=father.user_id), by=me)
    assert client.get(asked).status_code == 404


def test_the_team_agrees_the_day_and_the_person_cannot(client, person, me, dana):
    meeting = actions.ask_joint_meeting(participant=person, by=me)
    agreed = reverse("intake:meeting_change", args=[person.key, "arranged"])
    sent = {
        f"arranged-meets_on_{name}": one for name, one in (("day", "26"), ("month", "10"), ("year", "2026"))
    }
    made.sign_in(client, dana)
    assert "Agreed for Monday 26 October." in made.send(
        client, page(person), agreed, **sent, **{"arranged-place": "Mill Road"}
    )
    meeting.refresh_from_db()
    assert meeting.place == "Mill Road"
    made.sign_in(client, me)
    html = client.get(page(person)).content.decode()
    assert "The day is agreed" not in html
    form = made.form_of(client, page(person), reverse("intake:meeting_change", args=[person.key, "invite"]))
    for do in ("arranged", "call-off", "dance"):
        address = reverse("intake:meeting_change", args=[person.key, do])
        assert client.post(address, sent | form).status_code == 404


def test_a_page_without_a_meeting_takes_no_list_and_a_wrong_button_is_no_page(client, person, me, dana):
    made.sign_in(client, me)
    form = made.form_of(client, page(person))
    assert client.post(reverse("intake:meeting_change", args=[person.key, "invite"]), form).status_code == 404
    meeting = actions.ask_joint_meeting(participant=person, by=me)
    row = actions.invite(meeting=meeting, guest=Guest(GuestKind.INTERPRETER, name="A"), by=me)
    for key, do in ((row.key, "dance"), ("bcdfghjkmn", "yes")):
        assert client.post(reverse("intake:guest", args=[person.key, key, do]), form).status_code == 404
