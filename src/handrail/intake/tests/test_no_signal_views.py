import html as markup
import json
import re
from datetime import timedelta

import pytest
from django.test import Client

from handrail.access import RelationKind, Role
from handrail.audit.models import Event, LookPerson
from handrail.base import clock
from handrail.intake import actions, panels
from handrail.intake.models import Answer, LateAnswer
from handrail.intake.queries import questions_of
from handrail.intake.rules.no_signal import MOST_BYTES, MOST_OPS
from handrail.intake.tests import factories as intake
from handrail.intake.tests.phone import Phone, body, op_of
from handrail.people.tests import factories as make

pytestmark = pytest.mark.django_db
OUTBOX = "/no-signal"


def page(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return markup.unescape(response.content.decode())


def post(client, *rows, **more):
    return client.post(OUTBOX, body(*rows), content_type="application/json", **more)


# ---- the page that is taken along ----


@pytest.mark.seed("S-041")
def test_every_question_that_is_asked_stands_on_one_page(client, me, held, home, person):
    intake.sign_in(client, me)
    html = page(client, f"{home}/no-signal")
    questions = re.findall(r'data-question="([a-z-]+)"', html)
    assert questions == [one.code for part in held_parts(held) for one in part.questions if one.is_asked({})]
    assert html.count("Why we ask:") == len(questions)
    assert f'href="{home}/no-signal"' in page(client, home)
    assert LookPerson.objects.filter(participant_id=person.pk, category="intake").exists()


def held_parts(held):
    return questions_of(held.organisation_id).parts


def test_an_answer_that_stands_is_marked_and_not_printed(client, me, held, home):
    intake.answer(held, me, "My sister Vera")
    intake.sign_in(client, me)
    html = page(client, f"{home}/no-signal")
    assert html.count("Write here only to add something.") == 1
    assert "Vera" not in html


@pytest.mark.seed("S-041")
def test_without_script_it_is_one_form(client, me, held, home):
    intake.sign_in(client, me)
    sent = {
        "author_kind": "mine",
        "text-matters-most": "My sister",
        "text-good-at": "Cooks for six",
        "author-good-at": "family",
        "choices-work-or-study": "thinking",
        "choices-barriers": ["transport"],
    }
    html = intake.send(client, f"{home}/no-signal", **sent)
    assert "It is kept." in html
    said = set(Answer.objects.values_list("question", "text", "choices", "author_kind"))
    assert said == {
        ("matters-most", "My sister", "", "mine"),
        ("good-at", "Cooks for six", "", "family"),
        ("work-or-study", "", "thinking", "mine"),
        ("barriers", "", "transport", "mine"),
    }
    assert Event.objects.filter(kind="answer_question").count() == 4


def test_a_page_that_says_nothing_and_one_that_says_not_whose_words(client, sasha, held, home):
    intake.sign_in(client, sasha)
    about = intake.form_of(client, f"{home}/no-signal")
    answer = client.post(f"{home}/no-signal", {"author_kind": "staff", **about})
    assert answer.status_code == 422 and "Nothing is written yet." in answer.content.decode()
    answer = client.post(f"{home}/no-signal", {"text-good-at": "x", **about})
    assert answer.status_code == 422 and "Say whose words these are." in answer.content.decode()
    assert not Answer.objects.exists()


def test_it_opens_to_whoever_may_answer_and_once_a_conversation_began(client, me, sasha, home, person):
    intake.sign_in(client, me)
    assert client.get(f"{home}/no-signal").status_code == 404
    intake.conversation(person, sasha)
    assert client.get(f"{home}/no-signal").status_code == 200
    intake.sign_in(client, intake.relative(person))
    assert client.get(f"{home}/no-signal").status_code == 403
    intake.sign_in(client, intake.coordinator(person.organisation))
    assert client.get(f"{home}/no-signal").status_code == 404


# ---- the door ----


@pytest.mark.seed("S-041")
def test_a_batch_is_answered_one_by_one(client, me, held, home):
    intake.sign_in(client, me)
    phone = Phone(me, held)
    rows = [phone.writes(), phone.writes("Cooks", "good-at"), phone.writes("x", "no-such")]
    broken = {**rows[0], "op": rows[0]["op"][:-1] + ("0" if rows[0]["op"][-1] != "0" else "1")}
    answer = post(client, *rows, broken, rows[0])
    assert [one["became"] for one in answer.json()["ops"]] == [
        "received",
        "received",
        "late",
        "refused",
        "again",
    ]
    assert [one["op"] for one in answer.json()["ops"]][:3] == [row["op"] for row in rows]
    assert Answer.objects.count() == 2


def test_it_takes_a_fresh_mark_against_forged_forms(me, held):
    client = Client(enforce_csrf_checks=True)
    intake.sign_in(client, me)
    row = Phone(me, held).writes()
    assert post(client, row).status_code == 403
    token = client.get(OUTBOX).json()["token"]
    assert post(client, row, headers={"X-CSRFToken": token}).status_code == 200
    assert Answer.objects.count() == 1


def test_nobody_signed_in_is_led_to_sign_in_and_nothing_is_taken(client, me, held):
    answer = post(client, Phone(me, held).writes())
    assert (answer.status_code, answer.url) == (302, "/sign-in")
    assert client.get(OUTBOX).status_code == 302
    assert not Answer.objects.exists()


def test_a_wrong_batch_is_refused_whole_with_a_reason(client, me, held):
    intake.sign_in(client, me)
    row = Phone(me, held).writes()
    answer = post(client, row, {"op": "x"})
    assert answer.status_code == 400
    assert "no batch of answers" in answer.json()["error"]
    assert client.post(OUTBOX, {"about": "x"}).status_code == 400
    assert not Answer.objects.exists()


def test_a_batch_that_is_too_large_is_refused_with_what_to_do(client, me, held):
    intake.sign_in(client, me)
    row = Phone(me, held).writes()
    answer = post(client, *[row] * (MOST_OPS + 1))
    assert (answer.status_code, answer.json()["error"][:19]) == (413, "These are too many ")
    answer = client.post(OUTBOX, b" " * (MOST_BYTES + 1), content_type="application/json")
    assert (answer.status_code, "at most 256 KiB" in answer.json()["error"]) == (413, True)
    assert not Answer.objects.exists()


def test_only_get_and_post_are_taken(client, me):
    intake.sign_in(client, me)
    assert client.put(OUTBOX).status_code == 405


@pytest.mark.asvs("14.3.3")
def test_what_a_phone_keeps_says_nothing_of_anybody(me, held, person):
    row = Phone(me, held).writes("My sister Vera")
    assert set(row) == {"op", "v", "key", "sender", "sealed"}
    said = json.dumps(row)
    for word in ("Vera", "matters", person.key, held.key, str(me.user_id), "Elena"):
        assert word not in said


# ---- afterwards ----


def test_the_page_says_when_it_arrived_on_another_day(client, me, held, home):
    row = Phone(me, held).writes()
    with clock.clock_at(clock.now() + timedelta(days=5)):
        intake.sign_in(client, me)
        post(client, row)
        html = page(client, f"{home}/matters/matters-most")
        assert "Written without a signal. It arrived on Sunday 25 October." in html
        assert '<span class="tag">Written without a signal.' in page(client, f"{home}/check")


@pytest.mark.seed("S-041")
def test_what_came_late_stands_beside_the_conversation_until_somebody_read_it(client, me, sasha, held, home):
    intake.sign_in(client, me)
    post(client, Phone(sasha, held).writes("Draws maps", "no-such"))
    html = page(client, home)
    assert "Draws maps" in html and "The question had changed." in html
    late = LateAnswer.objects.get()
    intake.send(client, home, f"{home}/late/{late.key}")
    assert "Draws maps" not in page(client, home)
    assert client.post(f"{home}/late/{late.key}", {}).status_code == 404


def test_what_came_late_is_on_the_day_of_whoever_coordinates(me, person, held):
    dana = make.staff_for(person, Role.COORDINATOR, RelationKind.COORDINATOR)
    assert panels.late(dana, dana.today) == []
    row = Phone(me, held).writes("x", "no-such")
    actions.take_sealed(op_of(row), by=me)
    (panel,) = panels.late(dana, dana.today)
    assert panel.data["people"] == [person]
    assert panels.late(me, me.today) == []


def test_signing_out_leaves_what_waits_and_nothing_else(client, me):
    intake.sign_in(client, me)
    client.cookies["handrail_waits"] = "1"
    answer = client.post("/sign-out")
    assert answer["Clear-Site-Data"] == '"cache"'
    assert answer.cookies["handrail"]["max-age"] == 0
    assert "handrail_waits" not in answer.cookies
    assert client.get("/account").status_code == 302
