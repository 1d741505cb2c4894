"""The ``handrail`` command: every verb in one list, each loaded only when it is called."""

import os
import sys
from importlib import import_module

import click

VERBS = {
    "check": ("handrail.cli.check", "Look at settings, database, keys and disk, and say what is wrong."),
    "commands": ("handrail.cli.commands", "Print this command's own reference page."),
    "demo": ("handrail.cli.demo", "Make the demo: an invented agency with invented people."),
    "export": ("handrail.cli.exporting", "Print an instrument, or what somebody answered, as FHIR."),
    "import": ("handrail.cli.importing", "Take in people, or places and services, from other systems."),
    "init": ("handrail.cli.init", "Set up a new place: agency, first administrator, keys."),
    "people": ("handrail.cli.people", "Find people who may stand twice in a list; no database."),
    "person": ("handrail.cli.person", "Take a person's record along, erase it, or join two records."),
    "prepare": ("handrail.cli.prepare", "Get a place ready to serve; “serve” does it too."),
    "report": ("handrail.cli.report", "Print figures; small numbers are hidden, no names."),
    "score": ("handrail.cli.score", "Score the answers to an instrument that stand in a file."),
    "serve": ("handrail.cli.serve", "Run the web server and the work loop until stopped."),
    "states": ("handrail.cli.states", "Print the tables of states as diagrams."),
    "upgrade": ("handrail.cli.upgrade", "Bring the tables up to this version after an update."),
    "work": ("handrail.cli.work", "Run the work loop alone: messages and tidying."),
}
WITHOUT_FRAMEWORK = {"people", "score", "serve"}
UNUSABLE = 2


class Verbs(click.Group):
    """Verbs that load on demand, so that ``handrail --help`` needs no database and no framework."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        if cmd_name not in WITHOUT_FRAMEWORK:
            _set_up()
        verb: click.Command = import_module(VERBS[cmd_name][0]).verb
        return verb

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Verbs"):
            formatter.write_dl([(name, VERBS[name][1]) for name in self.list_commands(ctx)])


def _set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handrail.web.settings")
    django = import_module("django")
    django.setup()


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="handrail", message="%(version)s")
def handrail() -> None:
    """Handrail: one plan in the person's own words, and people beside them.

    Data goes to standard output, everything else to standard error. Exit status: 0 done,
    1 refused for a stated reason, 2 input or settings that cannot be used.
    """


def _sentence(error: Exception) -> tuple[str, int]:
    """Return what to tell the operator about ``error``, and the exit status."""
    kinds = {kind.__name__ for kind in type(error).__mro__}
    if isinstance(error, click.ClickException):
        return error.format_message(), error.exit_code
    if "ImproperlyConfigured" in kinds:
        return str(error), UNUSABLE
    if "DomainError" in kinds:
        return str(error), 1
    if "DatabaseError" in kinds or "OperationalError" in kinds:
        return f"The database did not answer as it should ({error}). Try “handrail check”.", 1
    if isinstance(error, PermissionError | FileNotFoundError):
        return f"{error.filename}: {error.strerror}.", 1
    place = f"{type(error).__name__}: {error}"
    return f"Something inside Handrail went wrong ({place}). HANDRAIL_DEBUG=1 shows where.", 1


def main() -> None:
    """Run one verb; whatever goes wrong becomes a sentence on standard error, never a traceback."""
    try:
        status = handrail.main(standalone_mode=False)
        sys.exit(status if isinstance(status, int) else 0)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        sys.exit(1)
    except Exception as error:
        if os.environ.get("HANDRAIL_DEBUG") == "1" and not isinstance(error, click.ClickException):
            raise
        sentence, status = _sentence(error)
        click.echo(sentence, err=True)
        sys.exit(status)
