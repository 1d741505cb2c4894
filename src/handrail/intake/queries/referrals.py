from datetime import date
from uuid import UUID

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from handrail.access import Category, Permission, Role, Viewer
from handrail.access.roles import ROLES
from handrail.accounts.models import Organisation, Site, User
from handrail.accounts.queries import Member, members
from handrail.base.errors import NotFound
from handrail.base.frozen import frozen
from handrail.base.words import Words, _
from handrail.intake.models import Referral, ReferralStatusChange
from handrail.intake.rules import OPEN_REFERRALS, REFERRAL_SOURCES, ReferralSource, ReferralStatus
from handrail.people.models import Participant, Supporter
from handrail.prepared import prepared

LIST_LENGTH = 50
ASKED_AT_MOST = 3


@frozen
class OpenReferral:
    """What may be seen of a referral that nobody has taken: enough to take it, nothing to be curious about."""

    key: str
    called: str
    source: Words
    received_on: date
    first_contact_by: date
    version: int


def _newest_first(rows: QuerySet[Referral]) -> QuerySet[Referral]:
    order = Case(
        When(status=ReferralStatus.NEW, then=Value(0)),
        When(status=ReferralStatus.IN_CONTACT, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return rows.annotate(stage=order).order_by("stage", "first_contact_by", "pk")


def referrals(viewer: Viewer) -> list[Referral]:
    """Return up to 50 referrals whose record is open to the viewer: new ones first, by the day they are due."""
    rows = Referral.objects.visible_to(viewer).select_related("participant", "contact")
    found = list(_newest_first(rows)[:LIST_LENGTH])
    viewer.looks.add(Category.INTAKE, {row.participant_id for row in found})
    return found


def _untaken(viewer: Viewer) -> QuerySet[Referral]:
    """
    Return referrals of the viewer's organisation that nobody has taken yet.

    No relation opens them: the relation begins when somebody takes the referral, so a list of those that wait
    cannot depend on one. Therefore this read stands apart from ``visible_to``: it needs the permission to take
    referrals, stays inside the organisation, shows three facts only, and is a look like every other.
    """
    if not viewer.may(Permission.REFERRAL_TAKE):
        return Referral.objects.none()
    return _without_contact(viewer).select_related("participant")


def _without_contact(viewer: Viewer) -> QuerySet[Referral]:
    return Referral.objects.filter(
        organisation_id=viewer.own_organisation, contact=None, status__in=OPEN_REFERRALS
    )


@prepared
def _counted(viewer: Viewer) -> QuerySet[Referral, int]:
    counted: QuerySet[Referral, int] = (
        _without_contact(viewer).order_by().values("organisation_id").annotate(n=Count("pk"))
    ).values_list("n", flat=True)
    return counted


def _shown(viewer: Viewer, rows: list[Referral]) -> list[OpenReferral]:
    viewer.looks.add(Category.INTAKE, {row.participant_id for row in rows}, "open_referral")
    return [
        OpenReferral(
            row.key,
            row.participant.called,
            REFERRAL_SOURCES[ReferralSource(row.source)],
            row.received_on,
            row.first_contact_by,
            row.version,
        )
        for row in rows
    ]


def open_referrals(viewer: Viewer) -> list[OpenReferral]:
    """Return up to 50 referrals that nobody has taken: first name, source and due date only (see ``_untaken``)."""
    rows = _untaken(viewer).order_by("first_contact_by", "pk")[:LIST_LENGTH]
    return _shown(viewer, list(rows))


def asked_before(viewer: Viewer, referral: Referral) -> int:
    """Return how many people wait on the list before this one: those whose call is due earlier. A number shows nobody."""
    before = Q(first_contact_by__lt=referral.first_contact_by) | Q(
        first_contact_by=referral.first_contact_by, pk__lt=referral.pk
    )
    return _without_contact(viewer).filter(before).count()


def untaken_count(viewer: Viewer) -> int:
    """Return how many referrals nobody has taken; a number shows nobody."""
    return (_counted.first(viewer) or 0) if viewer.may(Permission.REFERRAL_TAKE) else 0


def open_referral(viewer: Viewer, key: str) -> tuple[OpenReferral, Referral]:
    """Return one referral that nobody has taken, as it may be shown and as an action needs it; raise NotFound."""
    row = _untaken(viewer).filter(key=key).first()
    if row is None:
        raise NotFound(str(_("There is no such page.")))
    return _shown(viewer, [row])[0], row


def referral(viewer: Viewer, key: str) -> Referral | None:
    """Return the referral behind ``key`` when the record is open to the viewer, else None."""
    rows = Referral.objects.visible_to(viewer).select_related("participant__organisation", "contact")
    found = rows.filter(key=key).first()
    if found is not None:
        viewer.looks.add(Category.INTAKE, {found.participant_id})
    return found


def referral_changes(viewer: Viewer, referral: Referral) -> QuerySet[ReferralStatusChange]:
    """Return what became of a referral, oldest first, with who and why."""
    rows = ReferralStatusChange.objects.visible_to(viewer).select_related("changed_by")
    return rows.filter(referral=referral).order_by("changed_at", "pk")


@prepared
def _waiting_for(viewer: Viewer) -> QuerySet[Referral]:
    again = Q(status=ReferralStatus.NOT_NOW, contact_again_on__lte=viewer.today)
    mine = Q(contact_id=viewer.own_user)
    due = (Q(status__in=OPEN_REFERRALS) & mine) | (again & (mine | Q(contact__isnull=True)))
    rows = Referral.objects.visible_to(viewer).filter(due)
    return _newest_first(rows.select_related("participant"))[:LIST_LENGTH]


def waiting_for(viewer: Viewer) -> list[Referral]:
    """Return the referrals that wait for the viewer's own first contact, or that somebody asks again by today."""
    if viewer.user_id is None:
        return []
    found = _waiting_for(viewer)
    viewer.looks.add(Category.INTAKE, {row.participant_id for row in found})
    return found


@prepared
def _open_of(viewer: Viewer, participant_id: UUID) -> QuerySet[Referral]:
    due = Q(status__in=OPEN_REFERRALS) | Q(status=ReferralStatus.NOT_NOW, contact_again_on__lte=viewer.today)
    return Referral.objects.visible_to(viewer).filter(due, participant_id=participant_id).order_by("pk")[:20]


def open_referrals_of(viewer: Viewer, participant: Participant) -> list[Referral]:
    """Return the referrals of one person that stand on a colleague's list of today."""
    found = _open_of(viewer, participant.pk)
    viewer.looks.add(Category.INTAKE, {row.participant_id for row in found})
    return found


def may_take_referrals(viewer: Viewer) -> list[Member]:
    """Return the colleagues who may make first contact."""
    takers = {role for role in Role if Permission.REFERRAL_TAKE in ROLES[role].permissions}
    return members(viewer, roles=frozenset(takers))


def contact_person(viewer: Viewer, user_id: str) -> User | None:
    """Return the colleague of that id who may make first contact, or None for nobody."""
    known = {str(one.user_id) for one in may_take_referrals(viewer)}
    return User.objects.get(pk=user_id) if user_id in known else None


def who_may_know(viewer: Viewer) -> list[str]:
    """Return whom to ask about somebody whose record is not open to the viewer: the managers, whoever it is."""
    return [one.name for one in members(viewer, roles=frozenset({Role.MANAGER}))][:ASKED_AT_MOST]


def named_people(viewer: Viewer, referral: Referral) -> list[Supporter]:
    """Return the family and friends of the person whom a referral is about, as the person named them."""
    rows = Supporter.objects.visible_to(viewer).filter(participant_id=referral.participant_id, to_on=None)
    return list(rows.order_by("name", "pk"))


def self_referral_places(viewer: Viewer) -> list[tuple[Organisation, Site | None]]:
    """Return the places that a person may ask: each site, or the organisation when it has none. Not about people."""
    sites = list(Site.objects.select_related("organisation").order_by("organisation__name", "name"))
    with_site = {site.organisation_id for site in sites}
    places: list[tuple[Organisation, Site | None]] = [(site.organisation, site) for site in sites]
    without = Organisation.objects.exclude(pk__in=with_site).order_by("name")
    return places + [(organisation, None) for organisation in without]
