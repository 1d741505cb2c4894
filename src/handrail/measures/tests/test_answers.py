from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from handrail.access import Label, Role
from handrail.audit.models import Event
from handrail.base.errors import DomainError, InvalidTransition, NotAllowed, NotFound
from handrail.measures import actions
from handrail.measures.models import Administration, AdministrationStatusChange, Finding
from handrail.measures.rules.asking import AdministrationStatus, KeptReason, Mode
from handrail.measures.tests import factories
from handrail.measures.tests.factories import NINE
from handrail.people.tests import factories as people
from handrail.safety.models import Alert, AlertSignal

S = AdministrationStatus
SAFE = {
    **NINE,
    "interest": 2,
    "mood": 2,
    "sleep": 1,
    "energy": 1,
    "appetite": 1,
    "self_worth": 1,
    "psychomotor": 2,
}


def test_what_is_sent_counts_with_its_numbers_as_they_came_out(elena) -> None:
    row = factories.answered(elena, SAFE)
    assert (row.status, row.label, row.instrument_version) == (S.SUBMITTED, Label.RESTRICTED, "1")
    found = {one.scale: one for one in Finding.objects.filter(administration=row)}
    assert (found["total"].hundredths, found["total"].band) == (1000, "moderate")
    assert (found["phq2"].hundredths, found["phq2"].is_prorated) == (400, False)
    change = AdministrationStatusChange.objects.get(administration=row)
    assert (change.from_status, change.to_status) == ("draft", "submitted")


def test_each_action_leaves_one_event(elena) -> None:
    before = Event.objects.count()
    row = factories.begun(elena)
    row = factories.save(row, {"mood": 1}, elena.sasha)
    row = factories.send(row, SAFE, elena.sasha)
    actions.read_answers(administration=row, by=elena.sasha)
    kinds = list(Event.objects.order_by("pk").values_list("kind", flat=True)[before:])
    assert kinds == ["begin_answers", "save_answers", "send_answers", "read_answers"]


def test_a_draft_waits_for_its_author_alone_and_is_gone_on_with(elena) -> None:
    factories.schedule(elena, "needs")
    row = factories.begun(elena, "needs", by=elena.me)
    factories.save(row, {"home": 2}, elena.me)
    assert row.label == Label.PRIVATE
    assert not Administration.objects.visible_to(elena.sasha).filter(pk=row.pk).exists()
    again = factories.begun(elena, "needs", by=elena.me)
    assert (again.pk, again.answers) == (row.pk, {"home": 2})
    with pytest.raises(NotAllowed):
        factories.save(again, {"home": 1}, elena.sasha)


def test_the_team_reads_what_the_person_sent_and_family_does_not(elena) -> None:
    factories.schedule(elena, "needs")
    row = factories.send(factories.begun(elena, "needs", by=elena.me), {"home": 2}, elena.me)
    assert row.mode == Mode.OWN
    assert Administration.objects.visible_to(elena.sasha).filter(pk=row.pk).exists()
    stranger = people.viewer(
        people.member(elena.person.organisation, Role.SPECIALIST), elena.person.organisation, Role.SPECIALIST
    )
    assert not Administration.objects.visible_to(stranger).filter(pk=row.pk).exists()


def test_nothing_is_asked_that_nobody_reads(elena) -> None:
    with pytest.raises(DomainError, match="Nobody would read this yet"):
        factories.begun(elena, "needs", by=elena.me)


def test_an_empty_slot_is_never_answered_alone(elena) -> None:
    factories.schedule(elena, "k6")
    with pytest.raises(DomainError, match="The words of this questionnaire are not here"):
        factories.begun(elena, "k6", by=elena.me)
    row = factories.begun(elena, "k6", mode=Mode.PAPER)
    assert factories.send(row, {"nervous": 3, "hopeless": 2}, elena.sasha).status == S.SUBMITTED


