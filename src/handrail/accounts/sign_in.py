"""Who is asking: sign-in by name and password, and the viewer that a session stands for."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, authenticate, login
from django.contrib.auth.hashers import make_password
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

from handrail.access import Role, Viewer, Wishes
from handrail.accounts import actions, queries, rules
from handrail.accounts.actions.told import FLAG
from handrail.accounts.kept_form import KEPT, belongs_to
from handrail.accounts.models import Membership, User
from handrail.accounts.queries import current_membership
from handrail.accounts.rules import LONGEST, How, has_run_out, idle_time
from handrail.base import clock
from handrail.base.errors import DomainError
from handrail.base.words import _
from handrail.prepared import prepared

MEMBERSHIP = "membership"
OWN_RECORD = "own_record"
BEGAN, HOW, WISHES = "began", "how", "wishes"
# When somebody last asked for a page, to the minute: in a cookie that only this place can write, for one session.
SEEN = "handrail_seen"
# What Django signs a password with for a session: ``User.get_session_auth_hash`` without a user.
PASSWORD_SALT = "django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash"  # noqa: S105 - no secret


def _nobodys(user_id: UUID, organisation_id: UUID) -> UUID | None:
    return None


def _no_wishes(own_record: UUID) -> Wishes:
    return Wishes()


_own_record: Callable[[UUID, UUID], UUID | None] = _nobodys
_wishes: Callable[[UUID], Wishes] = _no_wishes


def find_own_record_with(
    find: Callable[[UUID, UUID], UUID | None], wishes: Callable[[UUID], Wishes] = _no_wishes
) -> None:
    """Let ``people``, which lies above, say which record is a user's own and how its pages look; called at start."""
    global _own_record, _wishes
    _own_record, _wishes = find, wishes


class ByPassword:
    """Django's shape of a backend: name and password, nothing else."""

    def authenticate(
        self, request: HttpRequest | None, sign_in_name: str = "", password: str = "", **_more: Any
    ) -> User | None:
        user = User.objects.filter(sign_in_name=sign_in_name.strip().casefold(), is_active=True).first()
        if user is None:
            make_password(password)  # the same work, so that time does not tell which names exist
            return None
        return user if user.check_password(password) else None

    def get_user(self, user_id: UUID) -> User | None:
        return User.objects.filter(pk=user_id, is_active=True).first()


def by_password(request: HttpRequest, *, sign_in_name: str, password: str) -> User | None:
    """Return the user when name and password fit and a membership runs today, else None."""
    user = authenticate(request, sign_in_name=sign_in_name, password=password)
    return user if isinstance(user, User) and current_membership(user, clock.now().date()) else None


def by_card(*, letters: str, word: str) -> User | None:
    """Return whose card this is when letters and word fit and neither card nor membership has ended, else None."""
    card = queries.open_card(rules.only_letters(letters), clock.now().date())
    if not queries.card_opens(card, letters=letters, word=word):
        return None
    user = card.user if card else None
    return user if user and user.is_active and current_membership(user, clock.now().date()) else None


def _seconds() -> int:
    return int(clock.now().timestamp())


def begin_session(
    request: HttpRequest, user: User, *, how: How = How.PASSWORD, is_shared: bool = False
) -> None:
    """
    Sign ``user`` in with a fresh session that acts in one organisation, and knows the user's own record.

    On a shared device the session ends with the browser. A form that was kept for somebody else is gone.
    """
    membership = current_membership(user, clock.now().date())
    own = _own_record(user.pk, membership.organisation_id) if membership else None
    kept = request.session.get(KEPT)
    login(request, user, backend="handrail.accounts.sign_in.ByPassword")
    session = request.session
    session[MEMBERSHIP] = str(membership.pk) if membership else ""
    session[OWN_RECORD] = str(own) if own else ""
    session[BEGAN], session[HOW] = _seconds(), str(how)
    if own:
        session[WISHES] = _wishes(own)
    session.pop(KEPT, None)
    if kept and belongs_to(kept, user.pk):
        session[KEPT] = kept
    if is_shared:
        session.set_expiry(0)
    if queries.has_news(user.pk):
        session[FLAG] = True
    if membership:
        actions.sign_in(
            user=user,
            session_key=session.session_key or "",
            agent=request.META.get("HTTP_USER_AGENT", ""),
            how=how,
            is_shared=is_shared,
            by=_as_viewer(user, membership, session.session_key or ""),
        )


def viewer_for(user: User) -> Viewer:
    """Return who acts while somebody is half way in: for the event of their code, never for a page."""
    membership = current_membership(user, clock.now().date())
    if membership is None:
        raise DomainError(str(_("Please sign in first.")))
    return _as_viewer(user, membership, "")


