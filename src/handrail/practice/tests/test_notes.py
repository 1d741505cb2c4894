from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from handrail.access import Label, RelationKind, Role
from handrail.audit.models import Event
from handrail.base import clock
from handrail.base.errors import DomainError, NotAllowed, Stale
from handrail.people.tests import factories as people
from handrail.plans.rules import StepStatus, SupportLevel
from handrail.practice import actions
from handrail.practice.actions import NewNote
from handrail.practice.models import Attempt, Note, NoteVersion, SkillUse, WorkStep
from handrail.practice.queries.texts import digest, disagreement_of, text_of
from handrail.practice.rules import (
    Held,
    NoteStatus,
    Picked,
    SessionStatus,
    Setting,
    Together,
    WorkRung,
)
from handrail.practice.tests import factories as make
from handrail.safety.models import Alert

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon():
    with clock.clock_at(make.at(12), timedelta(milliseconds=1)):
        yield


@pytest.fixture
def person():
    return make.participant(make.organisation())


@pytest.fixture
def sasha(person):
    return make.staff_for(person)


def events(kind):
    return Event.objects.filter(kind=kind).count()


@pytest.mark.seed("S-232")
def test_filing_writes_an_attempt_with_the_support_wanted_as_it_is_now(person, sasha):
    step = make.step(person, wanted=SupportLevel.WITH_ME)
    note = make.filed(person, sasha, step)
    step.support_wanted = SupportLevel.ON_MY_OWN
    step.save()
    attempt = Attempt.objects.get(note=note)
    assert (attempt.given, attempt.wanted) == (SupportLevel.BESIDE_ME, SupportLevel.WITH_ME)
    assert attempt.tried_on == make.TODAY


def test_the_first_try_puts_the_step_into_practice_within_the_one_event(person, sasha):
    step = make.step(person)
    make.filed(person, sasha, step)
    make.filed(person, sasha, step)
    step.refresh_from_db()
    assert step.status == StepStatus.IN_PRACTICE
    assert step.changes.filter(to_status=StepStatus.IN_PRACTICE).count() == 1
    assert set(Event.objects.filter(request_id=sasha.request_id).values_list("kind", flat=True)) == {
        "file_note",
    }


@pytest.mark.seed("S-058")
def test_filing_counts_skills_and_a_step_towards_work_once(person, sasha):
    make.filed(person, sasha, helped=("Breathing", "Breathing", " Breathing "), work=WorkRung.INTERVIEW)
    assert SkillUse.objects.get().skill == "Breathing"
    assert WorkStep.objects.get().rung == WorkRung.INTERVIEW


def test_filing_settles_the_meeting(person, sasha):
    planned = make.session(person, sasha)
    make.filed(person, sasha, session=planned, met=SessionStatus.NOT_MET)
    planned.refresh_from_db()
    assert planned.status == SessionStatus.NOT_MET


@pytest.mark.parametrize("missing", [{"met": None}, {"safety": None}])
def test_what_nobody_fills_in_must_be_said_before_filing(person, sasha, missing):
    with pytest.raises(DomainError):
        make.filed(person, sasha, **missing)
    assert not Note.objects.exists()


def test_a_step_of_somebody_else_cannot_be_picked(person, sasha):
    other = make.step(make.participant(person.organisation, "Rosa"))
    with pytest.raises(DomainError):
        make.filed(person, sasha, other)
    assert not Attempt.objects.exists()


def test_the_digest_tells_when_a_text_was_changed_behind_our_back(person, sasha):
    note = make.filed(person, sasha, make.step(person))
    note = Note.objects.get(pk=note.pk)
    text = note.versions.get()
    assert digest(note, text) == note.content_sha256
    NoteVersion.objects.filter(pk=text.pk).update(words="other")
    assert digest(note, note.versions.get()) != note.content_sha256


