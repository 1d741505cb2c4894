"""A phone as a test needs it: it seals as the page's script does, and keeps what it sealed."""

import json
from base64 import b64encode
from typing import Any
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from handrail.access import Viewer
from handrail.base import clock
from handrail.base.ids import random_bytes
from handrail.intake import sealing
from handrail.intake.models import Conversation
from handrail.intake.rules.no_signal import checked_batch


def seal(
    said: dict[str, Any], key: sealing.PlaceKey, about: bytes | None = None, step: int = 256
) -> dict[str, Any]:
    """Return the row that the phone keeps of one answer."""
    own = ec.generate_private_key(sealing.CURVE)
    sender = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    place = ec.EllipticCurvePublicKey.from_encoded_point(sealing.CURVE, key.public)
    secret = sealing.derived(own.exchange(ec.ECDH(), place), sender)
    plain = json.dumps(said).encode()
    plain += b" " * (-len(plain) % step)
    nonce = random_bytes(12)
    bound = about or f"{said['op']}.1.{key.id}".encode()
    closed = nonce + AESGCM(secret).encrypt(nonce, plain, bound)
    sent = {"sender": b64encode(sender).decode(), "sealed": b64encode(closed).decode()}
    return {"op": said["op"], "v": 1, "key": key.id, **sent}


class Phone:
    """A page that was opened for somebody before the signal went."""

    def __init__(self, viewer: Viewer, held: Conversation) -> None:
        self.given = sealing.new_pass(viewer, held)
        self.key = sealing.place_key()

    def writes(self, text: str = "My sister", question: str = "matters-most", **more: Any) -> dict[str, Any]:
        said = {
            "op": str(uuid4()),
            "given": self.given,
            "question": question,
            "version": 1,
            "text": text,
            "choices": [],
            "author": "mine",
            "at": int(clock.now().timestamp() * 1000),
            "before": [],
        }
        return seal({**said, **more}, self.key)


def body(*rows: dict[str, Any]) -> bytes:
    return json.dumps({"ops": list(rows)}).encode()


def op_of(row: dict[str, Any]) -> Any:
    """Return a row as the server reads it."""
    return checked_batch(body(row))[0]
