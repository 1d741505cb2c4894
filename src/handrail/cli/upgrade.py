import click

from handrail.cli.output import Progress
from handrail.cli.tables import make_tables, missing_migrations


@click.command(name="upgrade")
def verb() -> None:
    """Bring the tables of a place up to this version. Make a backup first."""
    missing = missing_migrations()
    progress = Progress()
    if missing:
        make_tables(progress)
    progress.close()
    click.echo(f"{len(missing)} changes made." if missing else "Nothing to do.", err=True)
