"""Answers to our instruments, in and out: what counts, what waits for a person, what is refused."""

from datetime import date

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from handrail.base.errors import NotAllowed
from handrail.exchange.fhir.instruments import ADDRESS, questionnaire_of, read_response, response_of
from handrail.exchange.fhir.rules import check_response, form_faults, form_of
from handrail.exchange.fhir.tests.factories import bundle, events, importing, patient, written
from handrail.exchange.fhir.unit import Refused
from handrail.exchange.fhir.validate import faults
from handrail.intake.tests.factories import sign_in
from handrail.measures import actions as measures
from handrail.measures.definitions import instruments, scorer
from handrail.measures.models import Administration, Finding
from handrail.measures.rules import NOT_APPLICABLE, PREFER_NOT
from handrail.measures.rules.asking import AdministrationStatus as S
from handrail.measures.rules.asking import KeptReason
from handrail.people.tests import factories as people
from handrail.safety.models import Alert, AlertSignal

pytestmark = pytest.mark.django_db
PHQ = instruments()["phq9"]
LOINC = "http://loinc.org"
OFTEN = ["LA6568-5", "LA6569-3", "LA6570-1", "LA6571-9"]
NINE = [item.key for item in PHQ.items[:9]]


def said(link, value):
    return {"linkId": link, "answer": [{"valueCoding": {"system": LOINC, "code": OFTEN[value]}}]}


def phq(values=None, key="phq", **more):
    given = dict.fromkeys(NINE, 1) | {"self_harm_thoughts": 0} | (values or {})
    return {
        "resourceType": "QuestionnaireResponse",
        "id": key,
        "questionnaire": f"{ADDRESS}phq9|{PHQ.version}",
        "status": "completed",
        "subject": {"reference": "Patient/elena"},
        "authored": "2026-10-19",
        "item": [said(link, value) for link, value in given.items() if value is not None],
    } | more


def take(place, folder, *resources, **more):
    return importing(place, written(folder, bundle(patient(), *resources)), **more)


def only():
    return Administration.objects.get()


def test_answers_that_fit_count_with_their_findings(place, tmp_path):
    result = take(place, tmp_path, phq())
    assert dict(result.created) == {"Patient": 1, "QuestionnaireResponse": 1}
    row = only()
    assert (row.status, row.mode, row.answered_on) == (S.SUBMITTED, "imported", date(2026, 10, 19))
    assert row.participant.called == "Elena"
    assert Finding.objects.get(scale="total").hundredths == 800
    assert not Alert.objects.exists()
    assert events() == [("import_bundle", "create")]


def test_the_same_file_twice_writes_nothing_more(place, tmp_path):
    take(place, tmp_path, phq())
    second = take(place, tmp_path, phq())
    assert dict(second.unchanged) == {"Patient": 1, "QuestionnaireResponse": 1}
    assert Administration.objects.count() == 1


def test_a_trial_writes_no_answers_and_wakes_nobody(place, tmp_path):
    result = take(place, tmp_path, phq({"self_harm_thoughts": 2}), dry_run=True)
    assert dict(result.created) == {"Patient": 1, "QuestionnaireResponse": 1}
    assert not Administration.objects.exists()
    assert not Alert.objects.exists()


@pytest.mark.hazard("H-01")
@pytest.mark.parametrize(
    "more",
    [
        {},
        {"status": "in-progress"},
        {"questionnaire": f"{ADDRESS}phq9|0"},
        {"item": [said("self_harm_thoughts", 2), said("nobody-asked", 1)]},
        {"item": [said("self_harm_thoughts", 2)]},
        {"questionnaire": "http://else.example/Questionnaire/phq"},
    ],
)
def test_a_safety_item_is_judged_whatever_becomes_of_the_rest(place, tmp_path, more):
    response = phq({"self_harm_thoughts": 2}, **more)
    if "else" in response["questionnaire"]:
        codes = {item.key: item.code for item in PHQ.items}
        for item in response["item"]:
            item["linkId"] = f"/{codes[item['linkId']]}"
    take(place, tmp_path, response)
    assert AlertSignal.objects.get().source_key == f"{only().first_key}.self_harm_thoughts"


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"questionnaire": f"{ADDRESS}phq9|0"}, KeptReason.OTHER_VERSION),
        ({"questionnaire": f"{ADDRESS}phq9"}, KeptReason.OTHER_VERSION),
        ({"status": "in-progress"}, KeptReason.NOT_FINISHED),
        ({"status": "stopped"}, KeptReason.NOT_FINISHED),
        ({"item": [said("mood", 1), said("mood", 2)]}, KeptReason.DOES_NOT_FIT),
        ({"item": [said("mood", 1), said("weather", 2)]}, KeptReason.DOES_NOT_FIT),
        ({"item": [{"linkId": "mood", "answer": [{"valueInteger": 1}]}]}, KeptReason.DOES_NOT_FIT),
        (
            {"item": [{"linkId": "mood", "answer": [{"valueCoding": {"system": LOINC, "code": "LA9"}}]}]},
            KeptReason.DOES_NOT_FIT,
        ),
    ],
)
def test_what_cannot_count_waits_for_a_person_and_is_never_scored(place, tmp_path, more, reason):
    result = take(place, tmp_path, phq(**more))
    assert result.rejected == []
    row = only()
    assert (row.status, row.kept_reason) == (S.KEPT, reason)
    assert not Finding.objects.exists()
    assert row.answers
    if reason == KeptReason.DOES_NOT_FIT:
        assert row.kept_places.startswith("/item/")


