"""The check of a response by example: each rule with what fits and what does not, and files that nobody here wrote."""

import json

import pytest

from handrail.exchange.fhir.rules import Value, check_response, form_faults, form_of, order, same, value_of
from handrail.exchange.fhir.validate import faults
from handrail.exchange.tests.inputs import inputs

EXTENSION = "http://hl7.org/fhir/StructureDefinition/"


def form(*items, **more):
    return {"resourceType": "Questionnaire", "status": "active", "item": list(items), **more}


def asks(link, kind="string", **more):
    return {"linkId": link, "type": kind, **more}


def says(link, *values, **more):
    name = {str: "valueString", int: "valueInteger", bool: "valueBoolean", float: "valueDecimal"}
    answers = [
        {name[type(value)]: value} if not isinstance(value, dict) else value if value else {}
        for value in values
    ]
    return {"linkId": link, **({"answer": answers} if answers else {}), **more}


def wrong(asked, *items, status="completed", **more):
    assert faults(asked) == []
    response = {"resourceType": "QuestionnaireResponse", "status": status, **more}
    response |= {"item": list(items)} if items else {}
    found = check_response(form_of(asked), response)
    return [(one.pointer, one.reason) for one in found]


def test_a_type_that_does_not_fit_is_named_with_what_fits():
    assert wrong(form(asks("age", "integer")), says("age", "forty")) == [
        ("/item/0/answer/0", "“age” is answered with: valueInteger.")
    ]
    assert wrong(form(asks("age", "decimal")), says("age", 4)) != []
    assert wrong(form(asks("age", "integer")), says("age", 40)) == []


def test_a_reason_never_repeats_an_answer():
    questionnaire = form(asks("a", "integer"), asks("b", maxLength=3), asks("c", "choice"))
    found = wrong(questionnaire, says("a", "Elena Nair"), says("b", "Elena Nair"), says("c", "Elena Nair"))
    assert len(found) == 3 and "Elena" not in str(found)


def coding(code, system="urn:s"):
    return {"valueCoding": {"system": system, "code": code}}


def test_options_go_by_system_and_code_and_an_open_choice_takes_words():
    options = [coding("yes"), coding("no")]
    closed, opened = (form(asks("a", kind, answerOption=options)) for kind in ("choice", "open-choice"))
    assert wrong(closed, says("a", coding("yes"))) == []
    assert wrong(closed, says("a", {"valueCoding": {"code": "yes"}})) == []
    for other in (coding("maybe"), coding("yes", "urn:other"), {"valueCoding": {"display": "yes"}}):
        assert wrong(closed, says("a", other)) == [
            ("/item/0/answer/0", "This answer is not one of those that “a” offers.")
        ]
    assert wrong(closed, says("a", "perhaps")) != []
    assert wrong(opened, says("a", "perhaps")) == []
    assert wrong(opened, says("a", coding("maybe"))) != []
    numbers = form(asks("a", "choice", answerOption=[{"valueInteger": 1}, {"valueInteger": 2}]))
    assert wrong(numbers, says("a", 2)) == []
    assert [place for place, _why in wrong(numbers, says("a", 3))] == ["/item/0/answer/0"]


def test_a_list_in_the_form_is_looked_up_and_one_elsewhere_leaves_the_type():
    listed = {"include": [{"system": "urn:s", "concept": [{"code": "yes"}]}]}
    value_set = {"resourceType": "ValueSet", "id": "vs", "status": "active", "compose": listed}
    inside = form(asks("a", "choice", answerValueSet="#vs"), contained=[value_set])
    assert wrong(inside, says("a", coding("yes"))) == []
    assert wrong(inside, says("a", coding("no"))) != []
    expanded = {k: v for k, v in value_set.items() if k != "compose"}
    expanded["expansion"] = {"timestamp": "2026-10-20", "contains": [{"system": "urn:s", "code": "yes"}]}
    assert wrong(
        form(asks("a", "choice", answerValueSet="#vs"), contained=[expanded]), says("a", coding("no"))
    )
    whole = value_set | {"compose": {"include": [{"system": "urn:s"}]}}
    for questionnaire in (
        form(asks("a", "choice", answerValueSet="http://else.example/vs")),
        form(asks("a", "choice", answerValueSet="#vs"), contained=[whole]),
    ):
        assert wrong(questionnaire, says("a", coding("anything"))) == []
        assert wrong(questionnaire, says("a", "words")) != []


