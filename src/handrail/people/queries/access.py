"""Reads about who sees what of a person: recipients, consents, refusals, guardians, blocked contacts, open tasks."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.crypto import salted_hmac

from handrail.access import APART, ROLES, Category, Permission, RelationKind, Role, Viewer
from handrail.accounts.models import Membership, User
from handrail.accounts.queries import members
from handrail.base import sealed
from handrail.base.errors import NotFound
from handrail.base.frozen import frozen
from handrail.base.ids import KEY_LENGTH, KEY_LETTERS
from handrail.base.words import _
from handrail.people.limits import blocked_among
from handrail.people.models import (
    AccessTask,
    BlockedContact,
    Consent,
    GuardianGrant,
    Participant,
    Refusal,
    Relation,
    Supporter,
)
from handrail.people.rules import RELATIONSHIPS, Relationship
from handrail.people.rules.consent import (
    ASK_AGAIN_BEFORE,
    ASK_AGAIN_UNTIL,
    ConsentStatus,
    categories_in,
    parts_in_words,
)
from handrail.people.rules.tasks import TEAM_ASKS, AccessTaskStatus, TaskKind
from handrail.prepared import prepared

FAMILY_KINDS = frozenset({RelationKind.FAMILY})


@frozen
class Recipient:
    """Somebody with an account who sees, or may come to see, something of the person."""

    key: str
    user: User
    name: str
    part: str
    role: Role | None
    sees: frozenset[Category]
    given: frozenset[Category]  # with what a refusal withholds
    is_family: bool  # by consent; everybody else by their part in the team
    until: date | None
    since: date | None
    waits: bool = False
    invited: int = 0  # to how many things beside that, one by one

    @property
    def words(self) -> str:
        """What they see, in the person's words."""
        return parts_in_words(self.sees)

    @property
    def withheld(self) -> str:
        """What was refused, in the person's words."""
        return parts_in_words(self.given - self.sees)


def recipient_key(participant_id: UUID, user_id: UUID) -> str:
    """Return ten letters for a recipient in an address of this person's pages: the same each time, and no id."""
    digest = salted_hmac("handrail.people.recipient", f"{participant_id}:{user_id}", algorithm="sha256")
    number = int.from_bytes(digest.digest()[:8], "big")
    letters = []
    for _place in range(KEY_LENGTH):
        number, index = divmod(number, len(KEY_LETTERS))
        letters.append(KEY_LETTERS[index])
    return "".join(letters)


def _running(participant: Participant, today: date) -> QuerySet[Relation]:
    rows = Relation.objects.select_related("user").filter(participant=participant)
    rows = rows.filter(Q(to_on__isnull=True) | Q(to_on__gt=today))
    return rows.order_by("user__name", "from_on", "pk")


def _standing(participant: Participant, today: date) -> QuerySet[Relation]:
    # An hour is no part in the team, and an invitation to one thing opens no part of the record.
    return _running(participant, today).exclude(kind__in={RelationKind.SELF, RelationKind.ON_CALL, *APART})


def _roles(users: Iterable[UUID], viewer: Viewer) -> dict[UUID, Role]:
    rows = Membership.objects.filter(organisation_id=viewer.own_organisation, user_id__in=list(users))
    runs = rows.filter(Q(to_on__isnull=True) | Q(to_on__gt=viewer.today), from_on__lte=viewer.today)
    return {row.user_id: Role(row.role) for row in runs.order_by("from_on")}


def recipients(viewer: Viewer, participant: Participant) -> list[Recipient]:
    """
    Return everybody with an account who sees something of the person, family first, then by name.

    Family and friends with an account come too when they see nothing now, so that the person can open again.
    """
    relations: dict[User, list[Relation]] = defaultdict(list)
    for relation in _standing(participant, viewer.today):
        relations[relation.user].append(relation)
    family = Supporter.objects.visible_to(viewer).select_related("user").filter(participant=participant)
    named: dict[User, Supporter] = {
        row.user: row for row in family.filter(user__isnull=False, to_on__isnull=True)
    }
    waiting = set(
        Consent.objects.visible_to(viewer)
        .filter(participant=participant, status=ConsentStatus.WAITING, to_on__gt=viewer.today)
        .values_list("user_id", flat=True)
    )
    invited = Counter(
        row.user for row in _running(participant, viewer.today).filter(kind=RelationKind.INVITED)
    )
    users = dict.fromkeys([*relations, *named, *invited])
    roles = _roles([user.pk for user in users], viewer)
    found = [
        replace(
            _recipient(
                participant, user, relations.get(user, []), named.get(user), roles.get(user.pk), waiting
            ),
            invited=invited[user],
        )
        for user in users
    ]
    return sorted(found, key=lambda one: (not one.is_family, one.name.casefold()))


