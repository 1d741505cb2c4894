"""The care team as places around the person: who is there, and which place is empty."""

from handrail.access import RelationKind, Role, Viewer
from handrail.accounts.queries import members
from handrail.base.frozen import frozen
from handrail.base.words import Words, _
from handrail.people.models import Participant
from handrail.people.queries import PersonBeside, people_beside
from handrail.people.rules import Relationship
from handrail.people.rules.tasks import TaskKind

FAMILY_KINDS = frozenset({RelationKind.FAMILY.value, RelationKind.GUARDIAN.value, "supporter"})


@frozen
class Place:
    """One place of the team: whose it is, or what to do when it is empty."""

    title: Words
    names: list[str]
    empty: Words
    ask: TaskKind | None = None  # asked of the coordinator
    name_here: bool = False  # filled by writing a name on the same page


def care_team(
    viewer: Viewer, participant: Participant, beside: list[PersonBeside] | None = None
) -> list[Place]:
    """
    Return the places of a care team: the person, family, clinician, doctor, peer, coordinator, others (S-059, S-259).

    Empty places stand there too, each with what to do about it.

    ``beside`` is what ``people_beside`` returned, when the page has asked already: then one more query.
    """
    rows = people_beside(viewer, participant) if beside is None else beside
    clinicians = {one.user_id for one in members(viewer, roles=frozenset({Role.CLINICIAN}))}
    places: dict[str, list[str]] = {
        "family": [],
        "clinician": [],
        "doctor": [],
        "peer": [],
        "coordinator": [],
        "others": [],
    }
    for row in rows:
        names = places[_place(row, clinicians)]
        names += [row.name] if row.name not in names else []
    return [
        Place(_("Me"), [participant.called], _("Me")),
        Place(
            _("Somebody of my family, or a friend"),
            places["family"],
            _("Nobody yet: somebody you trust."),
            name_here=True,
        ),
        Place(
            _("Clinician"),
            places["clinician"],
            _("Nobody yet: a clinician who knows you."),
            ask=TaskKind.TEAM_CLINICIAN,
        ),
        Place(
            _("Family doctor"),
            places["doctor"],
            _("Nobody yet: a doctor for the body."),
            name_here=True,
        ),
        Place(_("Peer"), places["peer"], _("Nobody yet: a peer you trust."), ask=TaskKind.TEAM_PEER),
        Place(
            _("Coordinator"),
            places["coordinator"],
            _("Nobody yet. It stands on the coordinators’ list."),
        ),
        Place(_("Others"), places["others"], _("Nobody else")),
    ]


def _place(row: PersonBeside, clinicians: set[object]) -> str:
    if row.kind == RelationKind.COORDINATOR:
        return "coordinator"
    if row.relationship == Relationship.DOCTOR:
        return "doctor"
    if row.kind in FAMILY_KINDS:
        return "family"
    if row.kind == RelationKind.PEER:
        return "peer"
    return "clinician" if row.user_id in clinicians else "others"
