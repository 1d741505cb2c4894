"""What an account holds about the person whose own it is. People say whose account it is; accounts know no record."""

from datetime import date
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db.models import F
from django.db.models.functions import Greatest

from handrail.accounts.models import Membership, User

SHOWN = ("id", "sign_in_name", "name", "email", "phone", "language", "theme", "is_active", "created_at")


def export(user: User) -> dict[str, Any]:
    """Return the account as plain data, without its password."""
    return {name: getattr(user, name) for name in SHOWN}


def erase(user: User, today: date) -> None:
    """Empty the account and close it for ever; its id stays, because audit names it."""
    user.sign_in_name, user.password = f"erased-{user.pk.hex}", make_password(None)
    user.name, user.email, user.phone, user.language, user.theme = "", None, "", "", ""
    user.is_active = False
    user.save()
    Membership.objects.filter(user=user, to_on=None).update(to_on=Greatest(F("from_on"), today))
