"""The pages on which parts are given, answered, finished and taken back."""

import pytest
from django.urls import reverse

from handrail.access import Role
from handrail.accounts.models import User
from handrail.audit.models import Look
from handrail.intake import actions
from handrail.intake.models import AskedAnswer, PartOwner
from handrail.intake.tests import factories as made
from handrail.people import actions as people
from handrail.people.tests import factories as make

pytestmark = pytest.mark.django_db
GONE = "There is no such page."


@pytest.fixture
def held(person, me):
    return made.conversation(person, me)


@pytest.fixture
def father(person):
    return made.relative(person)


def user_of(viewer):
    return User.objects.get(pk=viewer.user_id)


def give(held, viewer, by, part="strengths", **more):
    return actions.give_part(conversation=held, part=part, owner=user_of(viewer), by=by, **more)


def asked(person):
    return reverse("intake:asked_of_me", args=[person.key])


def asks(person):
    return reverse("intake:asks", args=[person.key])


def owned(person, row, do):
    return reverse("intake:owned", args=[person.key, row.key, do])


def test_the_person_gives_a_part_and_takes_it_back_in_one_tap(client, person, me, father, held):
    made.sign_in(client, me)
    html = made.send(client, asks(person), part="strengths", owner=str(father.user_id))
    assert f"You asked {father.name} about what you are good at." in html
    row = PartOwner.objects.get()
    home = reverse("intake:conversation", args=[person.key])
    assert f"You asked {father.name} about what you are good at." in client.get(home).content.decode()
    back = client.post(owned(person, row, "back"), made.form_of(client, home, owned(person, row, "back")))
    assert back.status_code == 302
    row.refresh_from_db()
    assert row.to_on == me.today


def test_the_team_is_asked_whether_the_person_said_yes_and_nothing_is_ticked(
    client, person, sasha, father, held
):
    made.sign_in(client, sasha)
    page = client.get(asks(person)).content.decode()
    assert "The person said yes to this one" in page and 'name="agreed" id="id_agreed" checked' not in page
    sent = {"part": "strengths", "owner": str(father.user_id)}
    html = made.send(client, asks(person), **sent)
    assert "Ask the person first. Tick it when they said yes." in html
    assert not PartOwner.objects.exists()
    made.send(client, asks(person), agreed="on", **sent)
    assert PartOwner.objects.get().owner_id == father.user_id


def test_somebody_who_is_not_beside_the_person_cannot_be_chosen(client, person, me, held):
    made.sign_in(client, me)
    stranger = make.member(person.organisation, Role.SPECIALIST)
    made.relative(person)
    html = made.send(client, asks(person), part="strengths", owner=str(stranger.pk))
    assert "Let somebody see to a part" in html and not PartOwner.objects.exists()


def test_a_colleague_says_that_their_part_is_finished_and_the_person_whether_it_is_right(
    client, person, me, sasha, held
):
    row = give(held, sasha, me, part="days")
    made.sign_in(client, sasha)
    assert f"{sasha.name} said so on" in made.send(client, asks(person), owned(person, row, "finished"))
    made.sign_in(client, me)
    html = made.send(
        client, asks(person), owned(person, row, "say"), says="not_right", words="I am up at nine"
    )
    assert "It is not right yet" in html and "I am up at nine" in html


def test_a_wrong_button_is_no_page(client, person, me, sasha, held):
    row = give(held, sasha, me, part="days")
    made.sign_in(client, me)
    sent = made.form_of(client, asks(person), owned(person, row, "back"))
    for do in ("say", "burn"):
        assert client.post(owned(person, row, do), sent).status_code == 404
    strangers = make.participant(person.organisation, "Rosa")
    assert client.post(owned(strangers, row, "back"), sent).status_code == 404