def _as_viewer(user: User, membership: Membership, key: str) -> Viewer:
    place = membership.organisation
    return Viewer(
        actor="user",
        today=clock.today(place.zone),
        user_id=user.pk,
        organisation_id=place.pk,
        role=Role(membership.role),
        name=user.name,
        session=key[:12],
        zone=place.zone,
    )


@lru_cache(1024)
def _seal_of(key: str, minute: str) -> str:
    return salted_hmac("handrail.seen", f"{key}.{minute}", algorithm="sha256").hexdigest()


def _last_seen(request: HttpRequest) -> int:
    """Return the minute in which this session last asked for a page, in seconds; 0 when it cannot be believed."""
    minute, _dot, seal = request.COOKIES.get(SEEN, "").partition(".")
    good = minute.isdecimal() and constant_time_compare(
        seal, _seal_of(request.session.session_key or "", minute)
    )
    return int(minute) * 60 if good else 0


def note_seen(request: HttpRequest, response: HttpResponse) -> None:
    """Let the browser carry when it was last here: no row is written for a look at a page."""
    session = request.session
    if session.get(HOW, How.DEMO) == How.DEMO or not session.get(MEMBERSHIP):
        return
    # Rounded up: a page is never closed before its time.
    minute = str(-(-_seconds() // 60))
    value = f"{minute}.{_seal_of(session.session_key or '', minute)}"
    if request.COOKIES.get(SEEN) != value:
        response.set_cookie(SEEN, value, httponly=True, secure=settings.ADDRESS.is_https, samesite="Lax")


def seconds_left(request: HttpRequest, role: Role) -> tuple[int, int]:
    """Return after how many seconds a page that lies still closes, and when this session ends; zeros for the demo."""
    session = getattr(request, "session", {})
    if session.get(HOW, How.DEMO) == How.DEMO:
        return 0, 0
    whole = int(LONGEST.total_seconds()) - (_seconds() - session.get(BEGAN, 0))
    return int(idle_time(role).total_seconds()), max(whole, 0)


def _is_over(request: HttpRequest, role: Role) -> bool:
    session = request.session
    if session.get(HOW) == How.DEMO:
        return False
    began = session.get(BEGAN, 0)
    return has_run_out(role, began=began, seen=_last_seen(request), now=_seconds())


def _is_same_password(request: HttpRequest, password: str) -> bool:
    """Return whether the session began with the password that holds now: a new one ends every other session."""
    begun = request.session.get(HASH_SESSION_KEY, "")
    if constant_time_compare(begun, salted_hmac(PASSWORD_SALT, password, algorithm="sha256").hexdigest()):
        return True
    fallbacks = User(password=password).get_session_auth_fallback_hash()
    return any(constant_time_compare(begun, one) for one in fallbacks)


@prepared
def _standing(membership_id: UUID) -> QuerySet[Membership, Any]:
    """Return the plain values that make a viewer: three rows made into objects cost more than reading them."""
    rows = Membership.objects.filter(pk=membership_id, user__is_active=True)
    return rows.values_list(
        "user_id",
        "organisation_id",
        "role",
        "job_title",
        "is_called",
        "from_on",
        "to_on",
        "user__name",
        "user__password",
        "user__language",
        "user__theme",
        "organisation__language",
        "organisation__zone",
        named=True,
    )[:1]


def recognise(request: HttpRequest) -> Viewer | None:
    """Return the viewer behind a request, or None: one query; a revoked membership and a new password end it at once."""
    membership_id = request.session.get(MEMBERSHIP)
    if not membership_id:
        return None
    found = _standing.first(UUID(membership_id))
    if found is None or not _is_same_password(request, found.user__password):
        return None
    today = clock.today(found.organisation__zone)
    if found.from_on > today or (found.to_on and found.to_on <= today):
        return None
    role = Role(found.role)
    if _is_over(request, role):
        vars(request)["timed_out"] = found.user_id
        return None
    own = request.session.get(OWN_RECORD)
    wishes = request.session.get(WISHES)
    return Viewer(
        actor="user",
        today=today,
        user_id=found.user_id,
        organisation_id=found.organisation_id,
        role=role,
        name=found.user__name,
        session=(request.session.session_key or "")[:12],
        language=found.user__language or found.organisation__language,
        theme=found.user__theme,
        zone=found.organisation__zone,
        participant_id=UUID(own) if own else None,
        job_title=found.job_title,
        is_called=found.is_called,
        wishes=Wishes(*wishes) if wishes else None,
    )
