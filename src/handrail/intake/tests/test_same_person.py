"""Before a record is made, and before a self-referral is taken: is it somebody we know?"""

from datetime import date

import pytest

from handrail.access import RelationKind, Role
from handrail.audit.models import Event
from handrail.base.errors import DomainError
from handrail.intake import actions
from handrail.intake.models import Referral
from handrail.intake.rules import ReferralSource
from handrail.intake.tests import factories as intake
from handrail.people import actions as people
from handrail.people.models import NameToken, Participant, Relation, Supporter
from handrail.people.rules import Relationship
from handrail.people.tests import factories as make

pytestmark = pytest.mark.django_db
NEW = "/referrals/new"
BORN = date(1991, 3, 4)
BIRTH = {"birth_on_day": "4", "birth_on_month": "3", "birth_on_year": "1991"}


@pytest.fixture
def place():
    return make.organisation()


@pytest.fixture
def dana(place, client):
    viewer = intake.coordinator(place)
    intake.sign_in(client, viewer)
    return viewer


@pytest.fixture
def rosa(place):
    return people.register_participant(
        organisation=place,
        called="Rosa",
        given_name="Rosa",
        family_name="Iden",
        birth_on=BORN,
        phone="0151 2345678",
        by=make.operator(place),
    )


def written(**more):
    facts = {"called": "Rosa", "family_name": "Iden", "source": "doctor", "reason": "own_wish", "contact": ""}
    return {**facts, **more}


def open_to(viewer, person):
    people.open_relation(
        participant=person,
        user=intake.user_of(viewer),
        kind=RelationKind.CARE_TEAM,
        by=make.operator(person.organisation),
    )


@pytest.mark.hazard("H-07")
def test_somebody_who_is_known_is_shown_with_reasons_and_nothing_is_made(client, dana, rosa):
    open_to(dana, rosa)
    html = intake.send(client, NEW, **written(**BIRTH))
    assert "Is this somebody we know?" in html
    assert "the same name, the same birth date" in html
    assert f'href="/people/{rosa.key}"' in html
    assert (Referral.objects.count(), Participant.objects.count()) == (0, 1)


def test_the_same_person_gets_the_referral_in_their_record(client, dana, rosa):
    open_to(dana, rosa)
    html = intake.send(client, NEW, **written(same=rosa.key, words="Come again."))
    assert "Come again." in html
    assert Referral.objects.get().participant == rosa
    assert Participant.objects.count() == 1
    assert Event.objects.filter(kind="receive_referral_of", participant_id=rosa.pk).count() == 1


def test_somebody_else_gets_a_new_record(client, dana, rosa):
    open_to(dana, rosa)
    intake.send(client, NEW, **written(same="new", contact=str(dana.user_id), **BIRTH))
    assert Referral.objects.get().participant != rosa
    assert Participant.objects.count() == 2


@pytest.mark.parametrize("same", ["", "bbbbbbbbbb", "nobody"])
def test_an_answer_that_names_nobody_of_the_page_makes_nothing(client, dana, rosa, same):
    open_to(dana, rosa)
    assert "Is this somebody we know?" in intake.send(client, NEW, **written(same=same))
    assert not Referral.objects.exists()


def test_a_record_that_is_not_open_is_one_sentence_when_name_and_birth_date_agree(client, place, dana, rosa):
    make.member(place, Role.MANAGER, "Margit Kovacs")
    html = intake.send(client, NEW, **written(**BIRTH))
    assert "Somebody like this may be known here. Ask Margit Kovacs." in html
    assert rosa.key not in html
    assert "0151 2345678" not in html
    assert not Referral.objects.exists()
    assert Event.objects.filter(kind="look_for_same", participant_id=rosa.pk).count() == 1
    intake.send(client, NEW, **written(same="new", **BIRTH))
    assert Referral.objects.count() == 1


def test_the_key_of_a_closed_record_does_not_open_it(client, dana, rosa):
    intake.send(client, NEW, **written(same=rosa.key, **BIRTH))
    assert not Referral.objects.exists()
    assert not Relation.objects.filter(user_id=dana.user_id).exists()


def test_of_a_closed_record_a_name_alone_or_a_phone_alone_says_nothing(client, dana, rosa):
    intake.send(client, NEW, **written(phone="0151 2345678"))
    assert Referral.objects.count() == 1
    assert not Event.objects.filter(kind="look_for_same", participant_id=rosa.pk).exists()


def test_sending_a_form_again_after_the_record_is_made_asks_nothing_back(client, dana):
    sent = written(contact=str(dana.user_id), **BIRTH) | intake.form_of(client, "/referrals/new")
    first, second = (client.post("/referrals/new", sent) for _ in range(2))
    assert first.url == second.url
    assert Referral.objects.count() == 1


def test_nobody_is_born_tomorrow(client, dana):
    day = {"birth_on_day": "21", "birth_on_month": "10", "birth_on_year": "2026"}
    assert "Write the day of birth." in intake.send(client, NEW, **written(**day))
    assert not Referral.objects.exists()


def test_a_self_referral_is_looked_up_before_it_is_taken_on(client, place, dana, rosa):
    open_to(dana, rosa)
    asked = intake.referral(place, source=ReferralSource.SELF, words="It is me.", near=None, joint=True)
    assert "Is this somebody we know?" in intake.take(client, dana, asked)
    asked.refresh_from_db()
    assert asked.contact is None


def test_the_same_person_keeps_their_record_and_what_they_asked_comes_to_it(client, place, dana, rosa):
    open_to(dana, rosa)
    near = actions.Near("Anton Iden", Relationship.PARENT)
    asked = intake.referral(place, source=ReferralSource.SELF, words="It is me.", near=near, joint=True)
    bare = asked.participant
    assert "It is me." in intake.take(client, dana, asked, same=rosa.key)
    asked.refresh_from_db()
    assert (asked.participant, asked.contact_id) == (rosa, dana.user_id)
    assert asked.meetings.get().participant == rosa
    assert Supporter.objects.get().participant == rosa
    assert not NameToken.objects.filter(participant=bare).exists()
    rosa.refresh_from_db()
    assert (rosa.phone, rosa.birth_on) == ("0151 2345678", BORN)


def test_somebody_else_is_taken_as_before(client, place, dana, rosa):
    open_to(dana, rosa)
    asked = intake.referral(place, source=ReferralSource.SELF, words="It is me.")
    assert "It is me." in intake.take(client, dana, asked, same="new")
    asked.refresh_from_db()
    assert asked.participant != rosa


def test_taking_twice_with_one_form_is_taking_once(client, place, dana, rosa):
    asked = intake.referral(place, called="Wanda", family_name="")
    address = f"/referrals/{asked.key}"
    sent = {
        "take-contact": str(dana.user_id),
        "take-first_contact_by_day": "23",
        "take-first_contact_by_month": "10",
        "take-first_contact_by_year": "2026",
    } | intake.form_of(client, address, f"{address}/take")
    first, second = (client.post(f"{address}/take", sent) for _ in range(2))
    assert first.url == second.url == address


def test_a_record_that_somebody_works_with_is_not_joined_here(place, dana, rosa):
    taken = intake.referral(place, contact=intake.user_of(dana))
    with pytest.raises(DomainError, match="whoever runs this place"):
        actions.take_referral(referral=taken, contact=intake.user_of(dana), same_as=rosa, by=dana)
