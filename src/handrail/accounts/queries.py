from datetime import date
from enum import StrEnum
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet

from handrail.access import Role, Viewer
from handrail.accounts import rules
from handrail.accounts.models import (
    Card,
    Installation,
    Membership,
    Organisation,
    RecoveryCode,
    SecondStep,
    SignIn,
    SignInNews,
    Site,
    User,
)
from handrail.accounts.rules import JOB_TITLES, How, JobTitle
from handrail.base import clock
from handrail.base.errors import NotFound
from handrail.base.frozen import frozen
from handrail.base.words import Words, _
from handrail.prepared import prepared


@frozen
class Member:
    """A colleague as pages show them."""

    user_id: UUID
    name: str
    role: Role
    job_title: Words | str
    phone: str


def installation() -> Installation | None:
    """Return what this database is, or None before ``handrail init``."""
    return Installation.objects.filter(pk=1).first()


def is_demo() -> bool:
    """Return whether the database itself says that all its people are invented."""
    found = installation()
    return found is not None and found.is_demo


def _newest(rows: QuerySet[Membership], today: date) -> QuerySet[Membership]:
    runs = rows.filter(Q(to_on__isnull=True) | Q(to_on__gt=today), from_on__lte=today)
    return runs.order_by("-from_on", "-id")[:1]


@prepared
def _current(user_id: UUID, today: date) -> QuerySet[Membership]:
    rows = Membership.objects.select_related("organisation", "site").filter(user_id=user_id)
    return _newest(rows, today)


@prepared
def _job_title(user_id: UUID, today: date) -> QuerySet[Membership, str]:
    return _newest(Membership.objects.filter(user_id=user_id), today).values_list("job_title", flat=True)


def current_membership(user: User, today: date) -> Membership | None:
    """Return the membership that a session acts in: the newest that runs today."""
    return _current.first(user.pk, today)


def current_job_title(viewer: Viewer) -> str:
    """Return the job title of the viewer's own membership today, or no words."""
    if viewer.job_title is not None:
        return viewer.job_title
    return (_job_title.first(viewer.user_id, viewer.today) or "") if viewer.user_id else ""


def members(viewer: Viewer, *, roles: frozenset[Role] | None = None) -> list[Member]:
    """Return the colleagues of the viewer's organisation who are members today, by name."""
    rows = Membership.objects.filter(
        Q(to_on__isnull=True) | Q(to_on__gt=viewer.today),
        organisation_id=viewer.own_organisation,
        from_on__lte=viewer.today,
        user__is_active=True,
    )
    if roles is not None:
        rows = rows.filter(role__in=roles)
    return [
        Member(
            user_id=row.user_id,
            name=row.user.name,
            role=Role(row.role),
            job_title=JOB_TITLES[JobTitle(row.job_title)] if row.job_title else "",
            phone=row.user.phone,
        )
        for row in rows.select_related("user").order_by("user__name", "pk")
    ]


def sites(viewer: Viewer) -> QuerySet[Site]:
    """Return the places of the viewer's organisation."""
    return Site.objects.filter(organisation_id=viewer.own_organisation).order_by("name")


def organisation_of(viewer: Viewer) -> Organisation:
    """Return the viewer's organisation."""
    return Organisation.objects.get(pk=viewer.own_organisation)


def account_of(viewer: Viewer) -> User:
    """Return the viewer's own account."""
    return User.objects.get(pk=viewer.own_user)


def open_card(letters: str, today: date) -> Card | None:
    """Return the card with these letters when it has not ended; one that runs out is over that day."""
    if len(letters) != rules.CARD_LETTERS:
        return None
    cards = Card.objects.select_related("user").filter(ended_at__isnull=True, expires_on__gt=today)
    return cards.filter(key=letters[:10]).first()


def card_opens(card: Card | None, *, letters: str, word: str) -> bool:
    """Return whether letters and word are the card's; the same work for a card that is not there."""
    typed = card_secret(letters, word)
    if card is None:
        make_password(typed)
        return False
    return check_password(typed, card.hashed)


def card_secret(letters: str, word: str) -> str:
    """Return what is hashed of a card: the letters after the first ten, and the word."""
    return f"{rules.only_letters(letters)[10:]} {rules.folded_word(word)}"


def current_card(user: User) -> Card | None:
    """Return the card that somebody holds, if there is one."""
    return Card.objects.filter(user=user, ended_at__isnull=True).first()


