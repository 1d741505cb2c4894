"""``handrail person``: what it prints, and that it asks before there is no way back."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.db import connection

from handrail.audit import ledger
from handrail.audit.models import Event
from handrail.base.errors import NotFound
from handrail.cli.person import verb
from handrail.people.actions import change_contact
from handrail.people.models import DataKey, Participant
from handrail.people.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_home(settings: Any, tmp_path: Any) -> None:
    settings.HANDRAIL_HOME = tmp_path


@pytest.fixture
def person() -> Participant:
    return factories.participant(factories.organisation())


def called(*words: str, typed: str = "") -> Result:
    return CliRunner().invoke(verb, words, input=typed)


def test_an_export_counts_and_prints_no_name_unless_asked(person: Participant) -> None:
    done = called("export", person.key)
    assert done.exit_code == 0
    assert json.loads(done.stdout)["held"]["people.Participant"] == {"rows": 1, "left_out": 0}
    assert "Elena" not in done.stdout
    named = called("export", person.key, "--names", "--all")
    assert json.loads(named.stdout)["held"]["people.Participant"]["rows"][0]["called"] == "Elena"
    assert Event.objects.filter(kind="export_everything", op="read").count() == 2


def test_erasing_asks_first(person: Participant) -> None:
    assert called("erase", person.key, typed="n\n").exit_code == 1
    assert Participant.objects.get().called == "Elena"
    assert called("erase", person.key, typed="y\n").stdout.endswith("Erased.\n")
    assert Participant.objects.get().called == ""


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="what lies in files of PostgreSQL is its own matter"
)
def test_after_erasing_the_file_of_the_database_holds_no_word_either(person: Participant) -> None:
    by = factories.operator(person.organisation)
    change_contact(participant=person, version=1, address="Behind the old lighthouse", by=by)

    def bytes_on_disk() -> bytes:
        path = Path(connection.settings_dict["NAME"])
        return b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))

    assert b"Behind the old lighthouse" in bytes_on_disk()
    called("erase", person.key, "--yes")
    assert b"Behind the old lighthouse" not in bytes_on_disk()


def test_erasing_again_after_a_restore_says_how_many_and_names_bad_lines(person: Participant) -> None:
    called("erase", person.key, "--yes")
    DataKey.objects.create(organisation=person.organisation, participant=person, wrapped=b"as it was")
    with ledger.path().open("a") as file:
        file.write("cut sh\n")
    done = called("erase-again")
    assert done.stdout == "Erased again: 1. Closed again: 0.\n"
    assert "line 2, cannot be read" in done.stderr


def test_joining_asks_first(person: Participant) -> None:
    other = factories.participant(person.organisation, "Elena", "Nair")
    assert called("join", other.key, person.key, typed="n\n").exit_code == 1
    assert called("join", other.key, person.key, "--yes").stdout == "Joined.\n"
    assert Participant.objects.get(pk=other.pk).called == ""


def test_a_key_of_nobody_is_refused_with_a_sentence(person: Participant) -> None:
    assert isinstance(called("erase", "bcdfghjkmn", "--yes").exception, NotFound)