def test_a_form_of_somebody_else_with_the_same_codes_is_read_and_not_counted(place, tmp_path):
    codes = {item.key: item.code for item in PHQ.items}
    response = phq(questionnaire="http://else.example/Questionnaire/phq")
    response["item"] = [
        {"linkId": "all", "item": [one | {"linkId": f"/{codes[one['linkId']]}"} for one in response["item"]]}
    ]
    take(place, tmp_path, response)
    row = only()
    assert (row.instrument, row.status, row.kept_reason) == ("phq9", S.KEPT, KeptReason.OTHER_VERSION)
    assert row.answers == dict.fromkeys(NINE, 1) | {"self_harm_thoughts": 0}


def test_answers_to_anything_else_are_counted_and_left(place, tmp_path):
    other = phq(questionnaire="http://else.example/Questionnaire/food", item=[said("q1", 1), said("q2", 1)])
    result = take(place, tmp_path, other)
    assert dict(result.not_kept) == {"QuestionnaireResponse": 1}
    assert not Administration.objects.exists()


@pytest.mark.parametrize(
    ("more", "place_of_it", "sentence"),
    [
        ({"questionnaire": f"{ADDRESS}moon"}, "#/questionnaire", "no such questionnaire"),
        ({"authored": "2026"}, "#/authored", "on which day"),
        ({"authored": "2026-12-01"}, "", "has not come yet"),
        ({"item": []}, "#/item", "empty"),
        ({"subject": {"reference": "Patient/nobody"}}, "", "not in this file"),
        ({"status": "finished"}, "#/status", "none of the codes"),
        ({"authored": "2026-02-30"}, "#/authored", "no calendar"),
    ],
)
def test_what_is_impossible_is_refused_with_its_place_and_nothing_is_written(
    place, tmp_path, more, place_of_it, sentence
):
    result = take(place, tmp_path, phq(**more))
    (found,) = result.rejected
    assert found.resource == f"QuestionnaireResponse/phq{place_of_it}"
    assert sentence in found.reason
    assert not Administration.objects.exists()
    assert not result.created


def test_answers_without_a_day_or_an_answer_are_refused(place, tmp_path):
    nothing = {name: value for name, value in phq().items() if name != "item"}
    undated = {name: value for name, value in phq().items() if name != "authored"}
    for response, sentence in ((nothing, "no answers"), (undated, "which day")):
        assert sentence in take(place, tmp_path, response).rejected[0].reason


def test_a_moment_is_a_day_where_the_place_is(place, tmp_path):
    take(place, tmp_path, phq(authored="2026-10-18T23:30:00Z"))
    assert only().answered_on == date(2026, 10, 19)


def test_what_the_other_system_changes_takes_the_place_of_what_it_said(place, tmp_path):
    take(place, tmp_path, phq({"self_harm_thoughts": 1}))
    changed = take(place, tmp_path, phq({"self_harm_thoughts": 1, "mood": 3}, status="amended"))
    assert dict(changed.updated)["QuestionnaireResponse"] == 1
    first, second = Administration.objects.order_by("created_at")
    assert (first.status, second.status) == (S.IN_ERROR, S.SUBMITTED)
    assert (second.corrects, second.first_key) == (first, first.key)
    assert AlertSignal.objects.count() == 1
    gone = take(place, tmp_path, phq({"mood": 3}, status="entered-in-error"))
    assert dict(gone.updated)["QuestionnaireResponse"] == 1
    second.refresh_from_db()
    assert second.status == S.IN_ERROR
    again = take(place, tmp_path, phq({"mood": 3}, status="entered-in-error", id="other"))
    assert dict(again.not_kept) == {"QuestionnaireResponse": 1}


