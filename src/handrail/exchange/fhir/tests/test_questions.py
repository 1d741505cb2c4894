"""A Questionnaire becomes questions of the conversation: carried whole, or refused with each place."""

import pytest

from handrail.audit.models import Event
from handrail.exchange.fhir.questions import code_of, read_questions
from handrail.exchange.fhir.take import take_file, take_text
from handrail.exchange.fhir.tests.factories import written
from handrail.exchange.tests.inputs import inputs
from handrail.intake import actions as intake
from handrail.intake import queries
from handrail.intake.definitions import AskedAfter
from handrail.intake.models import SiteQuestion
from handrail.people.tests import factories as people

pytestmark = pytest.mark.django_db
EXTENSION = "http://hl7.org/fhir/StructureDefinition/"
URL = "http://x.example/Questionnaire/pets"


def translated(**texts):
    return {
        "extension": [
            {
                "url": f"{EXTENSION}translation",
                "extension": [{"url": "lang", "valueCode": code}, {"url": "content", "valueString": text}],
            }
            for code, text in texts.items()
        ]
    }


def option(code, display, **more):
    return {"valueCoding": {"system": "urn:pets", "code": code, "display": display, **more}}


ANIMALS = [
    option("dog", "A dog", _display=translated(de="Ein Hund")),
    option("C-2", "A cat"),
    option("x", "A bird"),
]


def item(link="pets", kind="choice", **more):
    options = {"answerOption": ANIMALS} if kind in ("choice", "open-choice") else {}
    return {"linkId": link, "text": f"About {link}?", "type": kind, **options, **more}


def form(*items, **more):
    return {"resourceType": "Questionnaire", "status": "active", "url": URL, "item": list(items), **more}


def read(*items, part="people", may_skip=False, **more):
    return read_questions(form(*items, **more), part=part, may_skip=may_skip)


def places(*items, **more):
    found = read(*items, **more)
    assert found.faults and not found.questions
    return [(one.pointer, one.reason) for one in found.faults]


def take(place, folder, *items, **more):
    options = {name: more.pop(name) for name in ("part", "may_skip", "dry_run") if name in more}
    path = written(folder, form(*items, **more))
    return take_file(path, organisation=place, by=people.operator(place), **{"part": "people", **options})


# ---- what is carried


def test_words_hint_reason_translations_and_answers_are_carried():
    hint = {"linkId": "h", "type": "display", "text": "Also small ones."}
    pets = item(_text=translated(de="Über Tiere?"), repeats=True, item=[hint])
    (found,) = read(
        pets, purpose="They belong to the family.", _purpose=translated(de="Sie gehören dazu.")
    ).questions
    assert (found.part, found.kind, found.code) == ("people", "choices", code_of(URL, "pets"))
    assert [found.text.say(language) for language in ("en", "de")] == ["About pets?", "Über Tiere?"]
    assert (found.hint.say("de"), found.why.say("de")) == ("Also small ones.", "Sie gehören dazu.")
    assert [(one.code, one.text.say("de")) for one in found.choices] == [
        ("dog", "Ein Hund"),
        ("own_aa", "A cat"),
        ("own_ab", "A bird"),
    ]


@pytest.mark.parametrize(
    ("kind", "more", "expected"),
    [
        ("text", {}, ("text", 0)),
        ("string", {}, ("text", 0)),
        ("boolean", {}, ("ruler", 2)),
        ("choice", {}, ("ruler", 3)),
        ("choice", {"repeats": True}, ("choices", 3)),
        ("open-choice", {"repeats": True}, ("choices", 3)),
        ("choice", {"answerOption": [{"valueString": "One"}, {"valueInteger": 2}]}, ("ruler", 2)),
    ],
)
def test_each_type_that_the_conversation_has(kind, more, expected):
    (found,) = read(item("a", kind, **more)).questions
    assert (found.kind, len(found.choices)) == expected


def test_groups_name_parts_and_a_form_in_another_language_keeps_it():
    groups = [
        {"linkId": part, "type": "group", "text": "?", "item": [item(f"{part}-1", "text")]}
        for part in ("days", "how")
    ]
    found = read(*groups, part="", language="de")
    assert [(one.part, dict(one.text.texts)) for one in found.questions] == [
        ("days", {"de": "About days-1?"}),
        ("how", {"de": "About how-1?"}),
    ]
    wrapped = {"linkId": "all", "type": "group", "item": [item("a", "text")]}
    assert [one.part for one in read(wrapped).questions] == ["people"]


