"""The only door to text that is stored encrypted: AES-256-GCM under a key for each person."""

import base64

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from handrail.base.errors import DomainError
from handrail.base.ids import random_bytes
from handrail.base.words import _

NONCE_BYTES = 12


def new_key() -> bytes:
    """Return 32 fresh bytes for AES-256."""
    return random_bytes(32)


def seal(key: bytes, plain: bytes, about: bytes) -> bytes:
    """Return nonce and ciphertext; ``about`` (such as a row id) is bound to it."""
    nonce = random_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, about)


def unseal(key: bytes, sealed: bytes, about: bytes) -> bytes:
    """Return the plain bytes, or raise DomainError when key, text or owner do not fit."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], about)
    except InvalidTag as error:
        raise DomainError(str(_("This text cannot be opened with the key of this place."))) from error


def master_key(text: str) -> bytes:
    """Return the 32 bytes behind HANDRAIL_DATA_KEY, or raise DomainError."""
    try:
        key = base64.urlsafe_b64decode(text)
    except ValueError as error:
        raise DomainError("HANDRAIL_DATA_KEY is not base64. Copy it again from its safe place.") from error
    if len(key) != 32:
        raise DomainError("HANDRAIL_DATA_KEY must be 32 bytes, base64. Copy it again from its safe place.")
    return key
