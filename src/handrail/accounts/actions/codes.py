"""The second step: a telephone's codes and a list on paper, set up, used, renewed, given up and reset."""

from django.contrib.auth.hashers import make_password
from django.db import transaction

from handrail.access import Role, Viewer
from handrail.accounts import queries, rules, second_step
from handrail.accounts.actions.sessions import end_sessions
from handrail.accounts.actions.told import tell_news
from handrail.accounts.models import RecoveryCode, SecondStep, User
from handrail.accounts.rules import News
from handrail.audit import ledger
from handrail.audit.actions import record
from handrail.base import clock, ids
from handrail.base.errors import DomainError
from handrail.base.words import _

RESET = "reset_second_step"


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
    tell_news(user=user, kind=News.STEP_ON, by=by)
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
    tell_news(user=user, kind=News.CODES, by=by)
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
    tell_news(user=user, kind=News.STEP_OFF, by=by)
    record(by, "give_up_second_step", user)
    return user


@transaction.atomic
def reset_second_step(*, user: User, by: Viewer) -> User:
    """Take away a lost second step, face to face; every session ends and the next sign-in sets up a new one."""
    if user.pk == by.user_id:
        raise DomainError(str(_("Another administrator resets yours, face to face.")))
    lost = list(SecondStep.objects.filter(user=user).values_list("pk", flat=True))
    end_second_step(user)
    tell_news(user=user, kind=News.STEP_RESET, by=by)
    record(by, "reset_second_step", user)
    for step in lost:
        ledger.write(RESET, user=user.pk, step=step)
    return user


def end_second_step(user: User) -> None:
    """Drop a lost telephone, its list of codes and every session inside another action."""
    _drop_second_step(user)
    end_sessions(user)
