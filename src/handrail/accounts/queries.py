from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from handrail.access import Role, Viewer
from handrail.accounts.models import Installation, Membership, Organisation, Site, User
from handrail.accounts.rules import JOB_TITLES, JobTitle
from handrail.base.words import Words
from handrail.prepared import prepared


@dataclass(frozen=True)
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
