from pathlib import Path

import click

from handrail.cli.output import Progress, Run, Unusable, as_format, operator, the_organisation
from handrail.exchange.hsds.run import run


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--source", default="", help="Name of the directory that the files come from.")
@click.option("--organisation", "key", default="", help="Key of the organisation, when there are several.")
@click.option("--dry-run", is_flag=True, help="Try it and write nothing.")
@as_format
@click.pass_context
def hsds(
    context: click.Context, paths: tuple[Path, ...], source: str, key: str, dry_run: bool, form: str
) -> None:
    """Import places and services from HSDS 3.0 or Ohana (.csv folders, .json, .ndjson).

    The CSV files of a folder are one set, written in one go. Rows that cannot be taken are listed, the others
    are taken. Status 2 when any row was rejected.
    """
    this_run, progress = Run(), Progress()
    organisation = the_organisation(key)
    by = operator(organisation)
    result = run(paths, organisation=organisation, by=by, source=source, dry_run=dry_run, progress=progress)
    progress.close()
    click.echo(this_run.as_json(result.as_json()) if form == "json" else result.as_text())
    if result.rejected:
        context.exit(Unusable.exit_code)
