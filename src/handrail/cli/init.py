import os
import secrets
from zoneinfo import available_timezones

import click
from django.conf import settings
from django.db import transaction

from handrail.access import Role
from handrail.accounts import actions as accounts
from handrail.accounts.queries import installation
from handrail.accounts.rules import CURRENCIES, checked_sign_in_name
from handrail.cli.output import Progress, Unusable, operator
from handrail.cli.tables import is_ready, make_tables

PASSWORD_AT_LEAST = 12


def _asked(value: str | None, question: str, default: str | None, ask: bool, flag: str) -> str:
    if value:
        return value
    if not ask and default is None:
        raise Unusable(f"{flag} is missing. Without it there is nothing to ask with --no-input.")
    return str(click.prompt(question, default=default, err=True)) if ask else str(default)


def _password(ask: bool) -> tuple[str, bool]:
    """Return a password, and whether it was made here and must be shown once."""
    if not ask:
        return secrets.token_urlsafe(12), True
    while True:
        typed: str = click.prompt(
            "Password of the administrator", hide_input=True, confirmation_prompt=True, err=True
        )
        if len(typed) >= PASSWORD_AT_LEAST:
            return typed, False
        click.echo(f"Take {PASSWORD_AT_LEAST} letters or more.", err=True)


def _check(time_zone: str, language: str, currency: str, admin: str) -> None:
    languages = [code for code, _name in settings.LANGUAGES]
    checked_sign_in_name(admin)
    if time_zone not in available_timezones():
        raise Unusable(f"--time-zone “{time_zone}” is not a time zone. Use a name like Europe/Berlin.")
    if language not in languages:
        raise Unusable(f"--language “{language}” is not here yet. There is: {', '.join(languages)}.")
    if currency not in CURRENCIES:
        raise Unusable(f"--currency “{currency}” is not known. There is: {', '.join(CURRENCIES)}.")


def _refuse_when_set_up() -> None:
    found = installation() if is_ready() else None
    if found and found.is_demo:
        raise click.ClickException(
            "This database is a demo and stays one. Give HANDRAIL_HOME or DATABASE_URL another place."
        )
    if found:
        raise click.ClickException("This place is set up already. Nothing was changed.")


@click.command(name="init")
@click.option("--agency", help="Name of the agency.")
@click.option("--admin", help="The first administrator; signs in by this name, with dots for spaces.")
@click.option("--time-zone", help="IANA name, such as Europe/Berlin.")
@click.option("--language", help="Language of the place, such as en.")
@click.option("--currency", help="ISO 4217 code, such as EUR.")
@click.option("--no-input", is_flag=True, help="Ask nothing; print a first password once.")
def verb(agency: str | None, admin: str | None, no_input: bool, **about: str | None) -> None:
    """Set up a new place in an empty database.

    Asks for what no option says. Prints the data key once: without it sealed notes cannot be opened again.
    """
    _refuse_when_set_up()
    ask = not no_input
    agency = _asked(agency, "Name of the agency", None, ask, "--agency")
    admin = _asked(admin, "Name of the first administrator", None, ask, "--admin")
    zone = _asked(about["time_zone"], "Time zone", "Europe/Berlin" if ask else "UTC", ask, "--time-zone")
    language = _asked(about["language"], "Language", "en", ask, "--language")
    currency = _asked(about["currency"], "Currency", "EUR", ask, "--currency")
    sign_in_name = ".".join(admin.split())
    _check(zone, language, currency, sign_in_name)
    password, is_fresh = _password(ask)
    progress = Progress()
    make_tables(progress)
    with transaction.atomic():
        by = operator()
        accounts.make_installation(by=by, is_demo=False)
        place = accounts.found_organisation(
            name=agency, zone=zone, language=language, currency=currency, by=by
        )
        accounts.add_member(
            organisation=place,
            sign_in_name=sign_in_name,
            name=admin.strip(),
            role=Role.ADMINISTRATOR,
            password=password,
            by=by,
        )
    progress.close()
    _hand_over(sign_in_name, password if is_fresh else "")


def _hand_over(admin: str, password: str) -> None:
    if password:
        click.echo(f"First password of {admin.casefold()}: {password}")
    if not os.environ.get("HANDRAIL_DATA_KEY"):
        click.echo(f"Data key, for a safe place apart from the backups: {settings.HANDRAIL_DATA_KEY}")
    click.echo("Both are shown only now. Start with “handrail serve”.", err=True)
