import json

import click

from handrail.base.errors import NotFound
from handrail.catalogue.definitions import DefinitionError
from handrail.cli.output import Unusable, operator, the_organisation
from handrail.exchange.fhir.actions import export_answers
from handrail.exchange.fhir.instruments import questionnaire_of
from handrail.measures.definitions import scorer
from handrail.people.models import Participant


@click.group(name="export")
def verb() -> None:
    """Print FHIR R4 (JSON) for other systems: an instrument, or what a person answered."""


@verb.command()
@click.argument("instrument")
def questionnaire(instrument: str) -> None:
    """Print INSTRUMENT as a Questionnaire, with its notice, codes and values."""
    try:
        found = scorer(instrument).instrument
    except DefinitionError as error:
        raise Unusable(str(error)) from error
    click.echo(json.dumps(questionnaire_of(found), indent=2, ensure_ascii=False))


@verb.command()
@click.argument("key")
@click.option("--organisation", "place", default="", help="Key of the organisation, when there are several.")
def answers(key: str, place: str) -> None:
    """Print what the person KEY answered as a Bundle: questionnaires and responses, no name and no draft."""
    organisation = the_organisation(place)
    person = Participant.objects.filter(organisation=organisation, key=key).first()
    if person is None:
        raise NotFound("There is no person with this key. It stands in the address of the person's page.")
    found = export_answers(participant=person, by=operator(organisation))
    click.echo(json.dumps(found, indent=2, ensure_ascii=False))
