from pathlib import Path

import click

from handrail.cli.output import Run, Unusable, as_format, operator, the_organisation
from handrail.exchange.fhir.take import take_file
from handrail.intake.definitions import parts


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option(
    "--part",
    default="",
    type=click.Choice(["", *(part.code for part in parts())]),
    help="Which part of the conversation asks it; without it, the form's groups name the parts.",
)
@click.option(
    "--may-skip", is_flag=True, help="Take what the form requires as questions that may be skipped."
)
@click.option("--organisation", "key", default="", help="Key of the organisation, when there are several.")
@click.option("--dry-run", is_flag=True, help="Try it and write nothing.")
@as_format
@click.pass_context
def questionnaire(
    context: click.Context, path: Path, part: str, may_skip: bool, key: str, dry_run: bool, form: str
) -> None:
    """Import a FHIR R4 Questionnaire as questions of the conversation.

    All of it or nothing: what cannot be carried is refused, each with its place and the reason. Status 2 then.
    """
    this_run = Run()
    organisation = the_organisation(key)
    by = operator(organisation)
    result = take_file(path, organisation=organisation, part=part, may_skip=may_skip, dry_run=dry_run, by=by)
    click.echo(this_run.as_json(result.as_json()) if form == "json" else result.as_text())
    if result.rejected:
        context.exit(Unusable.exit_code)
