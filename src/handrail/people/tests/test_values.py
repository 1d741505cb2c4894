"""What is written and read in one step is what the fields of the ORM make of it."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Model
from django.db.models.signals import post_init

from handrail.accounts.models import User
from handrail.people.models import Participant
from handrail.people.tests import factories
from handrail.prepared.rows import Stored
from handrail.prepared.values import Writer, read, readers

MOMENT = datetime(2026, 10, 20, 8, 30, 1, 5, tzinfo=UTC)
SAMPLES = [
    None,
    "O’Hara %s",
    "",
    UUID(int=7),
    7,
    True,
    MOMENT,
    MOMENT.astimezone(ZoneInfo("Europe/Berlin")),
    date(2026, 10, 20),
]
STORED = [model for model in apps.get_models() if issubclass(model, Stored)]
pytestmark = pytest.mark.django_db


def _by_field(field, sample):
    try:
        return repr(field.get_db_prep_save(sample, connection))
    except (TypeError, ValueError, AttributeError) as error:
        return type(error)


def _by_writer(field, sample):
    try:
        return repr(Writer([field], connection).values([sample], connection)[0])
    except (TypeError, ValueError, AttributeError) as error:
        return type(error)


@pytest.mark.parametrize("model", STORED, ids=lambda model: model._meta.label)
def test_each_column_takes_what_its_field_makes_of_a_value(model):
    for field in model._meta.local_concrete_fields:
        ways = Writer([field], connection).columns[0][3]
        for sample in [one for one in SAMPLES if type(one) in ways]:
            assert _by_writer(field, sample) == _by_field(field, sample), field


def test_a_row_that_is_fetched_is_what_the_orm_makes_of_it(monkeypatch):
    person = factories.participant(factories.organisation())
    found = Participant.objects.select_related("organisation").get(pk=person.pk)
    monkeypatch.delattr(Stored, "from_db")
    plain = Participant.objects.select_related("organisation").get(pk=person.pk)
    for one, other in ((found, plain), (found.organisation, plain.organisation)):
        assert vars(one) | {"_state": 0} == vars(other) | {"_state": 0}
        assert (one._state.adding, one._state.db) == (other._state.adding, other._state.db)


def test_a_part_of_a_row_is_asked_for_again_when_it_is_wanted():
    person = factories.participant(factories.organisation())
    found = Participant.objects.only("called").get(pk=person.pk)
    assert found.get_deferred_fields()
    assert found.created_at == person.created_at


def test_who_listens_for_objects_hears_of_each():
    person = factories.participant(factories.organisation())
    heard = []

    def hear(instance: Model, **_: object) -> None:
        heard.append(instance.pk)

    post_init.connect(hear, sender=Participant)
    try:
        Participant.objects.get(pk=person.pk)
    finally:
        post_init.disconnect(hear, sender=Participant)
    assert heard == [person.pk]


def test_a_fetched_row_holds_the_values_of_its_columns():
    rows = User.objects.values_list("id", "created_at", "is_active")
    compiler = rows.query.get_compiler("default")
    compiler.setup_query()
    ways = readers(compiler.get_converters([column[0] for column in compiler.select]), connection)
    raw = uuid4()
    stored = raw if connection.features.has_native_uuid_field else raw.hex
    assert read([(stored, MOMENT, True), (stored, None, False)], ways) == [
        (raw, MOMENT, True),
        (raw, None, False),
    ]
    assert read([("a", 1)], []) == [("a", 1)]
