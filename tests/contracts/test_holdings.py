"""Everything about a person is held by somebody who can take it along, erase it and move it."""

import json

import pytest
from django.apps import apps
from django.db import connection, models

from handrail.accounts.models import User
from handrail.people.holding import STAYS, TEXTS, is_text
from handrail.people.models import Participant, Relation
from handrail.people.tests import factories
from handrail.web import actions
from handrail.web.holdings import HELD
from tests.contracts.filling import Filling

BY_MODEL = {one.model: one for one in HELD}
ONE = pytest.mark.parametrize("one", HELD, ids=lambda one: one.name)


def _leads_to_a_person(model, seen=frozenset()):
    if model is Participant:
        return True
    targets = {f.related_model for f in model._meta.concrete_fields if f.is_relation} - seen - {model}
    return any(_leads_to_a_person(target, seen | {model}) for target in targets)


def test_every_table_that_leads_to_a_person_is_held():
    leading = {model for model in apps.get_models() if _leads_to_a_person(model)}
    assert leading == set(BY_MODEL)
    assert len(HELD) == len(BY_MODEL), "each table stands in one package's holdings"


def test_each_package_holds_its_own_tables_only():
    from handrail.web.holdings import ABOVE_PEOPLE

    for package in ABOVE_PEOPLE:
        assert len({model._meta.app_label for model in package.models}) == 1


@ONE
def test_every_text_is_said_to_be_emptied_or_to_stay(one):
    if one.deletes:
        assert not one.empties
        return
    told = {*one.empties, *one.seals, *one.keeps, *STAYS}
    assert {column.name for column in one.model._meta.concrete_fields if is_text(column)} <= told


@ONE
def test_what_is_said_of_a_table_is_true_of_its_columns(one):
    columns = {column.name for column in one.model._meta.concrete_fields}
    assert {*one.empties, *one.seals, *one.keeps} <= columns
    assert not set(one.empties) & {*one.keeps, *one.seals}
    assert all(one.keeps.values()), "what stays has its reason"
    assert all(isinstance(one.model._meta.get_field(name), models.BinaryField) for name in one.seals)


@ONE
def test_a_key_of_somebody_that_is_sealed_text_is_said_to_be_sealed(one):
    binary = {c.name for c in one.model._meta.concrete_fields if isinstance(c, models.BinaryField)}
    assert one.deletes or binary == set(one.seals)


def _person(called="Elena", family_name="Nair"):
    """Return somebody with a word in every column of every table, and their account."""
    person = factories.participant(factories.organisation(), called, family_name)
    account = factories.self_viewer(person)
    Relation.objects.filter(participant=person).delete()
    return Filling(person, User.objects.get(pk=account.user_id)).fill()


def _as_text(cell):
    return bytes(cell).decode(errors="replace") if isinstance(cell, bytes | memoryview) else str(cell)


def _everything_stored():
    """Return every value of every table as the database gives it."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')  # the database's own names
            found += [_as_text(cell) for row in cursor.fetchall() for cell in row]
    return "\n".join(found)


@pytest.mark.django_db
def test_the_filling_reaches_every_text_column_of_every_table():
    filled = _person()
    missing = []
    for one in HELD:
        for column in one.model._meta.concrete_fields:
            gone = column.name in {*one.empties, *one.seals}
            if gone and isinstance(column, TEXTS) and (one.name, column.name) not in filled.words:
                missing.append((one.name, column.name))
    assert missing == []
    stored = _everything_stored()
    sealed_ones = {(one.name, name) for one in HELD for name in one.seals}
    for place, word in filled.words.items():
        assert (word in stored) == (place not in sealed_ones and place != ("people.DataKey", "wrapped")), (
            place
        )


@pytest.mark.django_db
def test_after_an_erasure_no_word_of_the_person_is_in_any_table():
    filled = _person()
    rows = {one.name: one.rows(filled.person).count() for one in HELD if not one.deletes}
    by = factories.operator(filled.person.organisation)
    actions.erase_person(participant=filled.person, by=by)
    stored = _everything_stored()
    assert [place for place, word in filled.words.items() if word in stored] == []
    for word in ("Elena", "Nair"):
        assert word not in stored
    assert {one.name: one.rows(filled.person).count() for one in HELD if not one.deletes} == rows
    for one in HELD:
        if one.deletes:
            assert not one.rows(filled.person).exists(), one.name
        for row in one.rows(filled.person):
            assert all(getattr(row, name) is None for name in one.seals), one.name


@pytest.mark.django_db
def test_what_the_person_takes_along_holds_every_word_that_they_may_see():
    filled = _person()
    by = factories.operator(filled.person.organisation)
    taken = json.dumps(actions.export_everything(participant=filled.person, by=by), default=str)
    withheld = {one.name for one in HELD if one.withheld}
    assert [
        place for place, word in filled.words.items() if place[0] not in withheld and word not in taken
    ] == []
    assert [place for place, word in filled.words.items() if place[0] in withheld and word in taken] == []


@pytest.mark.django_db
@pytest.mark.hazard("H-07")
def test_joining_two_records_moves_every_row():
    filled = _person("Elena", "Nair")
    place = filled.person.organisation
    other = factories.participant(place, "Elena", "Nair-Lopez")
    rows = {one.name: one.rows(filled.person).count() for one in HELD if one.follows}
    by = factories.operator(place)
    joined = actions.move_person(source=filled.person, to=other, by=by)
    taken = json.dumps(actions.export_everything(participant=joined, by=by, all_rows=True), default=str)
    withheld = {one.name for one in HELD if one.withheld}
    of_the_empty_record = {("people.Participant", name) for name in ("sort_key", "list_name", "tab_title")}
    missing = {at for at, word in filled.words.items() if at[0] not in withheld and word not in taken}
    assert missing == of_the_empty_record
    for one in HELD:
        if one.model is Participant or not one.follows:
            continue
        assert not one.model._default_manager.filter(participant=filled.person).exists(), one.name
        extra = 7 if one.name == "people.KeptText" else 0
        assert one.model._default_manager.filter(participant=other).count() <= rows[one.name] + extra, (
            one.name
        )
        assert one.model._default_manager.filter(participant=other).count() >= rows[one.name], one.name
