"""What is measured: each page with its reach, and on whom. Every call is about another person."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from benchmarks.browser import Browser, Form
from handrail.access import Role
from handrail.accounts.models import Membership, User
from handrail.catalogue.definitions import programme_types
from handrail.outcomes.jobs import keep_figures
from handrail.people.models import Participant, Relation
from handrail.people.rules import name_tokens
from handrail.plans.models import Plan
from handrail.practice.models import Session

SPREAD = 7


@dataclass(frozen=True)
class Call:
    """One request that is ready to be sent."""

    browser: Browser
    method: str
    address: str
    body: bytes = b""


@dataclass(frozen=True)
class Page:
    """A page with the CPU milliseconds that it shall not pass in the application; None where nothing is promised."""

    name: str
    reach: float | None
    calls: Callable[[date, int], Iterator[Call]]


_browsers: dict[Any, Browser] = {}


def _as(user: User) -> Browser:
    if user.pk not in _browsers:
        _browsers[user.pk] = Browser(user)
    return _browsers[user.pk]


def _members(role: Role, count: int) -> Iterator[User]:
    """Return members of a role, over and over when there are fewer than ``count``."""
    found = [row.user for row in Membership.objects.select_related("user").filter(role=role)[: count + 1]]
    for number in range(count):
        yield found[number % len(found)]


def _some_plans(count: int) -> list[Plan]:
    """Return open plans spread over the whole place."""
    every = Plan.objects.filter(status="open").order_by("pk").values_list("pk", flat=True)
    keys = list(every)
    picked = random.Random(SPREAD).sample(keys, min(count, len(keys)))
    return list(Plan.objects.select_related("participant").filter(pk__in=picked))


def empty(today: date, count: int) -> Iterator[Call]:
    for user in _members(Role.SPECIALIST, count):
        yield Call(_as(user), "GET", "/help")


def today_page(today: date, count: int) -> Iterator[Call]:
    for user in _members(Role.SPECIALIST, count):
        yield Call(_as(user), "GET", "/today")


def coordinators_today(today: date, count: int) -> Iterator[Call]:
    for user in _members(Role.COORDINATOR, count):
        yield Call(_as(user), "GET", "/today")


def people_list(today: date, count: int) -> Iterator[Call]:
    for number, user in enumerate(_members(Role.COORDINATOR, count)):
        after = "" if number < 250 else chr(ord("b") + number % 20)
        yield Call(_as(user), "GET", _as(user).looks_for("/people", after=after))


def supervisor_list(today: date, count: int) -> Iterator[Call]:
    letters = "abcdefghijklmnopqrstuvw"
    for number, user in enumerate(_members(Role.MANAGER, count)):
        after = f"{letters[number % len(letters)]}{number}"
        yield Call(_as(user), "GET", _as(user).looks_for("/people", after=after))


def name_search(today: date, count: int) -> Iterator[Call]:
    for user in _members(Role.COORDINATOR, count):
        relation = (
            Relation.objects.select_related("participant").filter(user=user, kind="coordinator").first()
        )
        if relation:
            token = sorted(name_tokens(relation.participant.family_name or relation.participant.called))[0]
            yield Call(_as(user), "GET", _as(user).looks_for("/people", q=token[:4]))


def _as_practitioner(plan: Plan) -> Browser | None:
    relation = (
        Relation.objects.select_related("user")
        .filter(
            participant=plan.participant,
            kind="care_team",
            user__memberships__role=Role.SPECIALIST,
            to_on=None,
        )
        .first()
    )
    return _as(relation.user) if relation else None


def person_page(today: date, count: int) -> Iterator[Call]:
    for plan in _some_plans(count):
        browser = _as_practitioner(plan)
        if browser:
            yield Call(browser, "GET", f"/people/{plan.participant.key}")


def life_at_a_glance(today: date, count: int) -> Iterator[Call]:
    for plan in _some_plans(count):
        browser = _as_practitioner(plan)
        if browser:
            yield Call(browser, "GET", f"/people/{plan.participant.key}/glance")


def programme_page(today: date, count: int) -> Iterator[Call]:
    keep_figures()  # as the work loop has, within the last ten minutes
    slugs = [one.slug for one in programme_types()]
    for number, user in enumerate(_members(Role.MANAGER, count)):
        yield Call(_as(user), "GET", f"/programmes/{slugs[number % len(slugs)]}")


def _of_own(page: str, count: int) -> Iterator[Call]:
    relations = Relation.objects.filter(kind="self", participant__plans__status="open").order_by("id")
    keys = list(relations.values_list("pk", flat=True))
    picked = random.Random(SPREAD).sample(keys, min(count, len(keys)))
    for relation in Relation.objects.select_related("user", "participant").filter(pk__in=picked):
        person: Participant = relation.participant
        yield Call(_as(relation.user), "GET", f"/people/{person.key}/{page}")


def my_plan(today: date, count: int) -> Iterator[Call]:
    return _of_own("plan", count)


def my_week(today: date, count: int) -> Iterator[Call]:
    return _of_own("week", count)


def note_save(today: date, count: int) -> Iterator[Call]:
    """Open the form of a planned meeting and fill it in as a specialist does; only sending it is measured."""
    planned = Session.objects.filter(held_on=today, status="planned", step__isnull=False)
    for session in planned.select_related("practitioner", "participant")[:count]:
        browser = _as(session.practitioner)
        address = f"/people/{session.participant.key}/notes/new?session={session.key}"
        form = Form(browser.send("GET", address).text)
        step = next((key for key in form.choices.get("steps", []) if key != "other"), None)
        if step is None:
            continue
        said: dict[str, str | list[str]] = {
            "met": "met",
            "steps": [step],
            f"level_{step}": "beside_me",
            "helped": form.choices.get("helped", [])[:2],
            "words": "We went at a quiet time. It was fuller than I thought, and I stayed.",
            "next": "again",
            "safety": "no",
            "do": "file",
            "csrfmiddlewaretoken": browser.csrf,
        }
        yield Call(browser, "POST", address, form.filled(**said))


PAGES = [
    Page("Signed-in empty page", 1.2, empty),
    Page("People list of 50", 9.0, people_list),
    Page("People list of 50, manager of 4,000", None, supervisor_list),
    Page("Search by name", 6.0, name_search),
    Page("Person page", 9.0, person_page),
    Page("Life at a glance", 9.0, life_at_a_glance),
    Page("Programme page, manager of 4,000", 9.0, programme_page),
    Page("My plan", None, my_plan),
    Page("My week", 9.0, my_week),
    Page("Today", None, today_page),
    Page("Today, coordinator of 400", None, coordinators_today),
    Page("Note save", 6.0, note_save),
]
