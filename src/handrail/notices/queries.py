"""Whether somebody may be reached, and what waits in the outbox."""

from datetime import datetime

from django.conf import settings

from handrail.accounts.models import User
from handrail.base import clock
from handrail.base.words import _
from handrail.notices.rules import Channel, Reach
from handrail.people.limits import block_of, traits_of
from handrail.people.models import Participant
from handrail.people.rules.blocked import Traits

NOBODY = _("There is no mail address for this person.")  # the same words for who must not be reached
NO_MAIL = "django.core.mail.backends.dummy.EmailBackend"


def may_reach(
    user: User, channel: Channel, *, when: datetime, about: Participant | None = None, at: str = ""
) -> Reach:
    """
    Return at which address ``user`` may be reached by ``channel`` at ``when`` about ``about``, or why not.

    The one function that letters, mails, calendars, invitations and exports ask. ``at`` is an address that was theirs
    until now: who changes an address is told at the one before.
    """
    if not user.is_active:
        return Reach(reason=_("This account is closed."))
    block = about and block_of(about.pk, traits_of(user), clock.today(about.organisation.zone))
    if block:
        return Reach(reason=NOBODY, block=block)
    if settings.EMAIL_BACKEND == NO_MAIL:
        return Reach(reason=_("This place sends no mail."))
    address = at or user.email
    return Reach(address=address) if address else Reach(reason=NOBODY)


def may_reach_person(person: Participant) -> Reach:
    """Return at which mail address a person without an account may be reached, by their own record, or why not."""
    block = block_of(person.pk, Traits(email=person.email or ""), clock.today(person.organisation.zone))
    if block or not person.email:
        return Reach(reason=NOBODY, block=block)
    if settings.EMAIL_BACKEND == NO_MAIL:
        return Reach(reason=_("This place sends no mail."))
    return Reach(address=person.email)