def test_a_relative_answers_their_part_and_sees_no_word_of_anybody_else(client, person, me, father, held):
    made.answer(held, me, "I sing at night", question="good-at")
    row = give(held, father, me)
    made.sign_in(client, father)
    page = client.get(asked(person)).content.decode()
    assert "What are you good at?" in page and "I sing" not in page
    html = made.send(
        client,
        asked(person),
        **{"part": row.key, "do": "finished", "strengths-text-good-at": "She mends bicycles"},
    )
    assert "Thank you. Your part is finished." in html and "She mends bicycles" in html
    assert AskedAnswer.objects.get().author_id == father.user_id
    for name in ("conversation", "check", "asks"):
        assert client.get(reverse(f"intake:{name}", args=[person.key])).status_code in (403, 404)
    made.sign_in(client, me)
    check = client.get(reverse("intake:check", args=[person.key])).content.decode()
    assert "She mends bicycles" in check and "I sing at night" in check and "The family’s words" in check
    question = reverse("intake:question", args=[person.key, "strengths", "good-at"])
    assert "She mends bicycles" in client.get(question).content.decode()


def test_choices_go_with_the_words_and_a_made_up_one_is_refused(client, person, me, father, held):
    row = give(held, father, me, part="how")
    made.sign_in(client, father)
    html = made.send(
        client, asked(person), **{"part": row.key, "do": "keep", "how-choices-where-and-how": "moon"}
    )
    assert "moon is not one of" in html and not AskedAnswer.objects.exists()
    made.send(
        client, asked(person), **{"part": row.key, "do": "keep", "how-choices-where-and-how": "at_home"}
    )
    assert AskedAnswer.objects.get().choices == "at_home"


def test_another_device_was_quicker_and_the_words_stay_on_the_page(client, person, me, father, held):
    row = give(held, father, me)
    made.sign_in(client, father)
    old = made.form_of(client, asked(person))
    sent = {"part": row.key, "do": "keep", "strengths-text-good-at": "She mends bicycles"}
    client.post(asked(person), sent | made.form_of(client, asked(person)))
    late = client.post(asked(person), {**sent, "strengths-text-good-at": "She sews", **old})
    assert late.status_code == 422 and "She sews" in late.content.decode()
    assert AskedAnswer.objects.get().text == "She mends bicycles"


def test_whoever_is_let_out_finds_what_a_stranger_finds(client, person, me, father, held):
    row = give(held, father, me)
    made.sign_in(client, father)
    assert client.get(asked(person)).status_code == 200
    late = made.form_of(client, asked(person))
    people.close_to(participant=person, user=user_of(father), by=me)
    gone = client.get(asked(person))
    never = client.get(reverse("intake:asked_of_me", args=["bcdfghjkmn"]))
    assert gone.status_code == never.status_code == 404
    assert gone.content.replace(person.key.encode(), b"") == never.content.replace(b"bcdfghjkmn", b"")
    sent = {"part": row.key, "do": "keep", "strengths-text-good-at": "Late"}
    assert client.post(asked(person), sent | late).status_code == 404
    assert not AskedAnswer.objects.exists()


def test_a_relative_who_is_not_asked_finds_no_page(client, person, me, father, held):
    made.sign_in(client, father)
    assert client.get(asked(person)).status_code == 404
    row = give(held, father, me)
    assert client.get(asked(person)).status_code == 200
    actions.take_part_back(owned=row, by=me)
    assert client.get(asked(person)).status_code == 404


def test_the_page_of_who_was_asked_leaves_its_look(client, person, me, father, held):
    give(held, father, me)
    made.sign_in(client, father)
    client.get(asked(person))
    assert Look.objects.filter(category="asked").exists()


def test_the_coordinators_day_says_what_came_back_and_leads_there(client, person, me, father, held):
    dana = make.staff_for(person, Role.COORDINATOR)
    people.name_coordinator(participant=person, user=user_of(dana), by=dana)
    give(held, father, me)
    people.close_to(participant=person, user=user_of(father), by=me)
    made.sign_in(client, dana)
    today = client.get("/today").content.decode()
    assert "Came back to you: What I am good at" in today
    assert "Came back" in client.get(asks(person)).content.decode()
    made.sign_in(client, me)
    reminded = client.get(f"/people/{person.key}/access/reminded", follow=True).content.decode()
    assert "It came back to" in reminded
