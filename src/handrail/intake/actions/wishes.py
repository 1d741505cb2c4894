"""The person's wishes: word for word, in their own order, each with two rulers. Nothing here opens or closes."""

from collections.abc import Iterable

from django.db import transaction

from handrail.access import Viewer
from handrail.audit.actions import record
from handrail.base.errors import DomainError, Stale
from handrail.base.text import kept
from handrail.base.words import _
from handrail.intake import rules
from handrail.intake.models import Wish, WishRuler
from handrail.intake.rules import AuthorKind, Way
from handrail.intake.topics import areas
from handrail.people.models import Participant


def _standing(participant: Participant) -> list[Wish]:
    """Return the person's wishes in order; the person's row is locked, so that two devices come one after the other."""
    Participant.objects.select_for_update().get(pk=participant.pk)
    return list(Wish.objects.filter(participant=participant).standing())


def _put_in_order(wishes: Iterable[Wish]) -> None:
    for place, row in enumerate(wishes, start=1):
        if row.place != place:
            row.place = place
            row.save(update_fields=["place"])


def _new(
    participant: Participant, words: str, place: int, *, kind: AuthorKind, area: str, by: Viewer
) -> Wish:
    if not words.strip() or len(words) > rules.WISH_LENGTH:
        raise DomainError(str(_("Write the wish in a few words.")))
    if area and area not in areas():
        raise DomainError(str(_("Please choose from these.")))
    return Wish.objects.create(
        organisation_id=participant.organisation_id,
        participant=participant,
        words=kept(words),
        place=place,
        area=area,
        author_kind=kind,
        author_id=by.user_id,
        said_on=by.today,
    )


def _check_room(there: int, more: int) -> None:
    if there + more > rules.MOST_WISHES:
        raise DomainError(str(_("The list is long already. Put a wish aside first, then write this one.")))


@transaction.atomic
def add_wish(*, participant: Participant, words: str, kind: AuthorKind, by: Viewer, area: str = "") -> Wish:
    """
    Put a wish at the end of the person's list, word for word (S-044).

    The person's own account writes their own words. Raises DomainError for no words, too many, or an unknown area.
    """
    there = _standing(participant)
    _check_room(len(there), 1)
    _put_in_order(there)
    said_by = AuthorKind.MINE if by.participant_id == participant.pk else kind
    wish = _new(participant, words, len(there) + 1, kind=said_by, area=area, by=by)
    record(by, "add_wish", wish, op="create")
    return wish


@transaction.atomic
def list_wishes(
    *, participant: Participant, lines: Iterable[str], kind: AuthorKind, by: Viewer
) -> Participant:
    """
    Begin the person's list with the wishes of an answer, one a line, in the order they were said.

    Raises Stale when a list has begun meanwhile, so that nothing stands there twice.
    """
    said = list(lines)
    if _standing(participant):
        raise Stale(str(_("Your list has begun already. Look at it again.")))
    _check_room(0, len(said))
    for place, words in enumerate(said, start=1):
        _new(participant, words, place, kind=kind, area="", by=by)
    record(by, "list_wishes", participant)
    return participant


@transaction.atomic
def move_wish(*, wish: Wish, way: Way, by: Viewer) -> Wish:
    """Move a wish one place up or down in the person's order; at the end of the list it stays where it is."""
    order = _standing(wish.participant)
    here = _still(order, wish)
    _put_in_order(rules.moved(order, here, way))
    record(by, "move_wish", here)
    return here


def _still(order: list[Wish], wish: Wish) -> Wish:
    for row in order:
        if row.pk == wish.pk:
            return row
    raise Stale(str(_("This wish was put aside in the meantime. Look at the list again.")))


@transaction.atomic
def set_wish_aside(*, wish: Wish, by: Viewer) -> Wish:
    """Put a wish aside: it leaves the order, and its words and days stay."""
    order = _standing(wish.participant)
    row = _still(order, wish)
    row.ended_on = by.today
    row.save(update_fields=["ended_on"])
    _put_in_order(one for one in order if one.pk != row.pk)
    record(by, "set_wish_aside", row)
    return row


@transaction.atomic
def say_rulers(*, wish: Wish, by: Viewer, wants: int | None = None, ready: int | None = None) -> WishRuler:
    """
    Keep how much the person wants a wish and how ready they feel, 0 to 10 each, one may be left out (S-246).

    No figure opens or closes anything. Raises DomainError for neither, or for a number beyond the ruler.
    """
    said = [one for one in (wants, ready) if one is not None]
    if not said or any(one not in rules.RULER for one in said):
        raise DomainError(str(_("Choose a number from 0 to 10 on one of the two.")))
    row = WishRuler.objects.create(
        organisation_id=wish.organisation_id,
        participant_id=wish.participant_id,
        wish=wish,
        wants=wants,
        ready=ready,
        author_id=by.user_id,
        said_on=by.today,
    )
    record(by, "say_rulers", row, op="create")
    return row
