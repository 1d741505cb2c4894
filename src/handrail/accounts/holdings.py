"""What an account holds about the person whose own it is. People say whose account it is; accounts know no record."""

from datetime import date
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.db.models import F
from django.db.models.functions import Greatest

from handrail.accounts.models import Card, Membership, RecoveryCode, SecondStep, SignIn, SignInNews, User

SHOWN = ("id", "sign_in_name", "name", "email", "phone", "language", "theme", "is_active", "created_at")


def export(user: User) -> dict[str, Any]:
    """Return the account as plain data, without its password, and on what devices it was signed in."""
    devices = (
        SignIn.objects.filter(user=user).order_by("began_at").values("device", "how", "began_at", "ended_at")
    )
    news = (
        SignInNews.objects.filter(user=user)
        .order_by("created_at")
        .values("kind", "created_at", "answered_at")
    )
    return {
        **{name: getattr(user, name) for name in SHOWN},
        "sign_ins": list(devices),
        "sign_in_news": list(news),
    }


def erase(user: User, today: date) -> None:
    """Empty the account and close it for ever; its id stays, because audit names it."""
    user.sign_in_name, user.password = f"erased-{user.pk.hex}", make_password(None)
    user.name, user.email, user.phone, user.language, user.theme = "", None, "", "", ""
    user.is_active = False
    user.save()
    Session.objects.filter(session_key__in=SignIn.objects.filter(user=user).values("session_key")).delete()
    for ways_in in (Card, RecoveryCode, SecondStep, SignIn, SignInNews):
        ways_in.objects.filter(user=user).delete()
    Membership.objects.filter(user=user, to_on=None).update(to_on=Greatest(F("from_on"), today))