def test_conditions_are_carried():
    first, last = item(), item("b", "boolean")
    when = [
        {"question": "pets", "operator": "=", "answerCoding": {"system": "urn:pets", "code": "C-2"}},
        {"question": "b", "operator": "!=", "answerBoolean": True},
        {"question": "b", "operator": "exists", "answerBoolean": False},
    ]
    bound = item("c", "text", enableWhen=when, enableBehavior="all")
    found = {one.text.say("en"): one for one in read(first, last, bound).questions}["About c?"]
    pets, b = code_of(URL, "pets"), code_of(URL, "b")
    assert found.after == (
        AskedAfter(pets, frozenset({"own_aa"})),
        AskedAfter(b, frozenset({"yes"}), without=True),
        AskedAfter(b, without=True),
    )
    assert found.after_all
    nested = read(item("a", "text", item=[item("inner", "text")])).questions[1]
    assert nested.after == (AskedAfter(code_of(URL, "a")),)


# ---- what is refused, and where

WHEN = {"question": "pets", "operator": "=", "answerCoding": {"system": "urn:pets", "code": "C-2"}}
REFUSED = [
    (item("a", "integer"), "/item/0/type", "It has no “integer”."),
    (item("a", "date"), "/item/0/type", "words and choices"),
    (item("a", "display"), "/item/0", "as its hint"),
    (item("a", "text", required=True), "/item/0/required", "may be skipped"),
    (item("a", "text", repeats=True), "/item/0/repeats", "answered once"),
    (item("a", "text", maxLength=5), "/item/0/maxLength", "“maxLength”"),
    (item("a", "text", readOnly=True), "/item/0/readOnly", "“readOnly”"),
    (item("a", "text", initial=[{"valueString": "x"}]), "/item/0/initial", "beforehand"),
    (item("a", "text", text=""), "/item/0/text", ""),
    (item("a", "text", text="x" * 301), "/item/0", "at most 300 letters"),
    (
        item("a", "choice", answerOption=[ANIMALS[0] | {"initialSelected": True}, ANIMALS[1]]),
        "/item/0/answerOption/0/initialSelected",
        "beforehand",
    ),
    (item("a", answerOption=[ANIMALS[0]]), "/item/0", "two answers"),
    (item("a", answerOption=[ANIMALS[0], ANIMALS[0]]), "/item/0", "same words"),
    (item("a", answerOption=[{"valueDate": "2026-01-01"}, ANIMALS[0]]), "/item/0/answerOption/0", "no words"),
    (
        {"linkId": "a", "text": "A?", "type": "choice", "answerValueSet": "http://x.example/vs"},
        "/item/0",
        "somewhere else",
    ),
    ({"linkId": "a", "text": "A?", "type": "choice"}, "/item/0", "no answers to choose"),
    (
        {"linkId": "g", "type": "group", "repeats": True, "item": [item("a", "text")]},
        "/item/0/repeats",
        "asked once",
    ),
    (
        {"linkId": "g", "type": "group", "item": [{"linkId": "h", "type": "group", "item": [item("a")]}]},
        "/item/0/item/0",
        "side by side",
    ),
    (
        item("a", "text", item=[{"linkId": h, "type": "display", "text": h} for h in "xy"]),
        "/item/0/item/1",
        "one hint",
    ),
    (
        item("a", "text", extension=[{"url": f"{EXTENSION}minValue", "valueInteger": 1}]),
        "/item/0/extension",
        "minValue",
    ),
]


@pytest.mark.parametrize(("wrong", "place", "reason"), REFUSED)
def test_what_cannot_be_carried_is_refused_at_its_place(wrong, place, reason):
    found = places(wrong)
    assert any(at == place and reason in why for at, why in found), found


@pytest.mark.parametrize(
    ("when", "place", "reason"),
    [
        (WHEN | {"operator": ">"}, "/item/2/enableWhen/0/operator", "no order"),
        (WHEN | {"question": "words"}, "/item/2/enableWhen/0/operator", "“exists” alone"),
        (
            WHEN | {"answerCoding": {"system": "urn:pets", "code": "cow"}},
            "/item/2/enableWhen/0",
            "none of them",
        ),
        (WHEN | {"question": "nothing"}, "/item/2/enableWhen/0/question", "does not have"),
    ],
)
def test_a_condition_that_cannot_be_carried_is_refused_at_its_place(when, place, reason):
    found = places(item(), item("words", "text"), item("c", "text", enableWhen=[when]))
    assert [(at, reason in why) for at, why in found] == [(place, True)]


