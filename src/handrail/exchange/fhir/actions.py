"""Taking a bundle in, all of it or nothing, and handing answers out."""

from typing import Any

from django.db import transaction

from handrail.access import Viewer
from handrail.accounts.models import Organisation
from handrail.audit.actions import record
from handrail.exchange.fhir.instruments import STATUSES, questionnaire_of, response_of
from handrail.exchange.fhir.keep import Keeper, Kept
from handrail.exchange.fhir.unit import Unit
from handrail.measures.definitions import instruments
from handrail.measures.models import Administration
from handrail.people.models import Participant


@transaction.atomic
def import_bundle(*, entries: Unit, organisation: Organisation, source: str, by: Viewer) -> Kept:
    """
    Write the people and outside records of one bundle or file; raise Refused and write nothing of it otherwise.

    It opens no record to anybody: a new person has no coordinator until one is named.
    """
    kept = Keeper(entries, organisation, source, by).take()
    people = [person for _change, person in kept.people.values()]
    target = people[0] if len(people) == 1 else organisation
    op = "create" if kept.created else "change" if kept.updated else "read"
    participant_id = people[0].pk if len(people) == 1 else None
    record(by, "import_bundle", target, op=op, participant_id=participant_id)
    return kept


@transaction.atomic
def note_trial(*, organisation: Organisation, by: Viewer) -> Organisation:
    """Leave a trace of a trial import: it read people's rows to compare, and wrote nothing."""
    record(by, "note_trial", organisation, op="read")
    return organisation


def _is_here(row: Administration) -> bool:
    """Return whether the questions that were answered are here; a place's own words for them may be others."""
    found = instruments().get(row.instrument)
    return found is not None and found.version.split("+")[0] == row.instrument_version.split("+")[0]


@transaction.atomic
def export_answers(*, participant: Participant, by: Viewer) -> dict[str, Any]:
    """
    Return what a person sent as a Bundle: each instrument as a Questionnaire, each time as a QuestionnaireResponse.

    As far as ``by`` may see it, and never a draft. Answers to an instrument or version that is no longer here are
    left out: their questions may have been others.
    """
    rows = Administration.objects.visible_to(by).filter(participant=participant, status__in=list(STATUSES))
    known = [row for row in rows.order_by("answered_on", "pk") if _is_here(row)]
    forms = [questionnaire_of(instruments()[key]) for key in sorted({row.instrument for row in known})]
    given = [response_of(row, instruments()[row.instrument]) for row in known]
    record(by, "export_answers", participant, op="read", participant_id=participant.pk)
    entries = [{"resource": one} for one in [*forms, *given]]
    return {"resourceType": "Bundle", "type": "collection", **({"entry": entries} if entries else {})}
