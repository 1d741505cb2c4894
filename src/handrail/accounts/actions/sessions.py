"""Sessions of somebody: begun, ended, and told how pages look now."""

from uuid import UUID

from django.contrib.sessions.models import Session
from django.db import transaction

from handrail.access import Viewer
from handrail.accounts import rules
from handrail.accounts.models import SignIn, User
from handrail.accounts.rules import How
from handrail.accounts.sessions import SessionStore
from handrail.audit.actions import record
from handrail.base import clock
from handrail.base.errors import DomainError
from handrail.base.words import _


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
def sign_somebody_out(*, user: User, by: Viewer) -> User:
    """End every session of a colleague, whose device is lost or open somewhere (ASVS 7.4.5)."""
    end_sessions(user)
    record(by, "sign_somebody_out", user)
    return user


def share_wishes(user_id: UUID, name: str, value: object, *, but: str = "") -> None:
    """Tell every session of somebody but one, named whole or by its first letters, what its pages show now."""
    rows = SignIn.objects.filter(
        user_id=user_id, ended_at__isnull=True, began_at__gt=clock.now() - rules.LONGEST
    )
    for key in rows.values_list("session_key", flat=True):
        if but and key.startswith(but):
            continue
        store = SessionStore(key)
        if store.load():
            store[name] = value
            store.save()
