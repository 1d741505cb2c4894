"""Every form, posted with the name of every column added: nothing outside the form's own fields changes."""

import re
from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.db import transaction

from handrail.access import Category, Label, Role
from handrail.people.models import Participant, Relation
from tests.matrix import walker
from tests.matrix.test_walk import ABOUT, targets
from tests.matrix.world import STANDINGS

pytestmark = pytest.mark.once
SCOPES = sum(one.bit for one in Category)
OPENS_CHANGED = "who may open what changed"
CHANGED = "a row changed its person, place or label"
# Forms that say who may open what: they share and close. None takes what was wished for beside its fields.
MEANT = {
    "people:access_of": {OPENS_CHANGED},
    "people:access_close": {OPENS_CHANGED},
    "people:consent": {OPENS_CHANGED},
    "peers:person": {OPENS_CHANGED},
    "practice:my_groups": {OPENS_CHANGED},
    "learning:person": {
        f"learning.LessonProgress: {CHANGED}",
        f"learning.LessonProgressChange: {CHANGED}",
    },
    "safety:settle": {f"safety.DailyCheck: {CHANGED}", f"safety.ListLine: {CHANGED}"},
}


def columns():
    """Return the name of every column of every table about a person."""
    found = set()
    for model in apps.get_models():
        if model.__module__.startswith("handrail."):
            found |= {name for one in model._meta.concrete_fields for name in (one.name, one.attname)}
    return sorted(found)


class Form(HTMLParser):
    """The forms of a page that post: where they go and what they would send as they stand."""

    def __init__(self, text):
        super().__init__()
        self.forms, self._fields = [], None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._fields = {} if given.get("method", "").lower() == "post" else None
            if self._fields is not None:
                self.forms.append((given.get("action", ""), self._fields))
        elif (
            self._fields is not None
            and given.get("name")
            and tag in ("input", "textarea", "button", "select")
        ):
            self._fields.setdefault(given["name"], given.get("value") or self._some(given))

    def handle_endtag(self, tag):
        if tag == "form":
            self._fields = None

    @staticmethod
    def _some(given):
        return (
            "2026-11-03" if given.get("type") == "date" else "1" if given.get("type") == "number" else "Words"
        )


def sent(fields, foreign):
    """Return what a form would send, and a wish for every column that is none of its fields."""
    wishes = {name: foreign.get(name, "1") for name in columns() if name not in fields}
    return {**wishes, **fields}


def protected():
    """Return everything that no form may set: whose each row is, how it is held, and who may open what."""
    held = {}
    for model in apps.get_models():
        names = {one.name for one in model._meta.concrete_fields} & {"organisation", "participant", "label"}
        if "participant" in names and model.__module__.startswith("handrail."):
            held[model._meta.label] = set(model._default_manager.values_list("pk", *sorted(names)))
    relations = set(
        Relation.objects.values_list(
            "pk", "user", "participant", "kind", "scopes", "clears", "from_on", "to_on"
        )
    )
    people = set(Participant.objects.values_list("pk", "organisation", "key", "site", "label"))
    return held, relations, people


def broken(before, after, foreign):
    """Yield what changed of rows that were there, and every row that took something that was wished for."""
    for name, rows in before[0].items():
        known = {row[0] for row in rows}
        fresh = after[0][name] - rows
        if any(row[0] in known for row in fresh):
            yield f"{name}: {CHANGED}"
        yield from (f"{name}: a row took {row[1:]}" for row in fresh if took(row, foreign))
    if before[1] != after[1]:
        yield OPENS_CHANGED
    wished = {foreign[name] for name in ("participant", "scopes", "clears")}
    yield from (f"a relation took {row[1:]}" for row in after[1] - before[1] if wished & set(row))
    if before[2] != after[2]:
        yield "a person changed"


def took(row, foreign):
    """Return whether a row is somebody else's, or held under the label that was wished for."""
    return (
        bool({foreign["participant"], foreign["organisation"]} & set(row[1:])) or row[1] == foreign["label"]
    )


@pytest.mark.parametrize(("role", "standing"), [(Role.PARTICIPANT, "self"), (Role.SPECIALIST, "care_team")])
@pytest.mark.asvs("15.3.3")
def test_no_form_sets_more_than_its_own_fields(world, role, standing):
    other = world.order[5]
    foreign = {
        "participant": other.pk, "participant_id": other.pk, "organisation": world.there.pk,
        "organisation_id": world.there.pk, "label": Label.SAFEGUARDING.value, "scopes": SCOPES, "clears": 63,
        "role": "manager", "version": 99, "key": "zzzzzzzzzz",
    }  # fmt: skip
    wrong, posted, allowed = [], 0, 0
    for person, routes in targets(world, [route for route in ABOUT if "GET" in route.methods]):
        user = world.stand(role, [STANDINGS[standing]], person)
        client = world.client(user, person if role == Role.PARTICIPANT else None)
        before = protected()
        for route in routes:
            address = walker.address_of(route.name, world.ids(route, person))
            page = client.get(address)
            for action, fields in Form(page.content.decode()).forms if page.status_code == 200 else []:
                if not re.match(r"^(/people/|$)", action):
                    continue
                with transaction.atomic():
                    came = client.post(action or address, sent(fields, foreign))
                    posted, allowed = posted + 1, allowed + (came.status_code == 302)
                    found = list(broken(before, protected(), foreign)) if came.status_code == 302 else []
                    transaction.set_rollback(True)
                meant = MEANT.get(route.name, set())
                wrong += [f"{route.name} {action}: {one}" for one in found if one not in meant]
    assert wrong == []
    assert posted > 80
    assert allowed > posted // 4


@pytest.mark.asvs("15.3.3")
def test_a_form_of_ours_is_never_made_of_a_table():
    from django.forms import ModelForm

    def below(kind):
        for one in kind.__subclasses__():
            yield one
            yield from below(one)

    assert [one for one in below(ModelForm) if one.__module__.startswith("handrail.")] == []
