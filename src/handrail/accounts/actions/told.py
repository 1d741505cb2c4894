"""What people learn of how they sign in: that it was changed, that tries look wrong (ASVS 6.3.5, 6.3.7)."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Count

from handrail.access import Viewer
from handrail.accounts import queries, rules
from handrail.accounts.actions.sessions import share_wishes
from handrail.accounts.guessing import account_mark
from handrail.accounts.models import Card, SignInNews, SignInTry, User
from handrail.accounts.rules import News
from handrail.audit.actions import record
from handrail.base import clock

FLAG = "news"
AGAIN_AFTER = timedelta(days=1)
Tell = Callable[[SignInNews, str], None]
_tellers: list[Tell] = []


def tell_with(tell: Tell) -> None:
    """Let a higher package carry news further, by mail; ``tell`` gets the news and an address that holds no more."""
    _tellers.append(tell)


def tell_news(*, user: User, kind: News, by: Viewer, address_before: str = "") -> SignInNews:
    """Keep something new about how somebody signs in, inside the action that is the reason; that writes the event."""
    own = by.session if by.user_id == user.pk else ""
    news = SignInNews.objects.create(user=user, kind=kind, made_in=own)
    share_wishes(user.pk, FLAG, True, but=own)
    for tell in _tellers:
        tell(news, address_before)
    return news


@transaction.atomic
def answer_news(*, user: User, by: Viewer) -> User:
    """Keep that somebody knows of all that is new: it was them."""
    SignInNews.objects.filter(user=user, answered_at=None).update(answered_at=clock.now())
    share_wishes(user.pk, FLAG, False, but=by.session)
    record(by, "answer_news", user)
    return user


@transaction.atomic
def note_new_device(*, user: User, by: Viewer) -> SignInNews:
    """Tell somebody that a device which is new came in after tries that did not fit."""
    news = tell_news(user=user, kind=News.NEW_DEVICE, by=by)
    record(by, "note_new_device", user)
    return news


@transaction.atomic
def note_tries(*, user: User, by: Viewer) -> SignInNews:
    """Tell somebody that many tries to sign in as them did not fit."""
    news = tell_news(user=user, kind=News.TRIES, by=by)
    record(by, "note_tries", user)
    return news


def _tried() -> set[str]:
    """Return the marks of accounts at which many wrong tries were made within the hour."""
    since = clock.now() - rules.TRIES_COUNT_FOR
    rows = SignInTry.objects.filter(created_at__gt=since).exclude(account="")
    many = rows.values("account").annotate(tries=Count("pk")).filter(tries__gte=rules.MANY_WRONG)
    return set(many.values_list("account", flat=True))


def _whose(marks: set[str]) -> set[UUID]:
    """Return whose accounts these are; a mark can be made of a name and never read back, so all are gone through."""
    found = set()
    for pk, name in User.objects.filter(is_active=True).values_list("pk", "sign_in_name").iterator():
        if {
            account_mark("password", name),
            account_mark("code", str(pk)),
            account_mark("again", str(pk)),
        } & marks:
            found.add(pk)
    cards = Card.objects.filter(ended_at=None).values_list("user_id", "key").iterator()
    return found | {user_id for user_id, key in cards if account_mark("card", key) in marks}


def tell_of_tries() -> int:
    """
    Tell those at whose accounts many tries did not fit, at most once a day, and return how many.

    Done by the clock, not at the try: how long a try takes says nothing of who has an account (ASVS 6.3.8).
    """
    marks = _tried()
    if not marks:
        return 0
    lately = SignInNews.objects.filter(kind=News.TRIES, created_at__gt=clock.now() - AGAIN_AFTER)
    told = 0
    for user in User.objects.filter(pk__in=_whose(marks) - set(lately.values_list("user_id", flat=True))):
        membership = queries.current_membership(user, clock.now().date())
        if membership is not None:
            place = membership.organisation
            by = Viewer.system(
                "sign-in tries", organisation_id=place.pk, today=clock.today(place.zone), zone=place.zone
            )
            note_tries(user=user, by=by)
            told += 1
    return told