def _recipient(
    participant: Participant,
    user: User,
    relations: list[Relation],
    line: Supporter | None,
    role: Role | None,
    waiting: set[UUID | None],
) -> Recipient:
    sees = given = 0
    for one in relations:
        sees, given = sees | one.scopes, given | one.scopes | one.withheld
    is_family = all(one.kind in FAMILY_KINDS for one in relations)
    part = next((one.part for one in relations if one.part), "")
    if not part and line is not None:
        part = str(RELATIONSHIPS[Relationship(line.relationship)])
    ends = [one.to_on for one in relations]
    return Recipient(
        key=recipient_key(participant.pk, user.pk),
        user=user,
        name=(line.called.split(",")[0] if line and line.called else user.name),
        part=part or (str(ROLES[role].name) if role else ""),
        role=role,
        sees=categories_in(sees),
        given=categories_in(given),
        is_family=is_family,
        until=max((end for end in ends if end), default=None) if ends and None not in ends else None,
        since=min((one.from_on for one in relations), default=None),
        waits=user.pk in waiting,
    )


def recipient(viewer: Viewer, participant: Participant, key: str) -> Recipient:
    """Return one recipient by the letters of the address, or raise NotFound."""
    for one in recipients(viewer, participant):
        if one.key == key:
            return one
    raise NotFound(str(_("There is no such page.")))


def standing_refusal(viewer: Viewer, participant: Participant, user: User) -> Refusal | None:
    """Return what the person refuses this account now, or None."""
    rows = Refusal.objects.visible_to(viewer).filter(participant=participant, user=user, lifted_on=None)
    found: Refusal | None = rows.first()
    return found


def consents(viewer: Viewer, participant: Participant) -> list[Consent]:
    """Return the consents of a person that run or wait, the next to end first, with who said yes."""
    rows = Consent.objects.visible_to(viewer).filter(participant=participant, to_on__gt=viewer.today)
    running = rows.exclude(status=ConsentStatus.WITHDRAWN)
    running = running.select_related("user", "supporter", "participant__organisation")
    return list(running.prefetch_related("yeses").order_by("to_on", "pk"))


def consent(viewer: Viewer, participant: Participant, key: str) -> Consent:
    """Return one consent by its key, or raise NotFound."""
    rows = Consent.objects.visible_to(viewer).select_related("user", "supporter")
    found: Consent | None = rows.filter(participant=participant, key=key).first()
    if found is None:
        raise NotFound(str(_("There is no such page.")))
    return found


def invitations_to(viewer: Viewer, participant: Participant, thing: UUID) -> list[Consent]:
    """Return who is invited to one goal or look back, or waits to be, the next to end first."""
    rows = Consent.objects.visible_to(viewer).filter(participant=participant, thing=thing)
    running = rows.filter(to_on__gt=viewer.today).exclude(status=ConsentStatus.WITHDRAWN)
    return list(running.select_related("user").order_by("to_on", "pk"))


def may_be_invited(viewer: Viewer, participant: Participant) -> dict[str, Recipient]:
    """Return family and friends with an account whom the person can invite to one thing, by the key of a form."""
    found = [one for one in recipients(viewer, participant) if one.is_family and one.role == Role.FAMILY]
    kept_away = blocked_among(participant.pk, [one.user for one in found], viewer.today)
    return {one.key: one for one in found if one.user.pk not in kept_away}


def consent_name(row: Consent) -> str:
    """Return who a consent is for, as pages say it."""
    if row.user:
        return row.user.name
    return row.supporter.name if row.supporter else row.recipient


@prepared
def _asked_again(viewer: Viewer, first: date, last: date) -> QuerySet[Consent]:
    rows = Consent.objects.all().among_people_of(viewer).select_related("participant", "user", "supporter")
    # An invitation ends by itself: whoever wants to, invites again.
    rows = rows.filter(thing=None, status=ConsentStatus.GIVEN, to_on__gte=first, to_on__lte=last)
    return rows.order_by("to_on", "pk")