def test_a_draft_is_its_authors_alone(person, sasha):
    note = actions.start_note(participant=person, by=sasha)
    actions.save_draft(note=note, content=make.content(), by=sasha)
    colleague, elena = make.staff_for(person), make.self_viewer(person)
    assert Note.objects.visible_to(sasha).exists()
    assert NoteVersion.objects.visible_to(sasha).exists()
    for other in (colleague, elena):
        assert not Note.objects.visible_to(other).exists()
        assert not NoteVersion.objects.visible_to(other).exists()
    with pytest.raises(NotAllowed):
        actions.file_note(note=note, content=make.content(), by=colleague)
    actions.file_note(note=note, content=make.content(), by=sasha)
    assert Note.objects.visible_to(elena).exists()


def test_an_author_whose_relation_ended_does_not_see_the_note(person, sasha):
    make.filed(person, sasha)
    assert not Note.objects.visible_to(sasha.on(make.TODAY - timedelta(days=1))).exists()


def test_family_without_the_scope_for_notes_reads_none(person, sasha):
    make.filed(person, sasha)
    ravi = people.staff_for(person, Role.FAMILY, RelationKind.FAMILY)
    assert not Note.objects.visible_to(ravi).exists()


def test_a_draft_begun_twice_for_one_meeting_is_one(person, sasha):
    planned = make.session(person, sasha)
    first = actions.start_note(participant=person, by=sasha, session=planned)
    assert actions.start_note(participant=person, by=sasha, session=planned) == first
    assert events("start_note") == 1


def test_the_database_refuses_two_drafts_of_one_meeting_by_one_author(person, sasha):
    note = actions.start_note(participant=person, by=sasha, session=make.session(person, sasha))
    note.pk, note.key = None, "other"
    with pytest.raises(IntegrityError), transaction.atomic():
        Note.objects.create(
            organisation=person.organisation,
            participant=person,
            session=note.session,
            author=make.user_of(sasha),
            held_at=make.at(11),
            held_on=make.TODAY,
            zone="UTC",
        )


def test_an_older_page_does_not_overwrite_a_draft(person, sasha):
    note = actions.start_note(participant=person, by=sasha)
    actions.save_draft(note=note, content=make.content(), by=sasha, version=1)
    with pytest.raises(Stale):
        actions.save_draft(note=note, content=make.content(words=""), by=sasha, version=1)


@pytest.mark.parametrize("label", [Label.SAFEGUARDING, Label.THIRD_PARTY, Label.PRIVATE])
def test_words_of_a_sealed_note_stand_nowhere_in_plain(person, sasha, label):
    secret = "the neighbour with the green door"
    note = make.filed(person, sasha, words=secret, observation=secret, label=label)
    actions.amend_note(note=note, words=secret + " again", reason=secret, by=sasha)
    for version in note.versions.all():
        assert text_of(version, person).words.startswith(secret)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {table}")
            for row in cursor.fetchall():
                assert not any(secret in str(value) or secret.encode() in _bytes(value) for value in row)


def _bytes(value):
    return bytes(value) if isinstance(value, (bytes, memoryview)) else b""


def test_a_draft_of_a_sealed_note_is_sealed_too(person, sasha):
    note = actions.start_note(participant=person, by=sasha)
    actions.save_draft(note=note, content=make.content(words="plain"), by=sasha)
    actions.save_draft(note=note, content=make.content(words="secret", label=Label.PRIVATE), by=sasha)
    version = note.versions.get()
    assert (version.words, text_of(version, person).words) == ("", "secret")


def test_a_private_note_is_read_by_its_author_and_the_person_only(person, sasha):
    make.filed(person, sasha, label=Label.PRIVATE)
    assert Note.objects.visible_to(sasha).exists()
    assert Note.objects.visible_to(make.self_viewer(person)).exists()
    assert not Note.objects.visible_to(make.staff_for(person)).exists()


