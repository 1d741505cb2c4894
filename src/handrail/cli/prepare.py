from pathlib import Path

import click
from django.conf import settings

from handrail.accounts.queries import installation
from handrail.cli.static import gather
from handrail.cli.tables import missing_migrations


@click.command(name="prepare")
def verb() -> None:
    """Get a place ready to serve: refuse when tables are missing, gather style and script files.

    “handrail serve” does this at each start. Prints “gathered” when files had changed.
    """
    if missing_migrations():
        raise click.ClickException(
            "The database has not all its tables. Run “handrail init” for a new place, “handrail demo” for "
            "the demo, or “handrail upgrade” after an update."
        )
    if installation() is None:
        raise click.ClickException("No place is set up here yet. Run “handrail init”, or “handrail demo”.")
    settings.COMPILED_ROOT.mkdir(mode=0o700, exist_ok=True)
    if gather(Path(settings.STATIC_ROOT)):
        click.echo("gathered")
