"""Making a place and letting people in."""

from datetime import date
from typing import TypedDict, Unpack
from zoneinfo import ZoneInfo, available_timezones

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest

from handrail.access import Role, Viewer
from handrail.accounts import rules
from handrail.accounts.actions.cards import end_card, end_ways_in, new_card
from handrail.accounts.actions.codes import (
    RESET,
    end_second_step,
    give_up_second_step,
    renew_recovery_codes,
    reset_second_step,
    set_up_second_step,
    take_code,
)
from handrail.accounts.actions.own import change_password, give_new_password, say_again_who
from handrail.accounts.actions.sessions import (
    end_sessions,
    share_wishes,
    sign_in,
    sign_out,
    sign_out_everywhere,
    sign_out_there,
    sign_somebody_out,
)
from handrail.accounts.actions.told import answer_news, note_new_device, tell_news
from handrail.accounts.models import Installation, Membership, Organisation, Site, User
from handrail.accounts.rules import JobTitle, News
from handrail.audit.actions import record
from handrail.base.errors import DomainError
from handrail.base.words import _

__all__ = [
    "RESET",
    "AccountFacts",
    "add_member",
    "answer_news",
    "change_password",
    "checked_zone",
    "choose_display",
    "end_card",
    "end_membership",
    "end_second_step",
    "end_sessions",
    "end_ways_in",
    "found_organisation",
    "give_new_password",
    "give_up_second_step",
    "make_installation",
    "new_account",
    "new_card",
    "note_new_device",
    "open_site",
    "renew_recovery_codes",
    "reset_second_step",
    "say_again_who",
    "set_up_second_step",
    "share_wishes",
    "sign_in",
    "sign_out",
    "sign_out_everywhere",
    "sign_out_there",
    "sign_somebody_out",
    "take_code",
]


def checked_zone(zone: str) -> str:
    """Return ``zone`` when it is an IANA name, else raise DomainError."""
    if zone not in available_timezones():
        raise DomainError(_("“%(zone)s” is not a time zone. Use a name like Europe/Berlin.") % {"zone": zone})
    return ZoneInfo(zone).key


@transaction.atomic
def make_installation(
    *, by: Viewer, is_demo: bool, demo_seed: int | None = None, demo_today: date | None = None
) -> Installation:
    """Say what this database is: a demo, where all people are invented, or a real place. Only once."""
    if Installation.objects.exists():
        raise DomainError(str(_("This database is set up already.")))
    return Installation.objects.create(is_demo=is_demo, demo_seed=demo_seed, demo_today=demo_today)


@transaction.atomic
def found_organisation(
    *, name: str, zone: str, language: str, currency: str, by: Viewer, country: str = ""
) -> Organisation:
    """Make an organisation with its zone (IANA), language (BCP 47) and currency (ISO 4217)."""
    if not name.strip():
        raise DomainError(str(_("Name the organisation.")))
    if currency not in rules.CURRENCIES:
        raise DomainError(_("“%(code)s” is not a currency that Handrail knows.") % {"code": currency})
    organisation = Organisation.objects.create(
        name=name.strip(), zone=checked_zone(zone), language=language, currency=currency, country=country
    )
    record(by, "found_organisation", organisation, op="create")
    return organisation


@transaction.atomic
def open_site(
    *,
    organisation: Organisation,
    name: str,
    by: Viewer,
    address: str = "",
    phone: str = "",
    opening: str = "",
) -> Site:
    """Add a place to the organisation, in the organisation's zone."""
    site = Site.objects.create(
        organisation=organisation,
        name=name,
        address=address,
        phone=phone,
        opening=opening,
        zone=organisation.zone,
    )
    record(by, "open_site", site, op="create")
    return site


def new_account(
    *,
    organisation: Organisation,
    sign_in_name: str,
    name: str,
    role: Role,
    by: Viewer,
    password: str | None = None,
    job_title: JobTitle = JobTitle.NONE,
    site: Site | None = None,
    email: str | None = None,
    phone: str = "",
    language: str = "",
) -> User:
    """
    Make an account with one membership from today inside another action, which writes the event.

    Without ``password`` nobody can sign in with it yet. Raises NameTaken when somebody has the name.
    """
    tidy = rules.checked_sign_in_name(sign_in_name)
    if User.objects.filter(sign_in_name=tidy).exists():
        raise rules.NameTaken(_("“%(name)s” is taken. Choose another sign-in name.") % {"name": tidy})
    user = User.objects.create(
        sign_in_name=tidy,
        name=name,
        email=email,
        phone=phone,
        language=language,
        password=make_password(password),
    )
    Membership.objects.create(
        organisation=organisation, user=user, site=site, role=role, job_title=job_title, from_on=by.today
    )
    return user


class AccountFacts(TypedDict, total=False):
    """What may be known of a colleague beside name and role."""

    password: str | None
    job_title: JobTitle
    site: Site | None
    email: str | None
    phone: str
    language: str


@transaction.atomic
def add_member(
    *,
    organisation: Organisation,
    sign_in_name: str,
    name: str,
    role: Role,
    by: Viewer,
    **facts: Unpack[AccountFacts],
) -> User:
    """Make an account with one membership from today; ``facts`` are those of ``new_account``."""
    user = new_account(
        organisation=organisation, sign_in_name=sign_in_name, name=name, role=role, by=by, **facts
    )
    record(by, "add_member", user, op="create")
    return user


def end_membership(*, user: User, organisation: Organisation, by: Viewer) -> int:
    """End what a user is in an organisation from today, inside another action; return how many memberships ran."""
    rows = Membership.objects.filter(organisation=organisation, user=user)
    standing = rows.filter(Q(to_on__isnull=True) | Q(to_on__gt=by.today))
    return standing.update(to_on=Greatest(F("from_on"), by.today))


@transaction.atomic
def choose_display(*, user: User, language: str, theme: str, by: Viewer, **reach: str | None) -> User:
    """Keep language and look that somebody chose for themselves; of a colleague ``email`` and ``phone`` too."""
    before = user.email or "", user.phone
    user.language, user.theme = language, theme
    user.email, user.phone = reach.get("email", user.email) or None, reach.get("phone", user.phone) or ""
    user.save(update_fields=["language", "theme", "email", "phone"])
    if before != (user.email or "", user.phone):
        tell_news(
            user=user, kind=News.REACH, by=by, address_before=before[0] if before[0] != user.email else ""
        )
    record(by, "choose_display", user)
    return user