def test_on_the_same_day_the_author_edits_and_both_texts_stay(person, sasha):
    note = make.filed(person, sasha)
    note = actions.amend_note(note=note, words="I paid. It was 2 euro.", by=sasha)
    assert note.status == NoteStatus.FILED
    assert [one.words for one in note.versions.order_by("number")] == [
        "I paid the fare myself.",
        "I paid. It was 2 euro.",
    ]


def test_after_the_sites_day_a_change_is_an_amendment_with_a_reason(person, sasha):
    note = make.filed(person, sasha)
    with clock.clock_at(make.at(0, 5, days=1)):
        with pytest.raises(DomainError):
            actions.amend_note(note=note, words="Later", by=sasha)
        note = actions.amend_note(note=note, words="Later", reason="A detail was missing", by=sasha)
        note = actions.amend_note(note=note, words="Later still", reason="Another", by=sasha)
    assert note.status == NoteStatus.AMENDED
    assert note.versions.count() == 3
    assert events("amend_note") == 2


def test_after_somebody_agreed_a_change_needs_a_reason(person, sasha):
    note = make.filed(person, sasha)
    elena = make.self_viewer(person)
    note = actions.agree_note(note=note, by=elena, version=note.version)
    with pytest.raises(DomainError):
        actions.amend_note(note=note, words="Other", by=sasha)
    amended = actions.amend_note(note=note, words="Other", reason="Elena asked", by=sasha)
    assert (amended.agreed_version, amended.agreed_by_id) == (note.version, elena.user_id)
    assert amended.version > amended.agreed_version


def test_only_the_person_agrees_and_only_with_the_text_they_saw(person, sasha):
    note = make.filed(person, sasha)
    with pytest.raises(NotAllowed):
        actions.agree_note(note=note, by=sasha)
    elena = make.self_viewer(person)
    with pytest.raises(Stale):
        actions.agree_note(note=note, by=elena, version=note.version - 1)


def test_the_person_may_see_it_differently_in_their_words(person, sasha):
    note = make.filed(person, sasha)
    elena = make.self_viewer(person)
    with pytest.raises(DomainError):
        actions.disagree_note(note=note, words=" ", by=elena)
    note = actions.disagree_note(note=note, words="My hands did not shake.", by=elena)
    assert note.disagreed_words == "My hands did not shake."
    assert events("disagree_note") == 1


def test_read_together_keeps_what_the_person_said_in_the_one_event(person, sasha):
    agreed = make.filed(person, sasha, together=Together.AGREES)
    assert agreed.agreed_by_id == sasha.user_id
    other = make.filed(person, sasha, together=Together.DISAGREES, together_words="It was short.")
    assert other.disagreed_words == "It was short."
    assert events("file_note") == 2
    assert events("agree_note") == 0


def test_how_the_person_sees_a_sealed_note_is_sealed_with_it(person, sasha):
    note = make.filed(
        person, sasha, label=Label.PRIVATE, together=Together.DISAGREES, together_words="It was my door."
    )
    assert note.disagreed_words == "" and b"door" not in bytes(note.disagreed_sealed)
    assert disagreement_of(note) == "It was my door."


def test_a_note_in_error_stays_and_its_attempts_count_nowhere(person, sasha):
    note = make.filed(person, sasha, make.step(person))
    actions.note_in_error(note=note, reason="It was another day", by=sasha)
    assert Attempt.objects.get().is_in_error
    assert note.versions.count() == 2
    with pytest.raises(DomainError):
        actions.amend_note(note=note, words="x", by=sasha)


def test_a_discarded_draft_loses_its_words(person, sasha):
    note = actions.start_note(participant=person, by=sasha)
    actions.save_draft(note=note, content=make.content(), by=sasha)
    note = actions.discard_note(note=note, by=sasha)
    assert (note.status, note.draft, note.versions.count()) == (NoteStatus.DISCARDED, {}, 0)


