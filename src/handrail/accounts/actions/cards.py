"""Printed cards: a new one ends the old one."""

from uuid import UUID

from django.contrib.auth.hashers import make_password

from handrail.access import Viewer
from handrail.accounts import queries, rules
from handrail.accounts.actions.sessions import end_sessions
from handrail.accounts.actions.told import tell_news
from handrail.accounts.models import Card, User
from handrail.accounts.rules import How, News
from handrail.base import clock, ids


def new_card(*, user: User, word: str, by: Viewer) -> tuple[Card, str]:
    """
    Make a card inside another action, which writes the event; return it with its letters, which nobody sees again.

    The card before, and every session that it began, is over at once.
    """
    chosen = rules.checked_word(word)
    before = end_card(user=user)
    key = ids.key()
    letters = key + (ids.key() + ids.key())[: rules.CARD_SECRET]
    card = Card.objects.create(
        user=user,
        key=key,
        hashed=make_password(queries.card_secret(letters, chosen)),
        expires_on=by.today + rules.CARD_RUNS,
        made_by_id=by.user_id,
    )
    if before or user.has_usable_password():
        tell_news(user=user, kind=News.CARD, by=by)
    return card, letters


def end_card(*, user: User) -> list[UUID]:
    """End the card somebody holds and its sessions inside another action; return its id, if there was one."""
    end_sessions(user, how=How.CARD)
    held = Card.objects.select_for_update().filter(user=user, ended_at__isnull=True)
    ended = list(held.values_list("pk", flat=True))
    Card.objects.filter(pk__in=ended).update(ended_at=clock.now())
    return ended


def end_ways_in(*, user: User) -> None:
    """End every session of somebody who leaves, and the card they hold, inside another action."""
    end_card(user=user)
    end_sessions(user)