def test_a_day_that_has_not_come_and_an_instrument_that_is_not_there_are_sentences(elena) -> None:
    with pytest.raises(DomainError, match="This day has not come yet"):
        factories.begun(elena, on=people.TODAY + timedelta(days=1))
    with pytest.raises(DomainError, match="There is no such questionnaire"):
        factories.begun(elena, "phq10")
    with pytest.raises(DomainError, match="There is no such questionnaire"):
        actions.ask_regularly(
            participant=elena.person,
            instrument="x",
            reader=elena.reader,
            begins_on=people.TODAY,
            by=elena.sasha,
        )


def test_a_form_without_an_answer_is_skipped_and_not_sent(elena) -> None:
    row = factories.begun(elena)
    with pytest.raises(DomainError, match="You can skip this, too"):
        factories.send(row, {"mood": None}, elena.sasha)
    skipped = actions.skip_answers(
        administration=factories.save(row, {"mood": 2}, elena.sasha), by=elena.sasha
    )
    assert (skipped.status, skipped.answers) == (S.SKIPPED, {})
    with pytest.raises(InvalidTransition):
        actions.skip_answers(administration=skipped, by=elena.sasha)


# ---- one form, two devices --------------------------------------------------------------------------------------


def test_a_form_that_was_open_twice_has_one_winner_and_the_other_is_kept_as_typed(elena) -> None:
    row = factories.begun(elena)
    first = factories.send(row, SAFE, elena.sasha, version=1)
    second = factories.send(row, {**SAFE, "sleep": 3}, elena.sasha, version=1)
    assert (first.status, second.status) == (S.SUBMITTED, S.KEPT)
    assert second.kept_reason == KeptReason.OTHER_DEVICE
    assert second.answers["sleep"] == 3
    assert Administration.objects.get(pk=first.pk).answers["sleep"] == 1
    assert Finding.objects.filter(administration=second).count() == 0


def test_the_same_answers_twice_are_one_answer(elena) -> None:
    row = factories.begun(elena)
    first = factories.send(row, SAFE, elena.sasha, version=1)
    assert factories.send(row, SAFE, elena.sasha, version=1).pk == first.pk
    assert Administration.objects.count() == 1


def test_a_draft_that_was_saved_elsewhere_is_not_written_over(elena) -> None:
    row = factories.begun(elena)
    factories.save(row, {"mood": 1}, elena.sasha, version=1)
    late = factories.save(row, {"mood": 3}, elena.sasha, version=1)
    assert (late.status, late.answers) == (S.KEPT, {"mood": 3})
    assert Administration.objects.get(pk=row.pk).answers == {"mood": 1}


def test_answers_to_other_words_are_kept_with_the_reason(elena) -> None:
    row = factories.begun(elena)
    kept = factories.send(row, SAFE, elena.sasha, shown="1+abcdef12")
    assert (kept.status, kept.kept_reason) == (S.KEPT, KeptReason.OTHER_VERSION)
    assert kept.instrument_version == "1+abcdef12"
    assert Finding.objects.count() == 0


def test_answers_that_do_not_fit_are_kept_with_their_places_and_never_scored(elena) -> None:
    kept = factories.send(factories.begun(elena), {**SAFE, "mood": 9, "hope": 1}, elena.sasha)
    assert (kept.status, kept.kept_reason) == (S.KEPT, KeptReason.DOES_NOT_FIT)
    assert "mood: 9 does not fit" in kept.kept_places
    assert "hope: PHQ-9 has no such question" in kept.kept_places
    assert Finding.objects.count() == 0


def test_what_was_kept_is_taken_up_or_put_away(elena) -> None:
    row = factories.begun(elena)
    kept = factories.save(row, {"mood": 3}, elena.sasha, version=7)
    with pytest.raises(DomainError, match="Another form of this is open"):
        actions.use_kept_answers(administration=kept, by=elena.sasha)
    actions.skip_answers(administration=row, by=elena.sasha)
    draft = actions.use_kept_answers(administration=kept, by=elena.sasha)
    assert (draft.status, draft.kept_reason, draft.answers) == (S.DRAFT, "", {"mood": 3})
    assert factories.send(draft, SAFE, elena.sasha).status == S.SUBMITTED