@pytest.mark.hazard("H-01")
def test_a_yes_for_safety_raises_one_alert_with_the_filing_and_the_person_reads_nothing_of_it(person, sasha):
    note = make.filed(person, sasha, safety=True, label=Label.SAFEGUARDING)
    alert = Alert.objects.get(participant=person)
    assert (alert.status, alert.source, alert.signals.get().source_key) == ("open", "note", note.key)
    assert Event.objects.filter(object_id=note.pk).values_list("kind", flat=True).last() == "file_note"
    actions.amend_note(note=note, words="A slip of the pen.", by=sasha)
    assert alert.signals.count() == 1
    assert not Alert.objects.all().visible_to(make.self_viewer(person)).exists()


def test_a_draft_and_a_no_for_safety_raise_nothing(person, sasha):
    actions.save_draft(note=NewNote(person), content=make.content(safety=True), by=sasha)
    make.filed(person, sasha)
    assert not Alert.objects.exists()


@pytest.mark.parametrize(
    "half",
    [
        {"agreed_at": make.at(12)},
        {"disagreed_at": make.at(12)},
        {"filed_at": None},
        {"ends_at": make.at(1)},
    ],
    ids=str,
)
def test_the_database_refuses_half_a_fact(person, sasha, half):
    note = make.filed(person, sasha)
    with pytest.raises(IntegrityError), transaction.atomic():
        Note.objects.filter(pk=note.pk).update(**half)


def test_a_rung_must_fit_its_stop(person, sasha):
    step = make.step(person)
    with pytest.raises(DomainError):
        make.filed(person, sasha, steps=(Picked(step.key, SupportLevel.WITH_ME, rung=6),))
    make.filed(person, sasha, steps=(Picked(step.key, SupportLevel.WITH_ME, rung=2),))
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.update(rung=5)


@pytest.mark.seed("S-014")
def test_a_contact_nobody_planned_keeps_where_it_was(person, sasha):
    library = Held(make.at(11), setting=Setting.COMMUNITY, place="Library")
    note = actions.start_note(participant=person, by=sasha, held=library)
    assert (note.session, note.setting, note.place) == (None, Setting.COMMUNITY, "Library")
    planned = make.session(person, sasha)
    of_session = actions.start_note(participant=person, by=sasha, session=planned)
    assert (of_session.setting, of_session.place) == (planned.setting, planned.place)


def test_a_command_writes_no_notes(person):
    with pytest.raises(NotAllowed):
        actions.start_note(participant=person, by=make.operator(person.organisation))


def test_a_contact_ends_after_it_began(person, sasha):
    with pytest.raises(DomainError, match="later than the start"):
        actions.start_note(participant=person, by=sasha, held=Held(make.at(11), until=make.at(11)))


def test_a_filed_note_is_no_draft_any_more(person, sasha):
    note = make.filed(person, sasha)
    with pytest.raises(DomainError, match="was filed"):
        actions.save_draft(note=note, content=make.content(), by=sasha)


def test_each_step_says_how_much_support_there_was(person, sasha):
    step = make.step(person)
    with pytest.raises(DomainError, match="how much support"):
        make.filed(person, sasha, steps=(Picked(step.key, None),))
    assert not Note.objects.exists()


def test_a_blank_word_is_nothing_that_helped(person, sasha):
    make.filed(person, sasha, helped=("  ", "Breathing"))
    assert SkillUse.objects.get().skill == "Breathing"


def test_an_error_says_what_is_wrong(person, sasha):
    note = make.filed(person, sasha)
    with pytest.raises(DomainError, match="what is wrong"):
        actions.note_in_error(note=note, reason=" ", by=sasha)


def test_a_meeting_that_was_settled_before_its_note_is_settled_once(person, sasha):
    planned = make.session(person, sasha)
    actions.record_meeting(session=planned, to=SessionStatus.MET, by=sasha)
    make.filed(person, sasha, session=planned)
    assert planned.changes.count() == 1
