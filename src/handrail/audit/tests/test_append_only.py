from datetime import timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from handrail.audit import actions
from handrail.audit.models import Event, Look, LookPerson, Received
from handrail.base import clock, ids


def viewer(**more):
    facts = {
        "actor": "user",
        "user_id": UUID(int=1),
        "organisation_id": UUID(int=2),
        "on_behalf_of": None,
        "purpose": "care",
        "session": "a",
        "request_id": UUID(int=3),
    }
    return SimpleNamespace(**{**facts, **more})


TARGET = Received(op_id=UUID(int=9))


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_a_mistake():
    with pytest.raises(RuntimeError, match="inside the transaction"):
        actions.record(viewer(), "try", TARGET)
    assert not Event.objects.exists()


@pytest.mark.django_db
def test_an_event_says_who_did_what_to_which_row():
    event = actions.record(viewer(), "try", TARGET, op="create", participant_id=UUID(int=7), version=3)
    assert (event.kind, event.object_kind, event.object_id) == ("try", "audit.received", UUID(int=9))
    assert (event.user_id, event.participant_id, event.op, event.version) == (
        UUID(int=1), UUID(int=7), "create", 3,
    )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
@pytest.mark.parametrize("model", [Event, Look, LookPerson])
def test_the_database_refuses_to_change_or_delete_a_row(model, statement):
    actions.record(viewer(), "try", TARGET)
    actions.write_looks(viewer(), [(("plan", ""), {UUID(int=7)})], "page")
    table, column = model._meta.db_table, model._meta.pk.column
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement.format(table, column, column))
    assert model.objects.count() == 1


@pytest.mark.django_db
def test_postgresql_refuses_to_empty_a_table():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute("TRUNCATE audit_event")


@pytest.mark.django_db
def test_looks_within_a_minute_are_one_and_a_new_person_is_a_new_look():
    first, second = UUID(int=7), UUID(int=8)
    for _ in range(2):
        actions.write_looks(viewer(), [(("plan", ""), {first})], "page")
    assert Look.objects.count() == LookPerson.objects.count() == 1
    actions.write_looks(viewer(), [(("plan", ""), {first, second})], "page")
    actions.write_looks(viewer(), [(("notes", ""), {first})], "page")
    actions.write_looks(viewer(user_id=None, actor="operator:tests"), [(("plan", ""), {first})], "page")
    assert sorted(LookPerson.objects.values_list("participant_id", "category", "viewer_key")) == [
        (first, "notes", str(UUID(int=1))),
        (first, "plan", str(UUID(int=1))),
        (first, "plan", "operator:tests"),
        (second, "plan", str(UUID(int=1))),
    ]


@pytest.mark.django_db
def test_received_forms_are_forgotten_after_thirty_days():
    for _ in range(2):
        actions.receive(viewer(), op_id=ids.uuid7(), route="/", body_sha256="x", answer="/")
    old = Received.objects.first()
    Received.objects.filter(pk=old.pk).update(at=clock.now() - timedelta(days=31))
    assert actions.forget_received() == 1
    assert not Received.objects.filter(pk=old.pk).exists()


def test_rows_say_what_they_are():
    assert str(TARGET) == f"Received {TARGET.pk}"
    assert str(LookPerson(pk=4)) == "LookPerson 4"
