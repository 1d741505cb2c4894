"""The reference page of the command, made from its own help."""

from pathlib import Path

import click

from handrail.cli.main import VERBS, handrail

PAGE = Path("docs/reference/command.md")
HEAD = """# The command

Made by `handrail commands --write` from the command's own help. Settings are on [their own page](settings.md).
"""


def _sections(command: click.Command, context: click.Context) -> list[str]:
    # click keeps the help option of the first context that a command met, which may know fewer names.
    vars(command)["_help_option"] = None
    text = [f"## `{context.command_path}`", "", "```text", command.get_help(context), "```", ""]
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            if below:
                text += _sections(below, click.Context(below, context, name, **below.context_settings))
    return text


def page() -> str:
    """Return the reference page of every verb."""
    context = click.Context(handrail, info_name="handrail", **handrail.context_settings)
    return "\n".join([HEAD, *_sections(handrail, context)]).rstrip() + "\n"


@click.command(name="commands")
@click.option("--write", is_flag=True, help=f"Write {PAGE} instead of printing.")
def verb(write: bool) -> None:
    """Print this command's own reference page."""
    if not write:
        click.echo(page(), nl=False)
        return
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
    click.echo(f"{PAGE}: {len(VERBS)} verbs.", err=True)