# ---- what is sent stays -----------------------------------------------------------------------------------------


def test_a_mistake_is_entered_in_error_and_corrected_in_a_copy(elena) -> None:
    wrong = factories.answered(elena, SAFE)
    with pytest.raises(DomainError, match="Say in a few words"):
        actions.mark_answers_in_error(administration=wrong, reason=" ", by=elena.sasha)
    with pytest.raises(DomainError, match="Say first what is wrong"):
        actions.begin_answers(
            participant=elena.person, instrument="phq9", mode=Mode.STAFF, corrects=wrong, by=elena.sasha
        )
    marked = actions.mark_answers_in_error(administration=wrong, reason="Mixed up sheets", by=elena.sasha)
    copy = actions.begin_answers(
        participant=elena.person, instrument="phq9", mode=Mode.STAFF, corrects=marked, by=elena.sasha
    )
    assert (copy.answers, copy.corrects_id, copy.first_key) == (SAFE, wrong.pk, wrong.key)
    sent = factories.send(copy, {**SAFE, "sleep": 0}, elena.sasha)
    assert list(Administration.objects.sent()) == [sent]
    assert Administration.objects.get(pk=wrong.pk).answers == SAFE
    with pytest.raises(InvalidTransition):
        actions.mark_answers_in_error(administration=marked, reason="Again", by=elena.sasha)


def test_the_person_corrects_their_own_and_not_what_a_colleague_sent(elena) -> None:
    theirs = factories.answered(elena, SAFE)
    with pytest.raises(NotAllowed):
        actions.mark_answers_in_error(administration=theirs, reason="Not me", by=elena.me)
    factories.schedule(elena, "needs")
    own = factories.send(factories.begun(elena, "needs", by=elena.me), {"home": 1}, elena.me)
    assert actions.mark_answers_in_error(administration=own, reason="Slip", by=elena.me).status == S.IN_ERROR


def test_the_first_reader_stands(elena) -> None:
    row = factories.begun(elena)
    with pytest.raises(NotFound):
        actions.read_answers(administration=row, by=elena.sasha)
    row = factories.send(row, SAFE, elena.sasha)
    other = people.staff_for(elena.person)
    actions.read_answers(administration=row, by=elena.sasha)
    assert actions.read_answers(administration=row, by=other).read_by_id == elena.sasha.user_id


