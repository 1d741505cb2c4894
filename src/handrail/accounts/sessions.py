"""Django's sessions in the database, read by a statement that is composed once."""

from datetime import datetime

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from handrail.prepared import prepared
from handrail.prepared.rows import update


@prepared
def _session(key: str, now: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)[:1]


class SessionStore(db.SessionStore):
    """What a browser's key stands for until it expires."""

    def _get_session_from_db(self) -> Session | None:
        found = _session.first(self.session_key or "", timezone.now())
        if found is None:
            self._session_key = None
        return found

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
