"""What is read back from a real PostgreSQL."""

import pytest
from django.db import connection

from handrail.accounts.models import Organisation
from handrail.web import environment

pytestmark = pytest.mark.django_db


@pytest.mark.skipif(connection.vendor != "postgresql", reason="asks PostgreSQL about itself")
def test_a_statement_that_is_asked_again_is_planned_once():
    for _time in range(environment.PREPARED_AFTER + 2):
        list(Organisation.objects.filter(name="asked again and again"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        kept = [row[0] for row in cursor.fetchall()]
    assert any('FROM "accounts_organisation"' in statement for statement in kept)
    assert connection.connection.prepared_max > 1000


@pytest.mark.parametrize(("address", "after"), [("", environment.PREPARED_AFTER), ("?prepare=no", None)])
def test_a_pooler_can_be_spared_prepared_statements(monkeypatch, tmp_path, address, after):
    monkeypatch.setenv("DATABASE_URL", f"postgresql://host/name{address}")
    options = environment.database(tmp_path)["OPTIONS"]
    assert options["prepare_threshold"] == after
    assert "prepare" not in options