def test_the_database_keeps_one_draft_an_author_and_a_time_with_what_is_sent(elena) -> None:
    row = factories.begun(elena)
    twin = Administration(
        organisation=elena.person.organisation,
        participant=elena.person,
        first_key="x",
        instrument="phq9",
        instrument_version="1",
        locale="en",
        mode=Mode.STAFF,
        answered_on=people.TODAY,
        author_id=elena.sasha.user_id,
    )
    for change in (
        {},
        {"status": S.SUBMITTED},
        {"status": S.KEPT},
        {"author": None, "read_at": row.created_at},
    ):
        for name, value in change.items():
            setattr(twin, name, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            twin.save(force_insert=True)
        twin.status = S.DRAFT


# ---- a safety item ----------------------------------------------------------------------------------------------


def signals() -> list[str]:
    return [one.source_key for one in AlertSignal.objects.order_by("pk")]


@pytest.mark.hazard("H-01")
def test_one_answer_among_zeros_raises_an_alert(elena) -> None:
    row = factories.answered(elena, {**NINE, "self_harm_thoughts": 1})
    assert signals() == [f"{row.key}.self_harm_thoughts"]
    alert = Alert.objects.get()
    assert alert.due_at > alert.opened_at


@pytest.mark.hazard("H-01")
def test_a_high_total_without_it_raises_none(elena) -> None:
    factories.answered(elena, {**dict.fromkeys(NINE, 3), "self_harm_thoughts": 0})
    assert Alert.objects.count() == 0


@pytest.mark.hazard("H-01")
def test_a_draft_a_partial_form_and_answers_that_do_not_fit_are_judged_too(elena) -> None:
    row = factories.begun(elena)
    factories.save(row, {"self_harm_thoughts": 2}, elena.sasha)
    assert signals() == [f"{row.key}.self_harm_thoughts"]
    kept = factories.send(row, {"self_harm_thoughts": 3, "mood": 77}, elena.sasha, version=99)
    assert kept.status == S.KEPT
    assert signals() == [f"{row.key}.self_harm_thoughts", f"{kept.key}.self_harm_thoughts"]
    assert Alert.objects.count() == 1


@pytest.mark.hazard("H-01")
def test_answers_from_another_system_are_judged_whether_they_count_or_not(elena) -> None:
    given = {
        "participant": elena.person,
        "instrument": "phq9",
        "answered_on": people.TODAY,
        "by": elena.sasha,
    }
    counted = actions.take_in_answers(version="1", answers={**SAFE, "self_harm_thoughts": 1}, **given)
    assert counted.status == S.SUBMITTED
    older = actions.take_in_answers(version="0", answers={"self_harm_thoughts": "LA6570-1"}, **given)
    assert (older.status, older.kept_reason) == (S.KEPT, KeptReason.OTHER_VERSION)
    unfit = actions.take_in_answers(version="1", answers={"self_harm_thoughts": 1, "mood": "x"}, **given)
    assert (unfit.status, unfit.kept_reason) == (S.KEPT, KeptReason.DOES_NOT_FIT)
    assert len(signals()) == 3
    with pytest.raises(DomainError, match="There are no answers"):
        actions.take_in_answers(version="1", answers={}, **given)
    with pytest.raises(DomainError, match="has not come yet"):
        actions.take_in_answers(version="1", answers=SAFE, **{**given, "answered_on": date(2030, 1, 1)})


@pytest.mark.hazard("H-01")
def test_a_corrected_copy_raises_what_the_first_did_not_say_and_nothing_twice(elena) -> None:
    wrong = factories.answered(elena, SAFE)
    marked = actions.mark_answers_in_error(administration=wrong, reason="Slip", by=elena.sasha)
    copy = actions.begin_answers(
        participant=elena.person, instrument="phq9", mode=Mode.STAFF, corrects=marked, by=elena.sasha
    )
    factories.send(copy, {**SAFE, "self_harm_thoughts": 2}, elena.sasha)
    assert signals() == [f"{wrong.key}.self_harm_thoughts"]
    again = actions.mark_answers_in_error(
        administration=Administration.objects.get(pk=copy.pk), reason="Slip", by=elena.sasha
    )
    second = actions.begin_answers(
        participant=elena.person, instrument="phq9", mode=Mode.STAFF, corrects=again, by=elena.sasha
    )
    factories.send(second, {**SAFE, "self_harm_thoughts": 2, "sleep": 3}, elena.sasha)
    assert len(signals()) == 1


@pytest.mark.hazard("H-01")
def test_the_answer_and_the_alert_stand_or_go_together(elena, monkeypatch) -> None:
    row = factories.begun(elena)

    def breaks(*_given, **_more):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("handrail.measures.actions.telling.raise_alert", breaks)
    with pytest.raises(RuntimeError):
        factories.send(row, {**NINE, "self_harm_thoughts": 2}, elena.sasha)
    row.refresh_from_db()
    assert (row.status, row.answers, Finding.objects.count()) == (S.DRAFT, {}, 0)


@pytest.mark.hazard("H-01")
def test_a_safety_item_is_not_handed_out_while_nobody_is_on_call(elena) -> None:
    factories.schedule(elena)
    with pytest.raises(DomainError, match="answered together"):
        factories.begun(elena, by=elena.me)
    factories.on_call(elena)
    assert factories.begun(elena, by=elena.me).mode == Mode.OWN
