"""Who comes instead: handing a person over to another worker, and what happens when somebody leaves the place."""

from django.db import transaction
from django.db.models import Q

from handrail.access import Permission, RelationKind, Viewer
from handrail.accounts.actions import end_membership, end_ways_in
from handrail.accounts.models import Organisation, User
from handrail.audit import ledger
from handrail.audit.actions import record
from handrail.base.errors import DomainError, NotAllowed
from handrail.base.frozen import frozen
from handrail.base.text import kept
from handrail.base.words import _
from handrail.people.actions.relations import let_in, let_out
from handrail.people.actions.tasks import close_task, open_task
from handrail.people.models import AccessTask, Participant, Relation
from handrail.people.rules.tasks import AccessTaskStatus, TaskKind

LEFT = "let_go"
HANDED = frozenset({RelationKind.COORDINATOR, RelationKind.CARE_TEAM})
NEEDS_SOMEBODY = (RelationKind.COORDINATOR, RelationKind.CARE_TEAM, RelationKind.PEER)


@transaction.atomic
def hand_over(*, relation: Relation, to: User, by: Viewer, stays: bool = False, words: str = "") -> Relation:
    """
    Give a worker's part to a colleague from today: coordinator or care team (S-132, S-163).

    The colleague sees what the first one was given, but for what the person refuses them; ``stays`` keeps the first
    on the care team. What waited about the first is settled with ``words``.
    """
    old = (
        Relation.objects.select_for_update(of=("self",))
        .select_related("participant", "user")
        .get(pk=relation.pk)
    )
    kind = RelationKind(old.kind)
    if kind not in HANDED or (old.to_on and old.to_on <= by.today):
        raise DomainError(str(_("This has changed in the meantime. Open it again to see how it stands now.")))
    if old.user_id == to.pk:
        raise DomainError(_("%(name)s does this already. Choose a colleague.") % {"name": to.name})
    given = old.scopes | old.withheld
    let_out(relation=old, by=by)
    if stays and kind == RelationKind.COORDINATOR:
        let_in(
            participant=old.participant,
            user=old.user,
            kind=RelationKind.CARE_TEAM,
            source="hand_over",
            part=old.part,
            by=by,
        )
    new = let_in(
        participant=old.participant,
        user=to,
        kind=kind,
        scopes=given,
        part=old.part,
        source="hand_over",
        by=by,
    )
    _settle_what_waited(old.participant, old.user, words, by)
    record(by, "hand_over", new, op="create")
    return new


def _settle_what_waited(participant: Participant, user: User, words: str, by: Viewer) -> None:
    waiting = AccessTask.objects.filter(
        participant=participant,
        about_user=user,
        status=AccessTaskStatus.OPEN,
        kind__in=[TaskKind.OTHER_WORKER, TaskKind.NEW_WORKER],
    )
    for task in waiting:
        close_task(task, AccessTaskStatus.SETTLED, by=by, answer=kept(words))


@frozen
class Leaving:
    """What ended with somebody's leaving, and who needs somebody new: ids, for a page that asks what it may show."""

    user: User
    relations: int
    people: tuple[Participant, ...]


@transaction.atomic
def let_go(*, user: User, organisation: Organisation, by: Viewer) -> Leaving:
    """
    End everything of a colleague who leaves, at once: membership, sessions, card, every view of a record.

    For the administrator and the manager. The coordinators of the people concerned get a task; whom nobody
    coordinates now stands on their list. The ledger says so, and a restored copy repeats it.
    """
    if not (by.may(Permission.MEMBER_END) or by.sees_every_row):
        raise NotAllowed(str(_("The administrator or a manager does that. You can ask them.")))
    if by.user_id == user.pk:
        raise DomainError(str(_("Ask a colleague to do this for you.")))
    leaving = end_everything(user, organisation, by)
    record(by, "let_go", user)
    ledger.write(LEFT, organisation=organisation.pk, user=user.pk)
    return leaving


def end_everything(user: User, organisation: Organisation, by: Viewer) -> Leaving:
    """End membership, sessions, card and relations inside another action; open a task for each person concerned."""
    end_membership(user=user, organisation=organisation, by=by)
    end_ways_in(user=user)
    rows = Relation.objects.select_related("participant").filter(organisation=organisation, user=user)
    standing = list(rows.filter(Q(to_on__isnull=True) | Q(to_on__gt=by.today)))
    concerned: dict[Participant, None] = {}
    for relation in standing:
        let_out(relation=relation, by=by, to_on=max(by.today, relation.from_on))
        if relation.kind in NEEDS_SOMEBODY:
            concerned[relation.participant] = None
    for participant in concerned:
        open_task(participant=participant, kind=TaskKind.NEW_WORKER, about_user=user, by=by)
    return Leaving(user, len(standing), tuple(concerned))