def second_step(user_id: UUID) -> SecondStep | None:
    """Return what makes somebody's codes, or None when they have none."""
    return SecondStep.objects.filter(user_id=user_id).first()


def recovery_code(user_id: UUID, typed: str) -> RecoveryCode | None:
    """Return the unused code on somebody's list that was typed, if there is one: one comparison, never ten."""
    letters = rules.only_letters(typed)
    number, secret = letters[: -rules.RECOVERY_LETTERS], letters[-rules.RECOVERY_LETTERS :]
    row = None
    if number.isdecimal() and len(number) <= 2:
        rows = RecoveryCode.objects.filter(user_id=user_id, number=int(number), used_at__isnull=True)
        row = rows.first()
    if row is None:
        make_password(secret)
        return None
    return row if check_password(secret, row.hashed) else None


def codes_left(viewer: Viewer) -> int:
    """Return how many recovery codes of the viewer still work."""
    return RecoveryCode.objects.filter(user_id=viewer.own_user, used_at__isnull=True).count()


def own_sign_ins(viewer: Viewer) -> list[SignIn]:
    """Return the viewer's sessions that still stand, newest first, at most fifty."""
    since = clock.now() - rules.LONGEST
    rows = SignIn.objects.filter(user_id=viewer.own_user, ended_at__isnull=True, began_at__gt=since)
    rows = rows.filter(session_key__in=Session.objects.values("session_key"))
    return list(rows.order_by("-began_at")[:50])


def has_news(user_id: UUID) -> bool:
    """Return whether something about how somebody signs in is new to them."""
    return SignInNews.objects.filter(user_id=user_id, answered_at=None).exists()


def own_news(viewer: Viewer) -> list[SignInNews]:
    """Return what was new about how the viewer signs in, newest first, at most twenty."""
    return list(SignInNews.objects.filter(user_id=viewer.own_user).order_by("-created_at")[:20])


def colleague(viewer: Viewer, user_id: str) -> User:
    """Return a colleague of the viewer's organisation by the key of a form, or raise NotFound."""
    known = {str(row.user_id) for row in members(viewer)}
    found = User.objects.filter(pk=UUID(user_id)).first() if user_id in known else None
    if found is None:
        raise NotFound(str(_("There is no such page.")))
    return found


def signed_in(viewer: Viewer, *, roles: frozenset[Role]) -> list[Member]:
    """Return the colleagues of ``roles`` who are signed in somewhere, without the viewer."""
    found = [row for row in members(viewer, roles=roles) if row.user_id != viewer.user_id]
    rows = SignIn.objects.filter(ended_at__isnull=True, user_id__in=[row.user_id for row in found])
    have = set(rows.values_list("user_id", flat=True))
    return [row for row in found if row.user_id in have]


def with_second_step(viewer: Viewer, *, roles: frozenset[Role]) -> list[Member]:
    """Return the colleagues of ``roles`` who have a second step, without the viewer: nobody resets their own."""
    have = set(SecondStep.objects.values_list("user_id", flat=True))
    found = members(viewer, roles=roles)
    return [row for row in found if row.user_id in have and row.user_id != viewer.user_id]


class Asked(StrEnum):
    """What is asked for beside the password."""

    NOTHING = "nothing"
    CODE = "code"
    SET_UP = "set_up"


def asks_second_step(user: User, how: How = How.PASSWORD) -> Asked:
    """
    Return what signing in asks beside the password: a code of all who open others' pages, and of whoever chose one.

    Nothing of invented people. A card and its word are two things already: they are enough for one's own pages.
    """
    membership = current_membership(user, clock.now().date())
    must = membership is not None and rules.must_have_second_step(Role(membership.role))
    if second_step(user.pk) is not None:
        return Asked.CODE if must or how != How.CARD else Asked.NOTHING
    return Asked.SET_UP if must and not is_demo() else Asked.NOTHING


def asks_code(viewer: Viewer, *, is_demo_session: bool) -> Asked:
    """
    Return what is asked of somebody signed in who is about to do more than read: a code, or to set one up first.

    Nothing only of a made-up person who came through the front page of a demo.
    """
    if second_step(viewer.own_user) is not None:
        return Asked.CODE
    return Asked.NOTHING if is_demo_session and is_demo() else Asked.SET_UP


def signing_in(user_id: UUID) -> User | None:
    """Return the user who is half way in, when account and membership still stand."""
    found = User.objects.filter(pk=user_id, is_active=True).first()
    return found if found and current_membership(found, clock.now().date()) else None
