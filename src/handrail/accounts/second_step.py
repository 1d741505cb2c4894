"""Codes beside the password: six digits from a telephone, or one from a printed list. The algorithms are RFC 6238's."""

from base64 import b32encode
from datetime import datetime
from hmac import compare_digest
from urllib.parse import quote
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP
from django.conf import settings

from handrail.base import ids, sealed

DIGITS, SECONDS = 6, 30
SECRET_BYTES = 20


def new_secret() -> bytes:
    """Return 160 fresh bits for a telephone."""
    return ids.random_bytes(SECRET_BYTES)


def code_at(secret: bytes, step: int) -> str:
    """Return the six digits of one half minute."""
    # SHA-1 is what telephones know; HMAC does not lean on what is broken in it.
    return HOTP(secret, DIGITS, SHA1()).generate(step).decode()  # noqa: S303 - RFC 6238


def step_of(secret: bytes, typed: str, *, now: datetime, after: int) -> int | None:
    """
    Return the half minute to which the typed digits belong, or None.

    One before and one after the present count, because clocks differ; none up to ``after``, because a code works once.
    """
    digits = "".join(str(int(letter)) for letter in typed if letter.isdecimal())  # in whatever script
    present = int(now.timestamp()) // SECONDS
    for step in (present, present - 1, present + 1):
        if compare_digest(code_at(secret, step), digits) and step > after:
            return step
    return None


def _master() -> bytes:
    return sealed.master_key(settings.HANDRAIL_DATA_KEY)


def closed(secret: bytes, user_id: UUID) -> bytes:
    """Return what is stored of a secret: sealed, and bound to its user."""
    return sealed.seal(_master(), secret, user_id.bytes)


def opened(stored: bytes | memoryview, user_id: UUID) -> bytes:
    """Return the secret behind what is stored; raise DomainError when it is another user's."""
    return sealed.unseal(_master(), bytes(stored), user_id.bytes)


def typed_form(secret: bytes) -> str:
    """Return the secret as letters, for a telephone without a camera."""
    return b32encode(secret).decode()


def address_for(secret: bytes, name: str) -> str:
    """Return what the square of dots says to a telephone's app."""
    return f"otpauth://totp/Handrail:{quote(name)}?secret={typed_form(secret)}&issuer=Handrail"