def test_what_is_needed_is_needed_only_when_finished_asked_and_its_group_is_there():
    when = [{"question": "b", "operator": "=", "answerBoolean": True}]
    questionnaire = form(
        asks("a", required=True),
        asks("b", "boolean"),
        asks("c", required=True, enableWhen=when),
        asks("g", "group", item=[asks("d", required=True)]),
    )
    assert wrong(questionnaire) == [("", "“a” needs an answer.")]
    assert wrong(questionnaire, status="in-progress") == []
    assert wrong(questionnaire, says("a", "x"), says("b", False)) == []
    assert wrong(questionnaire, says("a", "x"), says("b", True)) == [("", "“c” needs an answer.")]
    empty = says("a", "x"), says("g")
    assert wrong(questionnaire, *empty) == [("/item/1", "“d” needs an answer.")]
    assert wrong(questionnaire, says("a"), says("g", item=[says("d", "y")])) == [
        ("/item/0", "“a” needs an answer.")
    ]


CASES = [
    ("=", 3, [3], True),
    ("=", 3, [2, 3], True),
    ("=", 3, [2], False),
    ("=", 3, [], False),
    ("!=", 3, [2], True),
    ("!=", 3, [2, 3], False),
    ("!=", 3, [], True),
    (">", 3, [4], True),
    (">", 3, [3], False),
    ("<", 3, [2, 9], True),
    ("<", 3, [3], False),
    (">=", 3, [3], True),
    (">=", 3, [2], False),
    ("<=", 3, [3], True),
    ("<=", 3, [4], False),
    (">", 3, [], False),
    ("exists", True, [1], True),
    ("exists", True, [], False),
    ("exists", False, [], True),
    ("exists", False, [1], False),
]


@pytest.mark.parametrize(("operator", "value", "given", "is_met"), CASES)
def test_each_operator_of_a_condition(operator, value, given, is_met):
    name = "answerBoolean" if operator == "exists" else "answerInteger"
    when = [{"question": "n", "operator": operator, name: value}]
    questionnaire = form(asks("n", "integer", repeats=True), asks("a", enableWhen=when))
    found = wrong(questionnaire, says("n", *given), says("a", "x"))
    sentence = "“a” is asked only after another answer, which is not there."
    assert found == ([] if is_met else [("/item/1", sentence)])


@pytest.mark.parametrize(("behaviour", "is_met"), [("any", True), ("all", False)])
def test_one_condition_or_all_of_them(behaviour, is_met):
    when = [{"question": "b", "operator": "=", "answerBoolean": one} for one in (True, False)]
    questionnaire = form(asks("b", "boolean"), asks("a", enableWhen=when, enableBehavior=behaviour))
    assert (wrong(questionnaire, says("b", True), says("a", "x")) == []) == is_met


def test_one_time_round_a_group_does_not_look_at_another():
    when = [{"question": "b", "operator": "=", "answerBoolean": True}]
    inside = [asks("b", "boolean"), asks("c", enableWhen=when)]
    questionnaire = form(asks("g", "group", repeats=True, item=inside))
    yes, no = says("g", item=[says("b", True), says("c", "x")]), says("g", item=[says("b", False)])
    assert wrong(questionnaire, yes, no) == []
    silent = says("g", item=[says("c", "x")])
    assert [place for place, _why in wrong(questionnaire, yes, silent)] == ["/item/1/item/0"]


