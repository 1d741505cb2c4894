"""A response made from its questionnaire is accepted; each single wrong thing is refused at its place."""

from copy import deepcopy

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from handrail.exchange.fhir.rules import check_response, form_faults, form_of
from handrail.exchange.fhir.tests.forms import answered_forms, depended_on, spots
from handrail.exchange.fhir.validate import faults

pytestmark = pytest.mark.filterwarnings("error")
# Not every form has what a mutation is done to: those that have none are made anew, however many.
many = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
made = answered_forms()


def wrong(form, response):
    return [(one.pointer, one.reason) for one in check_response(form_of(form), response)]


def places(form, response):
    return {place for place, _reason in wrong(form, response)}


def one_of(data, found):
    """Return one of what a mutation can be done to; there has to be any."""
    assume(found)
    return data.draw(st.sampled_from(found))


def questions(form, response):
    return [spot for spot in spots(form, response) if "answer" in spot[2]]


@many
@given(made)
def test_what_is_made_from_its_questionnaire_is_accepted(pair):
    form, response = pair
    assert faults(form) == [] == form_faults(form)
    assert wrong(form, response) == []


@many
@given(made, st.data())
def test_an_answer_of_the_wrong_type_is_refused_at_its_place(pair, data):
    form, response = pair
    place, _question, item, _holder = one_of(data, questions(form, response))
    number = data.draw(st.integers(0, len(item["answer"]) - 1))
    other = {"valueUri": "urn:another:type"}
    item["answer"][number] = {k: v for k, v in item["answer"][number].items() if k == "item"} | other
    assert f"{place}/answer/{number}" in places(form, response)


@many
@given(made, st.data())
def test_an_option_that_is_not_offered_is_refused_at_its_place(pair, data):
    form, response = pair
    choices = [spot for spot in questions(form, response) if spot[1]["type"] == "choice"]
    place, _question, item, _holder = one_of(data, choices)
    other = data.draw(
        st.sampled_from([{"system": "urn:made-up", "code": "d"}, {"system": "urn:other", "code": "a"}])
    )
    item["answer"][0]["valueCoding"] = other
    assert f"{place}/answer/0" in places(form, response)


@many
@given(made, st.data())
def test_what_is_needed_and_not_there_is_refused_where_it_belongs(pair, data):
    form, response = pair
    needed = [spot for spot in spots(form, response) if spot[1]["required"]]
    place, question, _item, holder = one_of(data, needed)
    holder["item"] = [one for one in holder["item"] if one["linkId"] != question["linkId"]]
    if not holder["item"]:
        del holder["item"]
    around = place.rsplit("/item/", 1)[0]
    assert any(at == around and question["linkId"] in reason for at, reason in wrong(form, response))
    response["status"] = "in-progress"
    assert around not in places(form, response)


@many
@given(made, st.data())
def test_an_answer_to_what_is_not_asked_is_refused_at_its_place(pair, data):
    form, response = pair
    bound = [s for s in questions(form, response) if s[1]["linkId"] not in depended_on(form)]
    place, question, _item, _holder = one_of(data, bound)
    never = {"question": question["linkId"], "operator": "exists", "answerBoolean": False}
    other = next(one for one in form["item"] if one["linkId"] == form["item"][0]["linkId"])
    assume(other is not question and other["type"] != "group")
    said = any(one["linkId"] == other["linkId"] for one in response["item"])
    never |= {"question": other["linkId"], "answerBoolean": not said}
    question["enableWhen"], question["enableBehavior"] = [never], "all"
    assert place in places(form, response)


@many
@given(made, st.data())
def test_an_answer_more_than_is_taken_is_refused_at_its_place(pair, data):
    form, response = pair
    once = [spot for spot in spots(form, response) if not spot[1]["repeats"]]
    place, question, item, holder = one_of(data, once)
    if question["type"] == "group":
        holder["item"].append(deepcopy(item))
        around = place.rsplit("/item/", 1)[0]
        assert f"{around}/item/{len(holder['item']) - 1}" in places(form, response)
    else:
        item["answer"].append(deepcopy(item["answer"][0]))
        assert f"{place}/answer/1" in places(form, response)


@many
@given(made, st.data())
def test_an_unknown_question_is_refused_at_its_place(pair, data):
    form, response = pair
    place, _question, item, _holder = one_of(data, spots(form, response))
    item["linkId"] = "nobody-asked"
    assert place in places(form, response)


@many
@given(made, st.data())
def test_an_answer_at_another_level_is_refused_at_its_place(pair, data):
    form, response = pair
    inner = [spot for spot in spots(form, response) if spot[0].count("/item/") > 1]
    _place, _question, item, _holder = one_of(data, inner)
    response["item"].append(deepcopy(item))
    assert f"/item/{len(response['item']) - 1}" in places(form, response)
