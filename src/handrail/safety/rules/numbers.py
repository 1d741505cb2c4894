"""Numbers to call in need: what one looks like, and for how long somebody's word for it holds."""

import re
from datetime import date, timedelta

from handrail.base.errors import DomainError
from handrail.base.text import kept
from handrail.base.words import _

AT_MOST = 4
HOLDS = timedelta(days=365)
_NUMBER = re.compile(r"\+?[0-9][0-9 ()/-]*")
Lines = tuple[tuple[str, str], ...]


def checked_lines(lines: Lines) -> Lines:
    """Return names and numbers as they were typed; raise DomainError for none, half a line or what is no number."""
    found = tuple((kept(name).strip(), kept(number).strip()) for name, number in lines if name or number)
    if not found or len(found) > AT_MOST:
        raise DomainError(str(_("Write one number at least, and four at most.")))
    for name, number in found:
        if not name or not number:
            raise DomainError(str(_("Each line needs a name and a number.")))
        if not _NUMBER.fullmatch(number):
            raise DomainError(str(_("“%(number)s” is no telephone number.") % {"number": number}))
    return found


def still_holds(confirmed_on: date, today: date) -> bool:
    """Return whether a number was confirmed within the last year."""
    return today - confirmed_on <= HOLDS
