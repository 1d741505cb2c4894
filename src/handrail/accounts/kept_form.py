"""What somebody typed when their session ran out: kept sealed in that session until its author is back."""

import json
from base64 import b64decode, b64encode
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest

from handrail.base import sealed
from handrail.base.errors import DomainError
from handrail.base.frozen import frozen

KEPT = "kept_form"
MOST = 200_000
UNSAID = frozenset({"csrfmiddlewaretoken"})
HIDDEN = frozenset({"about", "shown", "version", "do", "task", "back"})
SECRET = frozenset({"password", "current", "fresh", "code", "word", "letters"})


@frozen
class KeptForm:
    """Where a form was going, and every field of it in order."""

    path: str
    fields: list[tuple[str, str]]

    @property
    def words(self) -> list[str]:
        """What a person wrote or chose in it; without what only the machine reads."""
        return [value for name, value in self.fields if name not in HIDDEN and value.strip()]


def _master() -> bytes:
    return sealed.master_key(settings.HANDRAIL_DATA_KEY)


def keep(request: HttpRequest, author: UUID) -> bool:
    """Keep the form that arrived too late, and return whether it was kept; a password never is."""
    lists = [(name, values) for name, values in request.POST.lists() if name not in UNSAID]
    if SECRET & {name for name, _values in lists}:
        return False
    fields = [(name, value) for name, values in lists for value in values]
    text = json.dumps([request.get_full_path(), fields]).encode()
    if not fields or len(text) > MOST:
        return False
    request.session[KEPT] = b64encode(sealed.seal(_master(), text, author.bytes)).decode()
    return True


def opened(kept: str, author: UUID) -> KeptForm | None:
    """Return the form when it is this author's, else None."""
    try:
        path, fields = json.loads(sealed.unseal(_master(), b64decode(kept), author.bytes))
    except (DomainError, ValueError):
        return None
    return KeptForm(path, [(name, value) for name, value in fields])


def belongs_to(kept: str, user_id: UUID) -> bool:
    """Return whether a kept form was typed by this user."""
    return opened(kept, user_id) is not None
