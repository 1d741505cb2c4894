"""``handrail import questionnaire`` and ``handrail export``: what they print, and with which status."""

import json

import pytest
from click.testing import CliRunner

from handrail.audit.models import Event
from handrail.cli.exporting import verb as export
from handrail.cli.import_questionnaire import questionnaire as verb
from handrail.exchange.fhir.rules import check_response, form_of
from handrail.exchange.fhir.tests.factories import written
from handrail.exchange.fhir.tests.test_questions import form, item
from handrail.exchange.fhir.validate import faults
from handrail.intake.models import SiteQuestion
from handrail.measures.tests import factories as measures
from handrail.people.tests import factories as people

pytestmark = pytest.mark.django_db


def test_the_command_says_what_it_did_and_its_status(tmp_path):
    people.organisation()
    good, bad = (
        written(tmp_path, form(item()), "a.json"),
        written(tmp_path, form(item("a", "date")), "b.json"),
    )
    done = CliRunner().invoke(verb, [str(good), "--part", "people"])
    assert (done.exit_code, "New: 1" in done.stdout) == (0, True)
    done = CliRunner().invoke(verb, [str(bad), "--part", "people", "--format", "json"])
    assert done.exit_code == 2
    (found,) = json.loads(done.stdout)["rejected"]
    assert (found["place"], found["file"]) == ("/item/0/type", str(bad))
    done = CliRunner().invoke(verb, [str(bad), "--part", "people"])
    assert "Nothing was taken in:" in done.stdout
    assert "Tried only." in CliRunner().invoke(verb, [str(good), "--part", "people", "--dry-run"]).stdout
    assert SiteQuestion.objects.count() == 1


def test_an_instrument_is_printed_as_a_questionnaire():
    done = CliRunner().invoke(export, ["questionnaire", "phq9"])
    assert done.exit_code == 0
    found = json.loads(done.stdout)
    assert (found["resourceType"], len(found["item"]), faults(found)) == ("Questionnaire", 10, [])
    done = CliRunner().invoke(export, ["questionnaire", "moon"])
    assert done.exit_code == 2
    assert "There is no instrument “moon”." in done.stderr


def test_the_answers_of_a_person_are_printed_with_their_forms_and_leave_an_event():
    elena = measures.elena()
    measures.answered(elena, {**measures.NINE, "mood": 2})
    measures.begun(elena)
    done = CliRunner().invoke(export, ["answers", elena.person.key])
    assert done.exit_code == 0, done.stderr
    found = json.loads(done.stdout)
    assert faults(found) == []
    resources = [entry["resource"] for entry in found["entry"]]
    assert [one["resourceType"] for one in resources] == ["Questionnaire", "QuestionnaireResponse"]
    assert check_response(form_of(resources[0]), resources[1]) == []
    assert Event.objects.get(kind="export_answers").op == "read"
    assert "Elena" not in done.stdout
    assert CliRunner().invoke(export, ["answers", "bbbbbbbbbb"]).exit_code == 1