def test_one_of_several_conditions_below_an_answer_is_refused():
    inner = item("c", "text", enableWhen=[WHEN, WHEN], enableBehavior="any")
    assert [at for at, _why in places(item(item=[inner]))] == ["/item/0/item/0/enableBehavior"]


def test_every_fault_is_told_at_once_and_a_part_has_to_be_said():
    assert [at for at, _why in places(item("a", "date"), item("b", "text", required=True), part="")] == [
        "/item/0/type",
        "/item/1",
        "/item/1/required",
    ]
    assert read(item("b", "text", required=True), may_skip=True).faults == ()


def test_what_is_no_questionnaire_is_refused():
    for wrong in ({"resourceType": "Patient"}, [], {"resourceType": "Questionnaire"}):
        assert read_questions(wrong, part="people").faults


# ---- taking it in


def test_a_form_is_asked_from_now_on_and_the_same_form_again_changes_nothing(tmp_path):
    place = people.organisation()
    assert take(place, tmp_path, item(), item("b", "text")).counts == {
        "created": 2,
        "changed": 0,
        "unchanged": 0,
        "left_out": 0,
    }
    asked = queries.questions_of(place.pk).questions[code_of(URL, "pets")]
    assert (asked.version, asked.part) == (1001, "people")
    assert take(place, tmp_path, item(), item("b", "text")).counts["unchanged"] == 2
    assert SiteQuestion.objects.count() == 2
    changed = take(place, tmp_path, item(text="Which animals?"))
    assert (changed.counts["changed"], changed.counts["left_out"]) == (1, 1)
    found = queries.questions_of(place.pk).questions
    assert found[code_of(URL, "pets")].version == 1002
    assert found[code_of(URL, "b")].hidden
    assert list(Event.objects.filter(kind="import_questions").values_list("op", flat=True)) == [
        "change",
        "read",
        "change",
    ]


def test_a_question_that_the_place_left_out_stays_left_out(tmp_path):
    place = people.organisation()
    take(place, tmp_path, item(), item("b", "text"))
    code = code_of(URL, "b")
    intake.hide_question(organisation=place, code=code, hidden=True, by=people.operator(place))
    take(place, tmp_path, item(), item("b", "text", text="Other words?"))
    found = queries.questions_of(place.pk).questions[code]
    assert (found.text.say("en"), found.hidden) == ("Other words?", True)


def test_nothing_is_half_written(tmp_path):
    place = people.organisation()
    assert take(place, tmp_path, item(), item("b", "date")).rejected
    full = [item(f"q{number}", "text") for number in range(10)]
    assert "at most 12 questions" in take(place, tmp_path, *full).rejected[0].reason
    assert take(place, tmp_path, item(), dry_run=True).counts["created"] == 1
    assert not SiteQuestion.objects.exists()


def test_what_cannot_be_read_is_said(tmp_path):
    place = people.organisation()
    by = people.operator(place)
    missing = take_file(tmp_path / "none.json", organisation=place, by=by)
    assert "cannot be opened" in missing.rejected[0].reason
    assert "not valid JSON" in take_text(b"{", organisation=place, by=by).rejected[0].reason
    assert "larger than 4 MB" in take_text(b" " * 4194305, organisation=place, by=by).rejected[0].reason


@pytest.mark.inputs
def test_the_published_form_without_a_link_id_is_refused_with_its_place():
    place = people.organisation()
    path = inputs("fhir-r4-examples") / "bundle-questionnaire.json"
    found = take_file(path, organisation=place, by=people.operator(place), part="people")
    assert found.rejected and "“linkId” is missing." in found.rejected[0].reason
    assert not SiteQuestion.objects.exists()


@pytest.mark.inputs
def test_published_forms_are_taken_in_or_refused_each_with_places():
    place = people.organisation()
    by = people.operator(place)
    done, counts = {}, {}
    for folder in ("us-core-examples", "sdc-questionnaires", "gravity-sdoh-2020-json"):
        for path in sorted(inputs(folder).glob("*uestionnaire-*.json")):
            found = take_file(path, organisation=place, by=by, part="days", may_skip=True, dry_run=True)
            done[path.stem], counts[path.stem] = (
                [one.resource for one in found.rejected],
                found.counts["created"],
            )
    assert {name: count for name, count in counts.items() if count} == {
        "Questionnaire-hunger-vital-sign-example": 3,
        "SDOHCC-Questionnaire-HungerVitalSign-1": 3,
    }
    assert done["Questionnaire-phq-9-example"] == ["/item/9/type"]
    assert done["questionnaire-sdc-test-repeatable-nested-groups"] == ["/item/0/item/1"]
    assert all(places or counts[name] for name, places in done.items())