def asked_again(viewer: Viewer, participant: Participant | None = None) -> list[Consent]:
    """
    Return the consents to ask about anew: from 30 days before their end until 90 days after (S-011).

    Of one person, or of all people whose choices are open to the viewer. What was renewed or withdrawn is not asked.
    """
    first, last = viewer.today - ASK_AGAIN_UNTIL, viewer.today + ASK_AGAIN_BEFORE
    rows = [row for row in _asked_again(viewer, first, last) if participant in (None, row.participant)]
    renewed = _renewed(rows)
    found = [row for row in rows if renewed.get(_recipient_of(row), row.to_on) <= row.to_on]
    viewer.looks.add(Category.ACCESS, {row.participant_id for row in found})
    return found


def _recipient_of(row: Consent) -> tuple[UUID | str | None, ...]:
    return row.participant_id, row.user_id, row.supporter_id, row.recipient


def _renewed(rows: list[Consent]) -> dict[tuple[UUID | str | None, ...], date]:
    """Return for each recipient how long the newest yes runs, so that one that was renewed is not asked again."""
    if not rows:
        return {}
    standing = Consent.objects.filter(participant__in={row.participant_id for row in rows}, thing=None)
    newest = standing.exclude(status=ConsentStatus.WITHDRAWN).order_by("to_on")
    return {_recipient_of(row): row.to_on for row in newest}


def guardian_grants(viewer: Viewer, participant: Participant) -> list[GuardianGrant]:
    """Return the guardians and proxies of a person, running ones first, those that ended after them."""
    rows = GuardianGrant.objects.visible_to(viewer).select_related("user", "relation", "private_check_by")
    return list(rows.filter(participant=participant).order_by("-from_on", "pk"))


def guardian_grant(viewer: Viewer, participant: Participant, key: str) -> GuardianGrant:
    """Return one grant by its key, or raise NotFound."""
    rows = GuardianGrant.objects.visible_to(viewer).select_related("relation", "user")
    found: GuardianGrant | None = rows.filter(participant=participant, key=key).first()
    if found is None:
        raise NotFound(str(_("There is no such page.")))
    return found


@prepared
def _reviews(viewer: Viewer, first: date, last: date) -> QuerySet[GuardianGrant]:
    rows = GuardianGrant.objects.all().among_people_of(viewer).select_related("participant", "user")
    return rows.filter(to_on__gte=first, to_on__lte=last).order_by("to_on", "pk")


def guardian_reviews(viewer: Viewer) -> list[GuardianGrant]:
    """Return the guardians whose view ends within 30 days or ended in the last 90: the person is asked alone first."""
    rows = list(_reviews(viewer, viewer.today - ASK_AGAIN_UNTIL, viewer.today + ASK_AGAIN_BEFORE))
    viewer.looks.add(Category.ACCESS, {row.participant_id for row in rows})
    return rows


def document_of(grant: GuardianGrant, key: bytes) -> str:
    """Return the sealed reference to a guardian's document, opened with the person's key."""
    return sealed.unseal(key, bytes(grant.document), grant.pk.bytes).decode() if grant.document else ""


def blocked_contacts(viewer: Viewer, participant: Participant) -> list[BlockedContact]:
    """Return who is kept away from a record now."""
    rows = BlockedContact.objects.visible_to(viewer).select_related("user", "made_by")
    return list(rows.filter(participant=participant).running(viewer).order_by("from_on", "pk"))


def blocked_contact(viewer: Viewer, participant: Participant, key: str) -> BlockedContact:
    """Return one block by its key, or raise NotFound."""
    rows = BlockedContact.objects.visible_to(viewer)
    found: BlockedContact | None = rows.filter(participant=participant, key=key).running(viewer).first()
    if found is None:
        raise NotFound(str(_("There is no such page.")))
    return found


@prepared
def _tasks(viewer: Viewer, own_user: UUID) -> QuerySet[AccessTask]:
    rows = AccessTask.objects.all().among_people_of(viewer).select_related("participant", "about_user")
    opened = rows.filter(status=AccessTaskStatus.OPEN)
    # Nobody reads about themselves that somebody asks for another worker.
    return opened.exclude(kind=TaskKind.OTHER_WORKER, about_user_id=own_user).order_by("opened_on", "pk")