def test_a_colleague_takes_up_what_another_system_sent_looks_and_sends_it(place, tmp_path, client):
    take(place, tmp_path, phq(questionnaire=f"{ADDRESS}phq9|0"))
    row = only()
    staff = people.staff_for(row.participant)
    home = reverse("measures:person", args=[row.participant.key])
    sign_in(client, people.self_viewer(row.participant))
    assert "Kept as typed" not in client.get(home).content.decode()
    sign_in(client, staff)
    assert "Kept as typed" in client.get(home).content.decode()
    draft = measures.use_kept_answers(administration=row, by=staff)
    assert (draft.status, draft.author_id) == (S.DRAFT, staff.user_id)
    assert "Kept as typed" not in client.get(home).content.decode()
    sent = measures.send_answers(
        administration=draft, answers=draft.answers, shown=PHQ.version, version=draft.version, by=staff
    )
    assert (sent.status, Finding.objects.get(scale="total").hundredths) == (S.SUBMITTED, 800)


def test_the_person_leaves_what_another_system_sent(place, tmp_path):
    take(place, tmp_path, phq(status="in-progress"))
    with pytest.raises(NotAllowed):
        measures.use_kept_answers(administration=only(), by=people.self_viewer(only().participant))


# ---- out


@pytest.mark.parametrize("key", list(instruments()))
def test_every_instrument_is_a_valid_questionnaire_with_its_notice(key):
    found = questionnaire_of(instruments()[key])
    assert faults(found) == []
    assert form_faults(found) == []
    assert found["copyright"] == instruments()[key].licence.notice
    assert [item["linkId"] for item in found["item"]] == [item.key for item in instruments()[key].items]


def test_a_question_says_its_words_codes_values_and_conditions():
    item = questionnaire_of(PHQ)["item"][0]
    assert item["text"] == "Little interest or pleasure in doing things"
    assert item["code"] == [{"system": LOINC, "code": "44250-9"}]
    first = item["answerOption"][0]["valueCoding"]
    assert (first["code"], first["display"]) == ("LA6568-5", "Not at all")
    bound = [
        item
        for one in instruments().values()
        for item in questionnaire_of(one)["item"]
        if "enableWhen" in item
    ]
    assert bound and all(one["enableWhen"][0]["operator"] == "=" for one in bound)


@st.composite
def sets_of_answers(draw):
    """Return an instrument and answers that its scorer takes."""
    instrument = draw(st.sampled_from(list(instruments().values())))
    length = draw(st.integers(1, 4))
    answers = {}
    for item in instrument.items:
        values = st.sampled_from(sorted(item.values))
        if item.repeats:
            answers[item.key] = [draw(values) for _number in range(length)]
            continue
        when = item.asked_when
        if when and not any(answers.get(key) in when.values for key in when.items):
            continue
        others = [] if item.required else [st.none(), st.sampled_from([PREFER_NOT, NOT_APPLICABLE])]
        value = draw(st.one_of(values, values, *others))
        if value is not None:
            answers[item.key] = value
    return instrument, answers


@settings(max_examples=150, deadline=None)
@given(sets_of_answers())
def test_what_goes_out_fits_its_questionnaire_and_comes_back_the_same(pair):
    instrument, answers = pair
    scorer(instrument.key)(answers)
    row = Administration(
        instrument_version=instrument.version,
        status=S.SUBMITTED,
        answers=answers,
        answered_on=date(2026, 5, 1),
    )
    response = response_of(row, instrument)
    found = check_response(form_of(questionnaire_of(instrument)), response)
    assert [(one.pointer, one.reason) for one in found] == []
    back = read_response(response, "here", "UTC")
    assert (back.instrument, back.version, back.answers) == (instrument.key, instrument.version, answers)
    assert (back.answered_on, back.places, back.finished) == (row.answered_on, "", True)


def test_a_draft_is_never_handed_out():
    for status in (S.DRAFT, S.KEPT, S.SKIPPED):
        with pytest.raises(KeyError):
            response_of(Administration(status=status, answers={}), PHQ)


def test_an_instrument_that_is_not_here_is_refused_at_its_place():
    with pytest.raises(Refused) as refused:
        read_response(phq(questionnaire=f"{ADDRESS}moon|1"), "QuestionnaireResponse/phq", "UTC")
    assert refused.value.place == "QuestionnaireResponse/phq#/questionnaire"
