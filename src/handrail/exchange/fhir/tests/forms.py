"""Questionnaires and responses made up by Hypothesis. What is asked is decided here by itself, not by the check."""

from collections import ChainMap
from itertools import count
from typing import Any

from hypothesis import strategies as st

OPTIONS = [{"system": "urn:made-up", "code": code} for code in "abcd"]
VALUES: dict[str, tuple[str, st.SearchStrategy[Any]]] = {
    "boolean": ("valueBoolean", st.booleans()),
    "integer": ("valueInteger", st.integers(-5, 5)),
    "decimal": ("valueDecimal", st.integers(-50, 50).map(lambda tenth: tenth / 10)),
    "date": ("valueDate", st.dates().filter(lambda day: day.year > 1000).map(str)),
    "time": ("valueTime", st.times().map(lambda time: time.isoformat("seconds"))),
    "string": ("valueString", st.sampled_from(["", "ab", "b", "x y"]).map(lambda text: f"w{text}")),
    "choice": ("valueCoding", st.sampled_from(OPTIONS)),
}
ORDERED = ("integer", "decimal", "date")
Item = dict[str, Any]
ENABLED = {
    "=": lambda there, value: value in there,
    "!=": lambda there, value: value not in there,
    "exists": lambda there, value: bool(there) == value,
    ">": lambda there, value: any(one > value for one in there),
    "<": lambda there, value: any(one < value for one in there),
    ">=": lambda there, value: any(one >= value for one in there),
    "<=": lambda there, value: any(one <= value for one in there),
}


@st.composite
def conditions(draw: Any, before: list[Item]) -> Item:
    """Return enableWhen on one or two questions that come before, with its behaviour."""
    found = []
    for _number in range(draw(st.integers(1, 2))):
        asked = draw(st.sampled_from(before))
        kind = asked["type"]
        operator = draw(st.sampled_from(["exists", "=", "!=", *(ENABLED if kind in ORDERED else ())]))
        name, values = ("answerBoolean", st.booleans()) if operator == "exists" else VALUES[kind]
        name = name.replace("value", "answer")
        found.append({"question": asked["linkId"], "operator": operator, name: draw(values)})
    behaviour = {"enableBehavior": draw(st.sampled_from(["all", "any"]))} if len(found) > 1 else {}
    return {"enableWhen": found, **behaviour}


@st.composite
def items(draw: Any, links: Any, depth: int, before: list[Item]) -> list[Item]:
    found: list[Item] = []
    before = list(before)
    for _number in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from([*VALUES, *(["group"] if depth else [])]))
        item: Item = {"linkId": f"q{next(links)}", "type": kind}
        item |= {name: draw(st.booleans()) for name in ("required", "repeats")}
        if kind == "choice":
            item["answerOption"] = [{"valueCoding": option} for option in OPTIONS[:3]]
        if before and draw(st.integers(0, 2)):
            item |= draw(conditions(before))
        below = [*before, item] if kind != "group" else before
        if depth and (kind == "group" or not draw(st.integers(0, 3))):
            item["item"] = draw(items(links, depth - 1, below))
        before = below
        found.append(item)
    return found


@st.composite
def questionnaires(draw: Any) -> Item:
    form = {"resourceType": "Questionnaire", "status": "active", "url": "urn:made-up:form", "version": "1"}
    return form | {"item": draw(items(count(1), 2, []))}


def is_asked(item: Item, said: Any) -> bool:
    """Return whether an item is asked after ``said``, the values by linkId as far as they can be seen from it."""
    met = []
    for one in item.get("enableWhen", ()):
        value = next(value for name, value in one.items() if name.startswith("answer"))
        met.append(ENABLED[one["operator"]](said.get(one["question"], []), value))
    return not met or (all(met) if item.get("enableBehavior") == "all" else any(met))


@st.composite
def answered(draw: Any, form: list[Item], said: Any) -> list[Item]:
    """Return items that answer ``form`` rightly: everything that is needed, and some of the rest."""
    found: list[Item] = []
    for item in form:
        most = 3 if item["repeats"] else 1
        times = draw(st.integers(int(item["required"]), most)) if is_asked(item, said) else 0
        if item["type"] == "group":
            for _number in range(times):
                inside = draw(answered(item["item"], said.new_child()))
                found.append({"linkId": item["linkId"], **({"item": inside} if inside else {})})
            continue
        name, values = VALUES[item["type"]]
        if item["type"] == "choice":
            values = st.sampled_from(OPTIONS[:3])
        given = [draw(values) for _number in range(times)]
        said[item["linkId"]] = given
        answers = []
        for value in given:
            inside = draw(answered(item.get("item", []), said.new_child()))
            answers.append({name: value, **({"item": inside} if inside else {})})
        if answers:
            found.append({"linkId": item["linkId"], "answer": answers})
    return found


@st.composite
def answered_forms(draw: Any) -> tuple[Item, Item]:
    """Return a questionnaire and a complete response to it."""
    form = draw(questionnaires())
    given = draw(answered(form["item"], ChainMap()))
    response = {"resourceType": "QuestionnaireResponse", "status": "completed"}
    response |= {"questionnaire": f"{form['url']}|{form['version']}"}
    return form, response | ({"item": given} if given else {})


def spots(form: Item, response: Item, pointer: str = "") -> list[tuple[str, Item, Item, Item]]:
    """Return for every item of a response: its place, its question, itself, and what holds it."""
    asked = {one["linkId"]: one for one in form.get("item", ())}
    found = []
    for number, item in enumerate(response.get("item", ())):
        here, question = f"{pointer}/item/{number}", asked[item["linkId"]]
        found.append((here, question, item, response))
        found += spots(question, item, here)
        for place, answer in enumerate(item.get("answer", ())):
            found += spots(question, answer, f"{here}/answer/{place}")
    return found


def depended_on(form: Item) -> set[str]:
    """Return the linkIds of questions on which others depend."""
    found = {one["question"] for one in form.get("enableWhen", ())}
    return found.union(*(depended_on(item) for item in form.get("item", ())))
