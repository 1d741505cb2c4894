"""Two people writing the same field: nobody's words are lost, and the person's stand."""

from collections.abc import Mapping
from uuid import UUID

from handrail.access import Viewer
from handrail.base.errors import Stale
from handrail.base.words import _
from handrail.people.actions import keep_text
from handrail.plans import allowed
from handrail.plans.models import Goal, Step
from handrail.plans.rules import StepValue

FREE_TEXTS = frozenset({"words", "title", "why", "with_whom", "where", "when_words", "fallback"})


def _lose(row: Goal | Step, field: str, text: str, *, author: UUID | None, by: Viewer) -> None:
    if text:
        keep_text(
            participant=row.participant,
            target=row,
            field=field,
            text=text,
            author_id=author,
            language=by.language,
        )


def write_fields(
    row: Goal | Step, changes: Mapping[str, StepValue], *, version: int, by: Viewer
) -> Goal | Step:
    """
    Write ``changes`` that were made on a page showing ``version``, field by field.

    A field that somebody else wrote since then keeps both texts: the person's stand, a colleague's
    are put into KeptText; between two others the newer stand. Raises Stale for a date or support level.
    """
    number = row.version + 1
    for field, value in changes.items():
        if getattr(row, field) == value:
            continue
        at, author, is_persons = row.field_versions.get(field, [0, None, False])
        both_wrote = at > version and author != (str(by.user_id) if by.user_id else None)
        if both_wrote and field not in FREE_TEXTS:
            raise Stale(str(_("Somebody changed this in the meantime. Look at it again, then save.")))
        mine = allowed.decides(by, row.participant_id)
        if both_wrote and is_persons and not mine:
            _lose(row, field, str(value or ""), author=by.user_id, by=by)
            continue
        if both_wrote:
            _lose(row, field, getattr(row, field), author=UUID(author) if author else None, by=by)
        setattr(row, field, value)
        row.field_versions = {
            **row.field_versions,
            field: [number, str(by.user_id) if by.user_id else None, mine],
        }
    row.version = number
    row.save()
    return row