@prepared
def _about_coordinators(viewer: Viewer) -> QuerySet[AccessTask]:
    rows = AccessTask.objects.filter(organisation_id=viewer.own_organisation, status=AccessTaskStatus.OPEN)
    seen = Participant.objects.all().visible_to(viewer).values("pk")
    named = Relation.objects.filter(
        participant=OuterRef("participant"),
        user=OuterRef("about_user"),
        kind=RelationKind.COORDINATOR,
        to_on__isnull=True,
    )
    wishes = rows.filter(Exists(named), kind=TaskKind.OTHER_WORKER, participant_id__in=seen)
    return wishes.exclude(about_user_id=viewer.own_user).select_related("participant", "about_user")


def access_tasks(viewer: Viewer) -> list[AccessTask]:
    """
    Return what waits for the viewer to decide about who sees a record, oldest first.

    A wish for another worker goes past the worker it names: the manager of the unit reads those about coordinators.
    """
    if not viewer.may(Permission.COORDINATE):
        return []
    rows = list(_tasks(viewer, viewer.own_user))
    if viewer.role == Role.MANAGER:
        known = {row.pk for row in rows}
        rows += [row for row in _about_coordinators(viewer) if row.pk not in known]
    viewer.looks.add(Category.ACCESS, {row.participant_id for row in rows})
    return rows


def access_task(viewer: Viewer, key: str) -> AccessTask:
    """Return one open task of the viewer's by its key, or raise NotFound."""
    for row in access_tasks(viewer):
        if row.key == key:
            return row
    raise NotFound(str(_("There is no such page.")))


def open_tasks_of(viewer: Viewer, participant: Participant) -> list[AccessTask]:
    """Return what waits for somebody to decide about who sees this record, oldest first: for the person themselves."""
    rows = AccessTask.objects.visible_to(viewer).filter(participant=participant, status=AccessTaskStatus.OPEN)
    return list(rows.select_related("about_user").order_by("opened_on", "pk"))


def own_requests(viewer: Viewer, participant: Participant) -> list[AccessTask]:
    """Return the person's open wishes for another worker."""
    rows = AccessTask.objects.visible_to(viewer).filter(participant=participant, kind=TaskKind.OTHER_WORKER)
    return list(
        rows.filter(status=AccessTaskStatus.OPEN).select_related("about_user").order_by("opened_on", "pk")
    )


def team_asks(viewer: Viewer, participant: Participant) -> dict[str, AccessTask]:
    """Return the open wishes for somebody in the care team, by kind, as far as the viewer may read them."""
    rows = AccessTask.objects.visible_to(viewer).filter(participant=participant, kind__in=TEAM_ASKS)
    return {row.kind: row for row in rows.filter(status=AccessTaskStatus.OPEN)}


def workers(viewer: Viewer, participant: Participant) -> list[Relation]:
    """Return who works with a person as coordinator or on the care team, by name."""
    rows = _standing(participant, viewer.today)
    return list(rows.filter(kind__in=[RelationKind.COORDINATOR, RelationKind.CARE_TEAM]))


def family_accounts(viewer: Viewer, participant: Participant) -> dict[str, tuple[str, User]]:
    """Return the accounts of family and friends of the place, by the key of a form; no blocked contact is among them."""
    rows = Membership.objects.select_related("user").filter(
        Q(to_on__isnull=True) | Q(to_on__gt=viewer.today),
        organisation_id=viewer.own_organisation,
        role=Role.FAMILY,
        from_on__lte=viewer.today,
    )
    users = [row.user for row in rows.order_by("user__name", "pk")]
    kept_away = blocked_among(participant.pk, users, viewer.today)
    return {str(user.pk): (user.name, user) for user in users if user.pk not in kept_away}


def colleagues(viewer: Viewer, roles: frozenset[Role]) -> dict[str, tuple[str, User]]:
    """Return the colleagues in these roles, by the key of a form."""
    found = members(viewer, roles=roles)
    users = User.objects.in_bulk([one.user_id for one in found])
    return {str(one.user_id): (one.name, users[one.user_id]) for one in found}
