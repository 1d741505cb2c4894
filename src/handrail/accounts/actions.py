"""Making a place and letting people in."""

from collections.abc import Collection
from datetime import date
from typing import TypedDict, Unpack
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest

from handrail.access import Role, Viewer
from handrail.accounts import passwords, queries, rules, second_step
from handrail.accounts.models import (
    Card,
    Installation,
    Membership,
    Organisation,
    RecoveryCode,
    SecondStep,
    SignIn,
    Site,
    User,
)
from handrail.accounts.rules import How, JobTitle
from handrail.accounts.sessions import SessionStore
from handrail.audit import ledger
from handrail.audit.actions import record
from handrail.base import clock, ids
from handrail.base.errors import DomainError
from handrail.base.words import _

RESET = "reset_second_step"


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


def call_members(organisation_id: UUID, *, needed: Collection[UUID], not_needed: Collection[UUID]) -> None:
    """Write with who is asked for at each request whether somebody needs them now; the event is another action's."""
    rows = Membership.objects.filter(organisation_id=organisation_id)
    rows.filter(user_id__in=needed).update(is_called=True)
    rows.filter(user_id__in=not_needed).update(is_called=False)


@transaction.atomic
def choose_display(*, user: User, language: str, theme: str, by: Viewer, **reach: str | None) -> User:
    """Keep language and look that somebody chose for themselves; of a colleague ``email`` and ``phone`` too."""
    user.language, user.theme = language, theme
    user.email, user.phone = reach.get("email", user.email) or None, reach.get("phone", user.phone) or ""
    user.save(update_fields=["language", "theme", "email", "phone"])
    record(by, "choose_display", user)
    return user


@transaction.atomic
def sign_in(*, user: User, session_key: str, agent: str, how: How, is_shared: bool, by: Viewer) -> SignIn:
    """Write down that somebody signed in: on what device, since when, by what."""
    row = SignIn.objects.create(
        user=user,
        session_key=session_key,
        device=rules.device_words(agent),
        how=how,
        is_shared=is_shared,
    )
    record(by, "sign_in", row, op="create")
    return row


def end_sessions(user: User, *, how: How | None = None, but: str = "", only: str = "") -> int:
    """
    End sessions of somebody inside another action, effective at the next request, and return how many.

    ``how`` keeps to those by card, for example; ``but`` spares one session, ``only`` names the one sign-in to end.
    """
    rows = SignIn.objects.select_for_update().filter(user=user, ended_at__isnull=True)
    if how:
        rows = rows.filter(how=how)
    if only:
        rows = rows.filter(key=only)
    ended = [(row.pk, row.session_key) for row in rows.exclude(session_key=but)]
    Session.objects.filter(session_key__in=[key for _pk, key in ended]).delete()
    SignIn.objects.filter(pk__in=[pk for pk, _key in ended]).update(ended_at=clock.now())
    return len(ended)


@transaction.atomic
def sign_out(*, user: User, session_key: str, by: Viewer) -> User:
    """Write down that a session ended because its owner said so."""
    SignIn.objects.filter(user=user, session_key=session_key, ended_at__isnull=True).update(
        ended_at=clock.now()
    )
    record(by, "sign_out", user)
    return user


@transaction.atomic
def sign_out_there(*, user: User, sign_in_key: str, by: Viewer) -> User:
    """End one of one's own sessions; raise DomainError when there is no such one any more."""
    if not sign_in_key or not end_sessions(user, only=sign_in_key):
        raise DomainError(str(_("That device is signed out already.")))
    record(by, "sign_out_there", user)
    return user


@transaction.atomic
def sign_out_everywhere(*, user: User, by: Viewer) -> User:
    """End every session of one's own, this one too."""
    end_sessions(user)
    record(by, "sign_out_everywhere", user)
    return user


@transaction.atomic
def change_password(*, user: User, current: str, fresh: str, but: str, by: Viewer) -> User:
    """Take another password, and end every other session; raise DomainError for a poor one or another ``current``."""
    if not check_password(current, user.password):
        raise DomainError(str(_("That is not your password of now.")))
    rules.checked_password(fresh, user.sign_in_name)
    passwords.refuse_common(fresh)
    user.password = make_password(fresh)
    user.save(update_fields=["password"])
    end_sessions(user, but=but)
    record(by, "change_password", user)
    return user


def _new_codes(user: User) -> list[str]:
    """Put ten fresh recovery codes in the place of any older ones, and return them as they are printed."""
    RecoveryCode.objects.filter(user=user).delete()
    letters = [(ids.key() + ids.key())[: rules.RECOVERY_LETTERS] for _number in range(rules.RECOVERY_CODES)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, number=number, hashed=make_password(secret))
        for number, secret in enumerate(letters, start=1)
    )
    return [f"{number} {rules.in_groups(secret)}" for number, secret in enumerate(letters, start=1)]


