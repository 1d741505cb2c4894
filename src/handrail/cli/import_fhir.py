from pathlib import Path

import click

from handrail.cli.output import Progress, Run, Unusable, as_format, operator, the_organisation
from handrail.exchange.fhir.run import check_database, note_names, run


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--source", default="", help="Name of the system that the files come from.")
@click.option("--organisation", "key", default="", help="Key of the organisation, when there are several.")
@click.option("--dry-run", is_flag=True, help="Try it and write nothing.")
@click.option("--names", is_flag=True, help="Also print whom it was about.")
@as_format
@click.pass_context
def fhir(
    context: click.Context,
    paths: tuple[Path, ...],
    source: str,
    key: str,
    dry_run: bool,
    names: bool,
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
    click.echo(this_run.as_json(figures) if form == "json" else result.as_text(names=names))
    if result.rejected:
        context.exit(Unusable.exit_code)
