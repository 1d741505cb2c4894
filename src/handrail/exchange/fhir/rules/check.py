"""
Whether the answers of a QuestionnaireResponse fit their Questionnaire.

Looked at are unknown and misplaced questions, types, options, ranges, conditions (enableWhen), what has to be there,
and repeats. Each fault has its place, a JSON pointer into the response, and a reason that repeats no answer.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from handrail.base.frozen import frozen
from handrail.base.words import Words, _
from handrail.exchange.fhir.reasons import printable
from handrail.exchange.fhir.rules.form import SILENT, Condition, Field, Form
from handrail.exchange.fhir.rules.values import Value, order, same, value_of
from handrail.exchange.fhir.validate import Fault, faults

FINISHED = frozenset({"completed", "amended"})

OTHER_FORM = _("It answers another form, or another version of this one.")
NO_SUCH_QUESTION = _("This form has no question “%(link)s”.")
NOT_HERE = _("“%(link)s” stands at another place in this form.")
GROUP_ANSWERED = _("“%(link)s” asks nothing itself. It takes no answer.")
WRONGLY_NESTED = _("What is asked below “%(link)s” belongs inside its answer.")
WRONG_TYPE = _("“%(link)s” is answered with: %(kinds)s.")
NOT_OFFERED = _("This answer is not one of those that “%(link)s” offers.")
TOO_LONG = _("“%(link)s” takes at most %(most)s letters.")
OUT_OF_RANGE = _("This answer is outside the range of “%(link)s”.")
NOT_ASKED = _("“%(link)s” is asked only after another answer, which is not there.")
NEEDED = _("“%(link)s” needs an answer.")
ONCE = _("“%(link)s” takes one answer.")
IN_ONE_ITEM = _("“%(link)s” stands twice. Its answers belong in one item.")
ONE_GROUP = _("The group “%(link)s” stands once.")
TOO_MANY = _("“%(link)s” takes at most %(most)s answers.")
TOO_FEW = _("“%(link)s” takes at least %(least)s answers.")


@dataclass
class _Node:
    """One item of the response. What stands below it is kept by the place in which it stands: itself, or an answer."""

    link: str
    pointer: str
    number: int  # in the order of the document
    answers: list[tuple[str, Value]] = field(default_factory=list)  # with the place of each
    nodes: dict[str, list["_Node"]] = field(default_factory=dict)

    def below(self) -> Iterator["_Node"]:
        """Yield this item and everything below it."""
        yield self
        for nodes in self.nodes.values():
            for node in nodes:
                yield from node.below()

    @property
    def says_something(self) -> bool:
        return any(node.answers for node in self.below())


@frozen
class _Level:
    """Questions that stand side by side, with what answers them: of the form, of one group or of one answer."""

    place: str
    fields: tuple[Field, ...]
    nodes: tuple[_Node, ...]
    owner: _Node | None = None
    around: "_Level | None" = None


def check_response(form: Form, response: dict[str, Any]) -> list[Fault]:
    """Return what of a QuestionnaireResponse does not fit ``form``; an empty list means that all of it does."""
    wrong = faults(response)
    return wrong or [*_of_address(form, response), *_Check(form, response).found()]


def _of_address(form: Form, response: dict[str, Any]) -> Iterator[Fault]:
    """Yield a fault when a response names another form; one that names none is taken at its word."""
    address, _bar, version = response.get("questionnaire", "").partition("|")
    short = form.url.endswith(f"/{address}")  # as one server writes what stands on it
    if (form.url and address not in ("", form.url) and not short) or version not in ("", form.version):
        yield Fault("/questionnaire", str(OTHER_FORM))


def _fault(pointer: str, words: Words, link: str, **more: Any) -> Fault:
    return Fault(pointer, words % {"link": printable(link), **more})


class _Check:
    """One response laid beside its form."""

    def __init__(self, form: Form, response: dict[str, Any]) -> None:
        self.form = form
        self.is_finished = response.get("status") in FINISHED
        self.count = 0
        self.misplaced: list[Fault] = []
        nodes = self._read(response.get("item", ()), form.fields, "")
        self.top = _Level("", form.fields, tuple(nodes))

    def found(self) -> list[Fault]:
        return [*self.misplaced, *self._of_level(self.top)]

    # ---- the response as a tree

    def _read(self, items: Any, fields: tuple[Field, ...], pointer: str) -> list[_Node]:
        here = {one.link: one for one in fields}
        found = []
        for number, item in enumerate(items):
            place, link = f"{pointer}/item/{number}", item["linkId"]
            if link in here:
                self.count += 1
                node = _Node(link, place, self.count)
                self._read_item(item, here[link], node)
                found.append(node)
            else:
                words = NOT_HERE if link in self.form.links else NO_SUCH_QUESTION
                self.misplaced.append(_fault(place, words, link))
        return found

    def _read_item(self, item: dict[str, Any], asks: Field, node: _Node) -> None:
        if asks.kind in SILENT:
            if item.get("answer"):
                self.misplaced.append(_fault(node.pointer, GROUP_ANSWERED, asks.link))
            node.nodes[node.pointer] = self._read(item.get("item", ()), asks.fields, node.pointer)
            return
        if item.get("item"):
            self.misplaced.append(_fault(node.pointer, WRONGLY_NESTED, asks.link))
        for number, answer in enumerate(item.get("answer", ())):
            place, value = f"{node.pointer}/answer/{number}", value_of(answer)
            if value is not None:
                node.answers.append((place, value))
            node.nodes[place] = self._read(answer.get("item", ()), asks.fields, place)

    # ---- what is wrong with it

    def _of_level(self, level: _Level) -> Iterator[Fault]:
        for asks in level.fields:
            there = [node for node in level.nodes if node.link == asks.link]
            if self._is_asked(asks, level, there):
                yield from self._of_number(asks, level, there)
                for node in there:
                    yield from self._of_node(asks, node, level)
                continue
            for node in there:
                if node.says_something:
                    yield _fault(node.pointer, NOT_ASKED, asks.link)

    def _of_node(self, asks: Field, node: _Node, level: _Level) -> Iterator[Fault]:
        for place, value in node.answers:
            yield from _of_answer(asks, place, value)
        for place, nodes in node.nodes.items():
            yield from self._of_level(_Level(place, asks.fields, tuple(nodes), node, level))

    def _of_number(self, asks: Field, level: _Level, there: list[_Node]) -> Iterator[Fault]:
        """Look at how often a question is answered, or a group is there."""
        if asks.kind == "display":
            return
        is_group = asks.kind == "group"
        places = [n.pointer for n in there] if is_group else [p for n in there for p, _value in n.answers]
        if self.is_finished and asks.required and not places:
            yield _fault(there[0].pointer if there else level.place, NEEDED, asks.link)
        elif self.is_finished and places and len(places) < asks.least:
            yield _fault(there[0].pointer, TOO_FEW, asks.link, least=asks.least)
        if len(there) > 1 and not is_group:
            yield _fault(there[1].pointer, IN_ONE_ITEM, asks.link)
        elif len(places) > 1 and not asks.repeats:
            yield _fault(places[1], ONE_GROUP if is_group else ONCE, asks.link)
        elif asks.most is not None and len(places) > asks.most:
            yield _fault(places[asks.most], TOO_MANY, asks.link, most=asks.most)

    # ---- conditions

    def _is_asked(self, asks: Field, level: _Level, there: list[_Node]) -> bool:
        if not asks.when:
            return True
        at = there[0].number if there else self.count + 1
        holds = (_holds(one, _nearest(one.question, level, at)) for one in asks.when)
        return all(holds) if asks.needs_all else any(holds)


def _of_answer(asks: Field, place: str, value: Value) -> Iterator[Fault]:
    if value.kind not in asks.kinds:
        wanted = ", ".join(f"value{kind}" for kind in sorted(asks.kinds))
        yield _fault(place, WRONG_TYPE, asks.link, kinds=wanted)
        return
    is_free = asks.kind == "open-choice" and value.kind == "String"
    if asks.options and not is_free and not any(same(value, option) for option in asks.options):
        yield _fault(place, NOT_OFFERED, asks.link)
    if asks.longest and isinstance(value.raw, str) and len(value.raw) > asks.longest:
        yield _fault(place, TOO_LONG, asks.link, most=asks.longest)
    is_low = asks.lowest is not None and order(value, asks.lowest) == -1
    if is_low or (asks.highest is not None and order(value, asks.highest) == 1):
        yield _fault(place, OUT_OF_RANGE, asks.link)


def _nearest(link: str, level: _Level | None, at: int) -> _Node | None:
    """
    Return the item that a condition means, for the item with the number ``at``; None when it is not there.

    It is looked for on the smallest level to which the question belongs, so that one time round a group never
    looks at another. As HL7 says, what comes before goes first.
    """
    while level is not None:
        if any(field.link == link for top in level.fields for field in top.below()):
            found = [one for node in level.nodes for one in node.below() if one.link == link]
            before = [one for one in found if one.number < at]
            return next(iter(before[-1:] or found), None)
        if level.owner is not None and level.owner.link == link:
            return level.owner
        level = level.around
    return None


def _holds(condition: Condition, node: _Node | None) -> bool:
    """Return whether the answers of ``node`` fulfil a condition; an item that is not there has none."""
    values = [value for _place, value in node.answers] if node else []
    if condition.operator == "exists":
        return bool(values) is condition.value.raw
    if condition.operator in ("=", "!="):
        return any(same(value, condition.value) for value in values) == (condition.operator == "=")
    fitting = {">": (1,), "<": (-1,), ">=": (0, 1), "<=": (-1, 0)}[condition.operator]
    return any(order(value, condition.value) in fitting for value in values)
