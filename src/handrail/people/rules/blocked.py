"""Who must not come near a person's record, and how a name, a number or an address is known again."""

from enum import StrEnum
from uuid import UUID

from handrail.base.frozen import frozen
from handrail.base.text import folded
from handrail.base.words import Words, _

PHONE_DIGITS = 7  # the last ones are compared: with or without the country's number it is the same phone


@frozen
class Traits:
    """By what somebody is known: an account, a name, a phone, an e-mail address; any of them may be missing."""

    user_id: UUID | None = None
    name: str = ""
    phone: str = ""
    email: str = ""


def folded_phone(phone: str) -> str:
    """Return the last digits of a phone number, nothing when there are too few to compare."""
    digits = "".join(letter for letter in phone if letter.isdigit())
    return digits[-PHONE_DIGITS:] if len(digits) >= PHONE_DIGITS else ""


def folded_email(email: str) -> str:
    """Return an address without case and without what stands after a plus sign."""
    box, at, place = email.strip().casefold().rpartition("@")
    return f"{box.split('+')[0]}@{place}" if at else ""


def _words(name: str) -> frozenset[str]:
    plain = "".join(letter if letter.isalnum() else " " for letter in folded(name))
    return frozenset(plain.split())


def is_same_name(blocked: str, name: str) -> bool:
    """Return whether every word of the blocked name is in ``name``, in any order; a single word must be all of it."""
    wanted, found = _words(blocked), _words(name)
    return bool(wanted) and (wanted == found if len(wanted) == 1 else wanted <= found)


def is_same(blocked: Traits, met: Traits) -> bool:
    """Return whether somebody is the blocked one: by account, e-mail, phone or name."""
    if blocked.user_id is not None and blocked.user_id == met.user_id:
        return True
    for fold, there, here in (
        (folded_email, blocked.email, met.email),
        (folded_phone, blocked.phone, met.phone),
    ):
        if fold(there) and fold(there) == fold(here):
            return True
    return is_same_name(blocked.name, met.name)


class Place(StrEnum):
    """Where somebody met the block."""

    RELATION = "relation"
    ACCOUNT = "account"
    INVITATION = "invitation"
    SUPPORTER = "supporter"
    CONSENT = "consent"
    GUARDIAN = "guardian"
    LETTER = "letter"
    PAGE = "page"


PLACES: dict[Place, Words] = {
    Place.RELATION: _("Somebody was about to open the record to them."),
    Place.ACCOUNT: _("Somebody was about to give them an account."),
    Place.INVITATION: _("Somebody was about to invite them."),
    Place.SUPPORTER: _("Somebody was about to name them as family or a friend."),
    Place.CONSENT: _("Somebody was about to write down a consent for them."),
    Place.GUARDIAN: _("Somebody was about to name them as guardian."),
    Place.LETTER: _("A message to them was stopped."),
    Place.PAGE: _("They tried to open a page of this record."),
}
