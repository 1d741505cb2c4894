"""What somebody changes of how they sign in, and who it is asked again before."""

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from handrail.access import Viewer
from handrail.accounts import passwords, rules
from handrail.accounts.actions.sessions import end_sessions
from handrail.accounts.actions.told import tell_news
from handrail.accounts.models import SignIn, User
from handrail.accounts.rules import News
from handrail.audit.actions import record
from handrail.base.errors import DomainError
from handrail.base.words import _


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
    tell_news(user=user, kind=News.PASSWORD, by=by)
    record(by, "change_password", user)
    return user


@transaction.atomic
def give_new_password(*, user: User, fresh: str, by: Viewer) -> User:
    """
    Give a colleague who forgot theirs another first password, face to face; every session of theirs ends.

    The second step stays as it is: who has the password alone comes no further than before (ASVS 6.4.3). Raises
    DomainError for one's own and for a password that is found too soon.
    """
    if user.pk == by.user_id:
        raise DomainError(str(_("Another administrator gives you a new one, face to face.")))
    rules.checked_password(fresh, user.sign_in_name)
    passwords.refuse_common(fresh)
    user.password = make_password(fresh)
    user.save(update_fields=["password"])
    end_sessions(user)
    tell_news(user=user, kind=News.NEW_PASSWORD, by=by)
    record(by, "give_new_password", user)
    return user


@transaction.atomic
def say_again_who(*, user: User, session_before: str, session_now: str, by: Viewer) -> User:
    """Write down that somebody said again who they are; their session goes on under another key (ASVS 7.2.4)."""
    SignIn.objects.filter(user=user, session_key=session_before).update(session_key=session_now)
    record(by, "say_again_who", user)
    return user
