"""Who is asking: sign-in by name and password, and the viewer that a session stands for."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib.auth import HASH_SESSION_KEY, authenticate, login
from django.contrib.auth.hashers import make_password
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac

from handrail.access import Role, Viewer
from handrail.accounts.models import Membership, User
from handrail.accounts.queries import current_membership
from handrail.base import clock
from handrail.prepared import prepared

MEMBERSHIP = "membership"
OWN_RECORD = "own_record"
# What Django signs a password with for a session: ``User.get_session_auth_hash`` without a user.
PASSWORD_SALT = "django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash"  # noqa: S105 - no secret


def _nobodys(user_id: UUID, organisation_id: UUID) -> UUID | None:
    return None


_own_record: Callable[[UUID, UUID], UUID | None] = _nobodys


def find_own_record_with(find: Callable[[UUID, UUID], UUID | None]) -> None:
    """Let ``people``, which lies above, say which record is a user's own; called once at start."""
    global _own_record
    _own_record = find


class ByPassword:
    """Django's shape of a backend: name and password, nothing else."""

    def authenticate(
        self, request: HttpRequest | None, sign_in_name: str = "", password: str = "", **_: Any
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


def begin_session(request: HttpRequest, user: User) -> None:
    """Sign ``user`` in with a fresh session that acts in one organisation, and knows the user's own record."""
    membership = current_membership(user, clock.now().date())
    own = _own_record(user.pk, membership.organisation_id) if membership else None
    login(request, user, backend="handrail.accounts.sign_in.ByPassword")
    request.session[MEMBERSHIP] = str(membership.pk) if membership else ""
    request.session[OWN_RECORD] = str(own) if own else ""


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
    own = request.session.get(OWN_RECORD)
    return Viewer(
        actor="user",
        today=today,
        user_id=found.user_id,
        organisation_id=found.organisation_id,
        role=Role(found.role),
        name=found.user__name,
        session=(request.session.session_key or "")[:12],
        language=found.user__language or found.organisation__language,
        theme=found.user__theme,
        zone=found.organisation__zone,
        participant_id=UUID(own) if own else None,
        job_title=found.job_title,
    )
