from importlib import import_module

import click


class Formats(click.Group):
    """Formats that can be read, each in its own module of this package."""

    KINDS = {
        "fhir": "handrail.cli.import_fhir",
        "hsds": "handrail.cli.import_hsds",
        "questionnaire": "handrail.cli.import_questionnaire",
    }

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(self.KINDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.KINDS:
            return None
        command: click.Command = getattr(import_module(self.KINDS[cmd_name]), cmd_name)
        return command


@click.group(name="import", cls=Formats)
def verb() -> None:
    """Take in people (fhir), places and services (hsds), or questions (questionnaire).

    A demo refuses people: its own are invented.
    """
