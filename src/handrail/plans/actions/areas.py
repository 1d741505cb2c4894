from django.db import transaction

from handrail.access import Viewer
from handrail.audit.actions import record
from handrail.base.errors import DomainError
from handrail.base.text import kept
from handrail.base.words import _
from handrail.intake.rules import AuthorKind
from handrail.people.models import Participant
from handrail.plans import allowed
from handrail.plans.models import AreaEntry
from handrail.plans.rules import RATINGS, LifeArea


def _side(by: Viewer, participant: Participant) -> AuthorKind:
    if allowed.decides(by, participant.pk):
        return AuthorKind.MINE
    allowed.check_suggests(by)
    return AuthorKind.STAFF


@transaction.atomic
def say_how_area_is(
    *,
    participant: Participant,
    area: LifeArea,
    by: Viewer,
    strong: str = "",
    wish: str = "",
    works: int | None = None,
    satisfied: int | None = None,
) -> AreaEntry:
    """
    Say how one area of life is: what is strong, what is wished, how well it works and how satisfied (S-130, S-215).

    The two numbers run from 1 to 5, may be left out and are never mixed. A worker's view stands beside the
    person's. Raise DomainError for another number, and when everything is blank and nothing was said before.
    """
    side = _side(by, participant)
    if any(number is not None and number not in RATINGS for number in (works, satisfied)):
        raise DomainError(str(_("Choose a number from 1 to 5, or leave it open.")))
    before = AreaEntry.objects.filter(
        participant=participant, area=area, author_kind=side, is_current=True
    ).select_for_update()
    is_blank = not (kept(strong).strip() or kept(wish).strip() or works or satisfied)
    if not before.update(is_current=False) and is_blank:
        raise DomainError(str(_("Write a line or choose a number. Blank is fine too: then go back.")))
    entry = AreaEntry.objects.create(
        organisation_id=participant.organisation_id,
        participant=participant,
        area=area,
        author_kind=side,
        author_id=by.user_id,
        said_on=by.today,
        strong=strong,
        wish=wish,
        works=works,
        satisfied=satisfied,
    )
    record(by, "say_how_area_is", entry, op="create")
    return entry
