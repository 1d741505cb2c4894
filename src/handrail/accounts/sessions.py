"""Django's sessions in the database, read by a statement that is composed once."""

from datetime import datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.core import signing
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from handrail.prepared import prepared
from handrail.prepared.rows import update


@prepared
def _kept(key: str, now: datetime) -> QuerySet[Session, str]:
    rows = Session.objects.filter(session_key=key, expire_date__gt=now)
    return rows.values_list("session_data", flat=True)[:1]


class _AsItIs:
    """Takes what was signed without reading it."""

    def loads(self, data: bytes) -> bytes:
        return data


@lru_cache(1024)
def _opened(signed: str, salt: str, _key: str, _older: tuple[str, ...]) -> bytes:
    """Return what stands under a signature; the row is read each time, the same row need not be proved again."""
    held: bytes = signing.loads(signed, salt=salt, serializer=_AsItIs)
    return held


class SessionStore(db.SessionStore):
    """What a browser's key stands for until it expires."""

    def load(self) -> dict[str, Any]:
        """Return what the session holds; a key that stands for nothing is dropped, as Django drops it."""
        found = _kept.first(self.session_key or "", timezone.now())
        if found is None:
            self._session_key = None
            return {}
        return self.decode(found)

    def decode(self, session_data: str) -> dict[str, Any]:
        """Return what a session says of itself, nothing when its signature is not ours."""
        keys = settings.SECRET_KEY, tuple(settings.SECRET_KEY_FALLBACKS)
        try:
            held: dict[str, Any] = self.serializer().loads(_opened(session_data, self.key_salt, *keys))
        except signing.BadSignature:
            held = super().decode(session_data)
        return held

    def save(self, must_create: bool = False) -> None:
        """Keep what the session holds now; one that was ended meanwhile is not begun again."""
        if must_create or self.session_key is None:
            super().save(must_create)
            return
        row = self.create_model_instance(dict(self.items()))
        values = [
            (Session._meta.get_field(name), getattr(row, name)) for name in ("session_data", "expire_date")
        ]
        if not update(Session, row.pk, values, connection):
            raise UpdateError
