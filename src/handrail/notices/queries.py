"""Whether somebody may be reached, and what waits in the outbox."""

from datetime import datetime

from django.conf import settings

from handrail.accounts.models import User
from handrail.base.words import _
from handrail.notices.rules import Channel, Reach
from handrail.people.models import Participant

NO_MAIL = "django.core.mail.backends.dummy.EmailBackend"


def may_reach(user: User, channel: Channel, *, when: datetime, about: Participant | None = None) -> Reach:
    """
    Return at which address ``user`` may be reached by ``channel`` at ``when`` about ``about``, or why not.

    The one function that letters, mails, calendars, invitations and exports ask.
    """
    if not user.is_active:
        return Reach(reason=_("This account is closed."))
    if settings.EMAIL_BACKEND == NO_MAIL:
        return Reach(reason=_("This place sends no mail."))
    if not user.email:
        return Reach(reason=_("There is no mail address for this person."))
    return Reach(address=user.email)
