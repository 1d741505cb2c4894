import pytest

from handrail.access import RelationKind, Role
from handrail.base import clock
from handrail.people.tests import factories as people
from handrail.people.tests.browsing import signed
from handrail.plans.rules import SupportLevel
from handrail.practice import actions
from handrail.practice.models import Attempt, Note
from handrail.practice.rules import NoteStatus, SessionStatus
from handrail.practice.tests import factories as make
from handrail.practice.tests.pages import about, note_post, url
from handrail.safety.models import Alert

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def morning():
    with clock.clock_at(make.at(10, 5)):
        yield


@pytest.fixture
def person():
    return make.participant(make.organisation())


@pytest.fixture
def sasha(person):
    return make.staff_for(person)


def test_the_note_fills_in_nothing_about_attendance_support_or_safety(sign, person, sasha):
    make.step(person)
    planned = make.session(person, sasha)
    page = sign(sasha).get(url("note_new", person.key, session=planned.key)).content.decode()
    for field in ("met", "safety", "level_"):
        assert not any("checked" in part.split(">")[0] for part in page.split(f'name="{field}')[1:]), field
    assert "Bus stop on Mill Road" in page
    assert "10:30 to 11:15" in page


def test_filing_leads_to_the_note_and_twice_is_once(sign, person, sasha):
    step = make.step(person)
    planned = make.session(person, sasha)
    client, data = sign(sasha), note_post(person, step)
    first = client.post(url("note_new", person.key, session=planned.key), data)
    second = client.post(url("note_new", person.key, session=planned.key), data)
    note = Note.objects.get()
    assert first.status_code == second.status_code == 302
    assert first.url == second.url == url("note", person.key, note.key)
    assert Attempt.objects.get().given == SupportLevel.BESIDE_ME
    planned.refresh_from_db()
    assert planned.status == SessionStatus.MET
    page = client.get(first.url)
    assert "I paid the fare myself." in page.content.decode()


