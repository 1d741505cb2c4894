import click
from django.db import connection, transaction

from handrail.audit import ledger
from handrail.base.errors import NotFound
from handrail.cli.output import Run, operator, the_organisation
from handrail.people.actions import repeat_closings
from handrail.people.models import Participant
from handrail.web import actions

_one_place = click.option(
    "--organisation", "place", default="", help="Key of the organisation, when there are several."
)


def _person(place: str, key: str) -> Participant:
    found = Participant.objects.filter(organisation=the_organisation(place), key=key).first()
    if found is None:
        raise NotFound("There is no person with this key. It stands in the address of the person's page.")
    return found


def _empty_the_log() -> None:
    """Fold SQLite's log into the file: until then the pages before an erasure lie in it."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@click.group(name="person")
def verb() -> None:
    """Take a person's record along, erase it, or join two records. KEY stands in the address of their page."""


@verb.command()
@click.argument("key")
@click.option("--names", is_flag=True, help="Print the rows themselves; without it, how many there are.")
@click.option("--all", "all_rows", is_flag=True, help="Also what the person may not see.")
@_one_place
def export(key: str, names: bool, all_rows: bool, place: str) -> None:
    """Print what is held about a person, as JSON, as far as they may see it."""
    run = Run()
    person = _person(place, key)
    found = actions.export_everything(participant=person, by=operator(person.organisation), all_rows=all_rows)
    held = {
        table: {**part, "rows": part["rows"] if names else len(part["rows"])} for table, part in found.items()
    }
    click.echo(run.as_json({"held": held}))


@verb.command()
@click.argument("key")
@click.option("--yes", is_flag=True, help="Do not ask. There is no way back.")
@_one_place
def erase(key: str, yes: bool, place: str) -> None:
    """Erase a person's names and words for ever. Keys, dates and counts stay."""
    person = _person(place, key)
    if not yes:
        click.confirm(
            "There is no way back, not from a backup either. Erase this record?", abort=True, err=True
        )
    actions.erase_person(participant=person, by=operator(person.organisation))
    transaction.on_commit(_empty_the_log)
    click.echo("Erased.")


@verb.command()
@click.argument("key")
@click.argument("into")
@click.option("--yes", is_flag=True, help="Do not ask.")
@_one_place
def join(key: str, into: str, yes: bool, place: str) -> None:
    """Make everything of the record KEY part of the record INTO; both are of one person."""
    source, to = _person(place, key), _person(place, into)
    if not yes:
        click.confirm("Two records become one. Go on?", abort=True, err=True)
    actions.move_person(source=source, to=to, by=operator(to.organisation))
    click.echo("Joined.")


@verb.command(name="erase-again")
def erase_again() -> None:
    """After a backup was restored: erase again who was erased since it was made, and close what was closed."""
    count = actions.repeat_erasures(by=operator())
    closed = repeat_closings(by=operator())
    transaction.on_commit(_empty_the_log)
    for number in ledger.read().unreadable:
        click.echo(f"{ledger.path()}, line {number}, cannot be read.", err=True)
    click.echo(f"Erased again: {count}. Closed again: {closed}.")
