"""What the two tables together expect of one request: their product, and the few rules that a route's row adds."""

from collections.abc import Iterable
from functools import cache

from django.apps import apps

from handrail.access import Category, Label, Role
from tests.matrix import tables
from tests.matrix.tables import Cell, Route
from tests.matrix.walker import ABSENT, ALLOW, CLOSED, NO_METHOD
from tests.matrix.world import STANDINGS, Standing


@cache
def decisions() -> dict[Cell, str]:
    spread = tables.spread(
        tables.decision_rows(), list(STANDINGS), [str(role) for role in Role], [str(one) for one in Category]
    )
    return dict(spread)


def may(role: Role, route: Route) -> bool:
    return route.permission == "public" or (str(role), route.permission) in tables.permitted()


def _opens(role: Role, standings: Iterable[Standing], category: str, label: str) -> bool:
    return any(decisions()[Cell(str(role), one.name, category, label)] == ALLOW for one in standings)


def rule_of(route: Route, method: str, role: Role) -> str | None:
    """Return what the row's own rule says: "POST peer,manager 403", "* !participant 403"; "!author" is everybody here."""
    if not route.rule:
        return None
    methods, who, outcome = route.rule.split()
    named = who.removeprefix("!").split(",")
    applies = (str(role) in named) != who.startswith("!")
    return outcome if applies and methods in ("*", method) else None


def expected(
    route: Route, method: str, role: Role, standings: Iterable[Standing], label: Label = Label.NORMAL
) -> set[str]:
    """
    Return what may be answered: one word, or two where the address refuses the method before it asks who it is.

    ``label`` is that of the row in the address.
    """
    told = rule_of(route, method, role)
    refused = {NO_METHOD} if method not in route.methods and method == "GET" else set()
    if not may(role, route):
        return {CLOSED} | refused
    if refused:
        return refused
    if told == ALLOW:
        return {ALLOW}
    needs = [(category, Label.NORMAL) for category in route.categories]
    needs += [
        (str(table.category), label)
        for table in map(apps.get_model, route.models)
        if hasattr(table, "category")
    ]
    if not all(_opens(role, standings, category, held.name.lower()) for category, held in needs):
        return {ABSENT}
    if told is not None:
        return {told}
    return {ALLOW, NO_METHOD} if method not in route.methods else {ALLOW}