def test_what_is_missing_is_listed_and_what_was_typed_stays(sign, person, sasha):
    step = make.step(person)
    data = note_post(person, step, met="", safety="", **{f"level_{step.key}": ""})
    answer = sign(sasha).post(url("note_new", person.key), data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Say whether you met." in page
    assert "I paid the fare myself." in page
    answer = sign(sasha).post(url("note_new", person.key), {**data, "met": "met", "safety": "no"})
    assert "Say how much support there was" in answer.content.decode()
    assert not Note.objects.exists()


def test_a_draft_is_kept_without_asking_for_anything_and_found_again(sign, person, sasha):
    planned = make.session(person, sasha)
    data = note_post(person, do="save", met="", safety="", steps=[], setting="community")
    client = sign(sasha)
    answer = client.post(url("note_new", person.key, session=planned.key), data)
    note = Note.objects.get()
    assert note.status == NoteStatus.DRAFT
    assert answer.url == url("note_edit", person.key, note.key)
    again = client.get(url("note_new", person.key, session=planned.key))
    assert again.url == answer.url
    assert "I paid the fare myself." in client.get(answer.url).content.decode()
    filed = client.post(answer.url, note_post(person, version=note.version))
    assert filed.url == url("note", person.key, note.key)


def test_a_kind_of_place_chosen_in_a_draft_stays_when_it_is_filed(sign, person, sasha):
    client = sign(sasha)
    answer = client.post(url("note_new", person.key), note_post(person, do="save", setting="school"))
    page = client.get(answer.url).content.decode()
    assert 'value="school" checked' in page


def test_read_together_files_with_what_the_person_says(sign, person, sasha):
    step = make.step(person)
    client = sign(sasha)
    answer = client.post(url("note_new", person.key), note_post(person, step, do="read"))
    note = Note.objects.get()
    assert answer.url == url("read", person.key, note.key)
    assert "I paid the fare myself." in client.get(answer.url).content.decode()
    client.post(answer.url, {"about": about(person, note.version), "do": "agrees"})
    note.refresh_from_db()
    assert (note.status, bool(note.agreed_at)) == (NoteStatus.FILED, True)


def test_read_together_says_what_is_missing(sign, person, sasha):
    client = sign(sasha)
    answer = client.post(url("note_new", person.key), note_post(person, do="read", met=""))
    assert "Something is not said yet" in client.get(answer.url).content.decode()


def test_a_draft_is_absent_for_everybody_else(sign, person, sasha):
    note = actions.start_note(participant=person, by=sasha)
    for viewer in (make.staff_for(person), make.self_viewer(person)):
        assert sign(viewer).get(url("note", person.key, note.key)).status_code == 404
    assert sign(sasha).get(url("note", person.key, note.key)).status_code == 302


@pytest.mark.hazard("H-01")
def test_safety_leads_to_numbers_first_and_stands_until_somebody_takes_it(sign, person, sasha):
    dana = make.staff_for(person, Role.COORDINATOR, RelationKind.COORDINATOR)
    answer = sign(sasha).post(url("note_new", person.key), note_post(person, safety="yes"))
    note = Note.objects.get()
    assert answer.url == url("first_help", person.key, note.key)
    page = sign(sasha).get(answer.url).content.decode()
    assert "tel:112" in page
    assert "has confirmed the public numbers yet" in page
    assert f"<strong>{dana.name}</strong>" in page
    assert "Not yet seen" in page
    client = sign(dana)
    assert person.full_name in client.get("/safety").content.decode()
    alert = Alert.objects.get()
    sent = {"about": signed(), "do": "act", "kind": "spoke", "words": "We spoke, her sister is there."}
    assert client.post(f"/safety/{alert.key}", sent).status_code == 302
    assert f"{dana.name} has this now." in sign(sasha).get(answer.url).content.decode()


@pytest.mark.hazard("H-01")
def test_a_concern_about_a_person_without_coordinator_stands_on_every_coordinators_list(sign, person, sasha):
    make.filed(person, sasha, safety=True)
    user = make.member(person.organisation, Role.COORDINATOR)
    dana = make.viewer(user, person.organisation, Role.COORDINATOR)
    page = sign(dana).get("/safety").content.decode()
    assert person.full_name in page
    assert "Nobody coordinates yet" in page


@pytest.mark.parametrize("name", ["note_new", "notes", "week", "session_new", "times"], ids=lambda name: name)
def test_a_stranger_finds_no_page(sign, person, name):
    user = make.member(person.organisation, Role.SPECIALIST)
    stranger = make.viewer(user, person.organisation, Role.SPECIALIST)
    assert sign(stranger).get(url(name, person.key)).status_code == 404
    assert sign(stranger).get(url(name, "bcdfghjkmn")).status_code == 404


def test_family_without_the_scope_reads_no_note_and_no_week(sign, person, sasha):
    note = make.filed(person, sasha)
    ravi = people.staff_for(person, Role.FAMILY, RelationKind.FAMILY)
    for page in (url("notes", person.key), url("note", person.key, note.key), url("week", person.key)):
        assert sign(ravi).get(page).status_code == 404
    assert sign(ravi).get(url("note_new", person.key)).status_code == 403


def test_the_person_agrees_on_the_notes_page(sign, person, sasha):
    note = make.filed(person, sasha)
    client = sign(make.self_viewer(person))
    assert "I agree" in client.get(url("note", person.key, note.key)).content.decode()
    client.post(
        url("answer_note", person.key, note.key),
        {"about": about(person, note.version), "do": "agrees", "words": ""},
    )
    assert Note.objects.get().agreed_at
    page = client.get(url("notes", person.key)).content.decode()
    assert "Agreed" in page


def test_seeing_it_differently_needs_words(sign, person, sasha):
    note = make.filed(person, sasha)
    client = sign(make.self_viewer(person))
    sent = {"about": about(person, note.version), "do": "disagrees", "words": ""}
    answer = client.post(url("answer_note", person.key, note.key), sent)
    assert answer.status_code == 422
    sent = {**sent, "about": about(person, note.version), "words": "My hands did not shake."}
    client.post(url("answer_note", person.key, note.key), sent)
    assert "My hands did not shake." in client.get(url("note", person.key, note.key)).content.decode()


def test_a_staff_member_cannot_agree_for_the_person(sign, person, sasha):
    note = make.filed(person, sasha)
    sent = {"about": about(person, note.version), "do": "agrees", "words": ""}
    assert sign(sasha).post(url("answer_note", person.key, note.key), sent).status_code == 403


def test_amending_keeps_both_texts_on_the_page(sign, person, sasha):
    note = make.filed(person, sasha)
    client = sign(sasha)
    assert client.get(url("amend", person.key, note.key)).status_code == 200
    sent = {"about": about(person, note.version), "words": "New words", "observation": ""}
    client.post(url("amend", person.key, note.key), sent)
    page = client.get(url("note", person.key, note.key)).content.decode()
    assert "New words" in page
    assert "I paid the fare myself." in page


def test_a_note_in_error_needs_a_reason(sign, person, sasha):
    note = make.filed(person, sasha)
    client, here = sign(sasha), url("in_error", person.key, note.key)
    assert client.post(here, {"about": about(person, note.version)}).status_code == 422
    client.post(here, {"about": about(person, note.version), "reason": "Another day"})
    assert "Entered in error" in client.get(url("note", person.key, note.key)).content.decode()


def test_a_draft_can_be_put_away(sign, person, sasha):
    note = actions.start_note(participant=person, by=sasha)
    client = sign(sasha)
    client.post(url("discard", person.key, note.key), {"about": about(person, note.version)})
    assert client.get(url("note", person.key, note.key)).status_code == 404


def test_a_form_made_for_another_person_is_refused(sign, person, sasha):
    other = make.participant(person.organisation, "Rosa")
    sent = note_post(person, about=about(other))
    assert sign(sasha).post(url("note_new", person.key), sent).status_code == 404


@pytest.mark.seed("S-166")
def test_a_contact_nobody_planned_is_filed_from_one_page(sign, person, sasha):
    client = sign(sasha)
    assert person.full_name in client.get(url("pick_person")).content.decode()
    client.post(url("note_new", person.key), note_post(person))
    note = Note.objects.get()
    assert (note.session, note.setting, note.held_on) == (None, "community", make.TODAY)