@transaction.atomic
def set_up_second_step(*, user: User, secret: bytes, typed: str, by: Viewer) -> list[str]:
    """
    Keep the secret of a telephone whose first code was typed, and return ten recovery codes, shown this once.

    Raises DomainError when the code does not fit.
    """
    step = second_step.step_of(secret, typed, now=clock.now(), after=0)
    if step is None:
        raise DomainError(str(_("That code does not fit. Wait for the next one and type it.")))
    SecondStep.objects.filter(user=user).delete()
    row = SecondStep.objects.create(user=user, sealed=second_step.closed(secret, user.pk), last_step=step)
    codes = _new_codes(user)
    record(by, "set_up_second_step", row, op="create")
    return codes


@transaction.atomic
def take_code(*, user: User, typed: str, by: Viewer) -> User:
    """Use up a code of the telephone or one of the list; raise DomainError when neither fits or it was used."""
    row = SecondStep.objects.select_for_update().filter(user=user).first()
    step = None
    if row is not None:
        secret = second_step.opened(row.sealed, user.pk)
        step = second_step.step_of(secret, typed, now=clock.now(), after=row.last_step)
    if row is not None and step is not None:
        row.last_step = step
        row.save(update_fields=["last_step"])
    elif not _use_recovery_code(user, typed):
        raise DomainError(str(_("That code does not fit, or was used. Wait for the next one and type it.")))
    record(by, "take_code", user)
    return user


def _use_recovery_code(user: User, typed: str) -> bool:
    found = queries.recovery_code(user.pk, typed)
    # Two at once: the row counts, and one of them finds it used.
    unused = RecoveryCode.objects.filter(pk=found.pk, used_at__isnull=True) if found else None
    return bool(unused and unused.update(used_at=clock.now()))


@transaction.atomic
def renew_recovery_codes(*, user: User, by: Viewer) -> list[str]:
    """Make ten new recovery codes, shown this once; the old ones open nothing any more."""
    codes = _new_codes(user)
    record(by, "renew_recovery_codes", user)
    return codes


def _drop_second_step(user: User) -> None:
    SecondStep.objects.filter(user=user).delete()
    RecoveryCode.objects.filter(user=user).delete()


@transaction.atomic
def give_up_second_step(*, user: User, role: Role, by: Viewer) -> User:
    """Ask no code any more, for those who need none; raise DomainError for everybody else."""
    if rules.must_have_second_step(role):
        raise DomainError(str(_("Whoever opens pages of others keeps the second step.")))
    _drop_second_step(user)
    record(by, "give_up_second_step", user)
    return user


@transaction.atomic
def reset_second_step(*, user: User, by: Viewer) -> User:
    """Take away a lost second step, face to face; every session ends and the next sign-in sets up a new one."""
    if user.pk == by.user_id:
        raise DomainError(str(_("Another administrator resets yours, face to face.")))
    lost = list(SecondStep.objects.filter(user=user).values_list("pk", flat=True))
    end_second_step(user)
    record(by, "reset_second_step", user)
    for step in lost:
        ledger.write(RESET, user=user.pk, step=step)
    return user


def end_second_step(user: User) -> None:
    """Drop a lost telephone, its list of codes and every session inside another action."""
    _drop_second_step(user)
    end_sessions(user)


def new_card(*, user: User, word: str, by: Viewer) -> tuple[Card, str]:
    """
    Make a card inside another action, which writes the event; return it with its letters, which nobody sees again.

    The card before, and every session that it began, is over at once.
    """
    chosen = rules.checked_word(word)
    end_card(user=user)
    key = ids.key()
    letters = key + (ids.key() + ids.key())[: rules.CARD_SECRET]
    card = Card.objects.create(
        user=user,
        key=key,
        hashed=make_password(queries.card_secret(letters, chosen)),
        expires_on=by.today + rules.CARD_RUNS,
        made_by_id=by.user_id,
    )
    return card, letters


def end_card(*, user: User) -> list[UUID]:
    """End the card somebody holds and its sessions inside another action; return its id, if there was one."""
    end_sessions(user, how=How.CARD)
    held = Card.objects.select_for_update().filter(user=user, ended_at__isnull=True)
    ended = list(held.values_list("pk", flat=True))
    Card.objects.filter(pk__in=ended).update(ended_at=clock.now())
    return ended


def end_ways_in(*, user: User) -> None:
    """End every session of somebody who leaves, and the card they hold, inside another action."""
    end_card(user=user)
    end_sessions(user)


def share_wishes(user_id: UUID, name: str, value: object, *, but: str = "") -> None:
    """Tell every other session of somebody how their pages look now, after the action that decided it."""
    rows = SignIn.objects.filter(
        user_id=user_id, ended_at__isnull=True, began_at__gt=clock.now() - rules.LONGEST
    )
    for key in rows.exclude(session_key=but).values_list("session_key", flat=True):
        store = SessionStore(key)
        if store.load():
            store[name] = value
            store.save()
