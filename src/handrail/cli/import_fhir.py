from pathlib import Path

import click
from django.db import transaction

from handrail.access import Viewer
from handrail.accounts.models import Organisation
from handrail.cli.output import (
    Progress,
    Run,
    Unusable,
    as_format,
    note_reading,
    operator,
    the_organisation,
)
from handrail.exchange.fhir.result import Result
from handrail.exchange.fhir.run import check_database, note_names, run
from handrail.people.queries.same import Alike
from handrail.people.queries.same import alike as alike_to


def _alike(by: Viewer, organisation: Organisation, result: Result) -> list[Alike]:
    """Return which of the people who are new may be known already, and write down that they were compared."""
    found = alike_to(by, [one.key for one in result.people if one.change == "created"])
    with transaction.atomic():
        note_reading(by, "compare_imported", organisation)
    return found


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--source", default="", help="Name of the system that the files come from.")
@click.option("--organisation", "key", default="", help="Key of the organisation, when there are several.")
@click.option("--dry-run", is_flag=True, help="Try it and write nothing.")
@click.option("--names", is_flag=True, help="Also print whom it was about.")
@click.option("--alike", is_flag=True, help="Also print which of the new people may be known already.")
@as_format
@click.pass_context
def fhir(
    context: click.Context,
    paths: tuple[Path, ...],
    source: str,
    key: str,
    dry_run: bool,
    names: bool,
    alike: bool,
    form: str,
) -> None:
    """Import people and outside records from FHIR R4 files or folders (.json, .ndjson).

    Each file is taken whole or not at all. Status 2 when any file was rejected.
    """
    this_run, progress = Run(), Progress()
    check_database()
    organisation = the_organisation(key)
    by = operator(organisation)
    result = run(paths, organisation=organisation, by=by, source=source, dry_run=dry_run, progress=progress)
    progress.close()
    if names:
        note_names(by)
    figures = result.as_json(names=names)
    found = _alike(by, organisation, result) if alike and not dry_run else []
    if alike:
        figures["alike"] = [vars(one) | {"reasons": [str(why) for why in one.reasons]} for one in found]
    click.echo(this_run.as_json(figures) if form == "json" else result.as_text(names=names))
    for one in found if form == "text" else ():
        why = "; ".join(str(reason) for reason in one.reasons)
        click.echo(f"  {one.key} may be {one.other}: {one.score:.1f} ({why})")
    if result.rejected:
        context.exit(Unusable.exit_code)
