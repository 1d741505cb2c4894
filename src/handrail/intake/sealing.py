"""
What keeps an answer closed between a phone without a signal and this place.

The phone seals to a public key; the private one is made of the secret of this place and lies nowhere. What is sealed
carries a pass: by it the place knows for whom, and for whose conversation, it opened the page.
"""

from base64 import b64encode
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.core import signing
from django.utils.crypto import salted_hmac

from handrail.access import Role, Viewer
from handrail.base import clock
from handrail.base.errors import DomainError
from handrail.base.frozen import frozen
from handrail.base.sealed import unseal
from handrail.base.words import _
from handrail.intake.models import Conversation
from handrail.intake.rules.no_signal import SCHEMA, SealedOp, Unreadable

SALT = "handrail.no_signal"
INFO = b"handrail.no_signal.1"
CURVE = ec.SECP256R1()
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


@frozen
class PlaceKey:
    """A key pair of this place; ``public`` is the point as a browser takes it, ``id`` says which key it is."""

    id: str
    public: bytes
    private: ec.EllipticCurvePrivateKey


@lru_cache(8)
def _key_of(secret: str) -> PlaceKey:
    # 512 bits, so that no number of the range comes noticeably more often than another.
    drawn = int.from_bytes(salted_hmac(SALT, "", secret=secret, algorithm="sha512").digest())
    private = ec.derive_private_key(drawn % (ORDER - 1) + 1, CURVE)
    public = private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return PlaceKey(sha256(public).hexdigest()[:16], public, private)


def place_key() -> PlaceKey:
    """Return the key that phones seal to today."""
    return _key_of(settings.SECRET_KEY)


def public_text() -> str:
    """Return the public key in base64, as it stands in a page."""
    return b64encode(place_key().public).decode()


def derived(shared: bytes, sender: bytes) -> bytes:
    """Return the AES key of one sealed answer: of what both sides share, and of the sender's own public key."""
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=sender, info=INFO).derive(shared)


def open_sealed(one: SealedOp) -> bytes:
    """
    Return what a phone sealed, also under the secret that this place had before.

    Raises Unreadable when the key is not known here any more, or a byte, the id or the schema is another.
    """
    keys = {key.id: key for key in map(_key_of, [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS])}
    if one.key not in keys or one.v != SCHEMA:
        raise Unreadable(str(_("This place has no key for this answer any more. It stays on the phone.")))
    try:
        sender = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, one.sender)
        shared = keys[one.key].private.exchange(ec.ECDH(), sender)
        return unseal(derived(shared, one.sender), one.sealed, one.about)
    except (ValueError, InvalidTag, DomainError) as error:
        raise Unreadable(str(_("This answer cannot be opened here. It stays on the phone."))) from error


@frozen
class Pass:
    """For whom a page was opened: who writes, in which role and language, in which conversation, since when."""

    user_id: UUID
    role: Role
    language: str
    conversation: str
    opened_at: datetime


def new_pass(viewer: Viewer, conversation: Conversation) -> str:
    """Return the signed pass of a page that ``viewer`` opens now; nobody else can make one."""
    said = [
        str(viewer.own_user),
        str(viewer.role),
        viewer.language,
        conversation.key,
        int(clock.now().timestamp()),
    ]
    return signing.dumps(said, salt=SALT)


def read_pass(signed: str) -> Pass:
    """Return what a pass says, however old it is; raise Unreadable when this place did not make it."""
    try:
        user, role, language, conversation, opened = signing.loads(signed, salt=SALT)
    except signing.BadSignature as error:
        raise Unreadable(str(_("Nobody can say whose answer this is. It stays on the phone."))) from error
    return Pass(UUID(user), Role(role), language, conversation, datetime.fromtimestamp(opened, UTC))
