"""
Passwords that many people use, and those known from thefts.

Django's list of the 20,000 most used is always there. A place may set a file of hashes of all that are known
(``HANDRAIL_STOLEN_PASSWORDS``): it is searched here, and no password nor part of its hash leaves the place.
"""

from functools import cache
from hashlib import sha1
from pathlib import Path
from string import digits, punctuation, whitespace
from typing import BinaryIO

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from handrail.base.errors import DomainError
from handrail.base.words import _

AROUND = digits + punctuation + whitespace
HASH_LETTERS = 40


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


def _line_from(file: BinaryIO, place: int) -> bytes:
    """Return the first line that begins at ``place`` (in bytes) or after it, without words beyond the last."""
    file.seek(max(place - 1, 0))
    if place:
        file.readline()
    return file.readline()


def is_stolen(password: str, known: Path) -> bool:
    """
    Return whether the SHA-1 of a password begins a line of ``known``, whose lines are in the order of their hashes.

    The format of "Pwned Passwords": forty hexadecimal letters, a colon, a count. Some forty reads, however long the
    file is. Raises OSError when it cannot be read.
    """
    wanted = sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    with known.open("rb") as file:
        low, high = 0, file.seek(0, 2)
        while low < high:
            middle = (low + high) // 2
            line = _line_from(file, middle)
            if line and line[:HASH_LETTERS].upper() < wanted:
                low = middle + 1
            else:
                high = middle
        return _line_from(file, low)[:HASH_LETTERS].upper() == wanted


def refuse_stolen(password: str) -> None:
    """Raise DomainError for a password known from a theft, or when the list cannot be read (ASVS 6.2.12)."""
    known = settings.STOLEN_PASSWORDS
    try:
        found = known is not None and is_stolen(password, known)
    except OSError as error:
        raise DomainError(
            str(_("A new password cannot be checked at the moment. Ask who runs this place."))
        ) from error
    if found:
        raise DomainError(
            str(
                _(
                    "That password is known from a theft somewhere. Take four words that do not belong together."
                )
            )
        )


def refuse_known(password: str) -> None:
    """Raise DomainError for a password that many people use or that is known from a theft."""
    refuse_common(password)
    refuse_stolen(password)