def test_what_is_below_an_answer_stands_inside_it():
    below = asks("why", enableWhen=[{"question": "b", "operator": "=", "answerBoolean": False}])
    questionnaire = form(asks("b", "boolean", item=[below]))
    nested = {"valueBoolean": False, "item": [says("why", "tired")]}
    assert wrong(questionnaire, says("b", nested)) == []
    assert [at for at, _ in wrong(questionnaire, says("b", nested | {"valueBoolean": True}))] == [
        "/item/0/answer/0/item/0"
    ]
    outside = says("b", False, item=[says("why", "tired")])
    assert [at for at, _ in wrong(questionnaire, outside)] == ["/item/0"]
    assert [at for at, _ in wrong(questionnaire, says("why", "tired"))] == ["/item/0"]


def test_repeats_of_answers_items_and_groups():
    questionnaire = form(
        asks("a"), asks("g", "group", item=[asks("d")]), asks("m", repeats=True, extension=_occurs(2, 3))
    )
    assert wrong(questionnaire, says("a", "x", "y")) == [("/item/0/answer/1", "“a” takes one answer.")]
    assert [at for at, _ in wrong(questionnaire, says("a", "x"), says("a", "y"))] == ["/item/1"]
    group = says("g", item=[says("d", "x")])
    assert wrong(questionnaire, group, group) == [("/item/1", "The group “g” stands once.")]
    assert wrong(questionnaire, says("m", *"xyz")) == []
    assert wrong(questionnaire, says("m", *"wxyz")) == [("/item/0/answer/3", "“m” takes at most 3 answers.")]
    assert wrong(questionnaire, says("m", "x")) == [("/item/0", "“m” takes at least 2 answers.")]


def _occurs(least, most):
    names = {"questionnaire-minOccurs": least, "questionnaire-maxOccurs": most}
    return [{"url": EXTENSION + name, "valueInteger": number} for name, number in names.items()]


def test_lengths_and_ranges():
    ends = [
        {"url": f"{EXTENSION}{name}Value", "valueInteger": end} for name, end in (("min", 0), ("max", 10))
    ]
    questionnaire = form(asks("n", "integer", extension=ends), asks("t", maxLength=3))
    assert wrong(questionnaire, says("n", 10), says("t", "abc")) == []
    assert [at for at, _ in wrong(questionnaire, says("n", 11), says("t", "abcd"))] == [
        "/item/0/answer/0",
        "/item/1/answer/0",
    ]
    assert wrong(questionnaire, says("n", -1)) != []


def test_a_group_and_words_that_are_shown_take_no_answer():
    questionnaire = form(asks("g", "group", item=[asks("d")]), asks("w", "display"))
    found = wrong(questionnaire, says("g", "x"), says("w", "x"))
    assert [at for at, _ in found] == ["/item/0", "/item/1"]
    assert wrong(questionnaire, says("w")) == []


def test_another_form_or_version_is_said():
    questionnaire = form(asks("a"), url="http://x.example/Questionnaire/mood", version="2")
    assert wrong(questionnaire, questionnaire="http://x.example/Questionnaire/mood|2") == []
    assert wrong(questionnaire, questionnaire="Questionnaire/mood") == []
    for other in ("http://x.example/Questionnaire/mood|1", "http://x.example/Questionnaire/sleep"):
        assert [at for at, _ in wrong(questionnaire, questionnaire=other)] == ["/questionnaire"]


def test_what_is_no_fhir_is_said_before_anything_else():
    found = wrong(form(asks("a")), {"answer": []})
    assert "/item/0" in [at for at, _ in found]


BAD_FORMS = [
    (asks("a", "question"), "/item/0/type"),
    (asks("a", "group"), "/item/0"),
    (asks("a", "display", required=True), "/item/0"),
    (asks("a", "choice", answerOption=[coding("a")], answerValueSet="urn:v"), "/item/0/answerValueSet"),
    (asks("a", "integer", answerOption=[{"valueInteger": 1}]), "/item/0/type"),
    (
        asks("a", enableWhen=[{"question": "z", "operator": "exists", "answerBoolean": True}]),
        "/item/0/enableWhen/0/question",
    ),
    (
        asks("a", enableWhen=[{"question": "a", "operator": "exists", "answerInteger": 1}]),
        "/item/0/enableWhen/0",
    ),
    (
        asks("a", enableWhen=[{"question": "a", "operator": "exists", "answerBoolean": True}] * 2),
        "/item/0/enableBehavior",
    ),
]


