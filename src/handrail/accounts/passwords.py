"""Passwords that many people use: Django's list of 20,000 from known thefts."""

from functools import cache
from string import digits, punctuation, whitespace

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from handrail.base.errors import DomainError
from handrail.base.words import _

AROUND = digits + punctuation + whitespace


@cache
def _common() -> CommonPasswordValidator:
    return CommonPasswordValidator()


def refuse_common(password: str) -> None:
    """Raise DomainError for a password that many people use, also with digits and signs around it (ASVS 6.2.4)."""
    for one in (password, password.strip(AROUND)):
        try:
            _common().validate(one)
        except ValidationError as error:
            raise DomainError(
                str(_("Many people use that password. Take four words that do not belong together."))
            ) from error