@pytest.mark.parametrize(("item", "place"), BAD_FORMS)
def test_a_form_that_cannot_be_answered_is_refused_at_its_place(item, place):
    assert [one.pointer for one in form_faults(form(item))] == [place]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("Integer", 1), ("Decimal", 1.0), 0),
        (("Date", "2026"), ("Date", "2026-10"), None),
        (("Date", "2026-09"), ("Date", "2026-10-02"), -1),
        (("DateTime", "2026-10-20T10:00:00Z"), ("DateTime", "2026-10-20T12:00:00+02:00"), 0),
        (("DateTime", "2016-12-31T23:59:60Z"), ("DateTime", "2017-01-01T00:00:00Z"), -1),
        (("DateTime", "2026-10-20"), ("DateTime", "2026-10-20T12:00:00Z"), None),
        (("Time", "09:30:00"), ("Time", "09:30:00.5"), -1),
        (("String", "a"), ("String", "b"), -1),
        (("Quantity", {"value": 2, "unit": "kg"}), ("Quantity", {"value": 1, "unit": "kg"}), 1),
        (("Quantity", {"value": 2, "unit": "kg"}), ("Quantity", {"value": 1, "unit": "g"}), None),
        (("Quantity", {"unit": "kg"}), ("Quantity", {"value": 1, "unit": "kg"}), None),
        (("Boolean", True), ("Boolean", True), None),
    ],
)
def test_which_of_two_values_comes_first(one, other, expected):
    assert order(Value(*one), Value(*other)) == expected


def test_when_two_values_are_the_same():
    assert same(Value("Boolean", True), Value("Boolean", True))
    assert same(
        Value("Reference", {"reference": "Patient/1"}), Value("Reference", {"reference": "Patient/1"})
    )
    assert same(Value("Coding", {"display": "Yes"}), Value("Coding", {"display": "Yes"}))
    assert not same(Value("Coding", {"display": "Yes"}), Value("Coding", {"code": "Yes"}))
    assert same(
        Value("Quantity", {"value": 1, "unit": "kg"}), Value("Quantity", {"value": 1.0, "unit": "kg"})
    )


PAIRS = [
    ("sdc-questionnaires/questionnaire", "-sdc-profile-example-PHQ9.json", "response"),
    ("us-core-examples/Questionnaire", "-phq-9-example.json", "Response"),
    ("us-core-examples/Questionnaire", "-hunger-vital-sign-example.json", "Response"),
]


@pytest.mark.inputs
@pytest.mark.parametrize(("stem", "rest", "response"), PAIRS)
def test_pairs_that_others_published_fit(stem, rest, response):
    folder, name = stem.split("/")
    files = [inputs(folder) / f"{name}{part}{rest}" for part in ("", response)]
    questionnaire, given = (json.loads(file.read_bytes()) for file in files)
    assert form_faults(questionnaire) == []
    found = check_response(form_of(questionnaire), given)
    assert [(one.pointer, one.reason) for one in found] == []


@pytest.mark.inputs
def test_the_published_german_answers_name_questions_that_their_form_does_not_have():
    folder = inputs("mii-proms-phq9-de")
    questionnaire = json.loads((folder / "Questionnaire-mii-qst-pro-phq-9.json").read_bytes())
    given = json.loads((folder / "QuestionnaireResponse-mii-exa-pro-phq-9-response.json").read_bytes())
    found = check_response(form_of(questionnaire), given)
    assert {one.reason for one in found if one.pointer == "/item/0"} == {"This form has no question “PHQ.1”."}


def test_of_a_group_one_value_is_read_or_none():
    assert value_of({"url": "x", "valueString": "tea"}) == Value("String", "tea")
    assert value_of({"url": "x", "values": 3, "extension": []}) is None
