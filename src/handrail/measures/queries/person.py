"""The questionnaires of one person: what is due, what is asked, what was answered, and one answer as a page shows it."""

from uuid import UUID

from handrail.access import Label, Viewer
from handrail.accounts.models import User
from handrail.base.errors import NotFound
from handrail.base.frozen import frozen
from handrail.base.words import _
from handrail.measures.definitions import instruments
from handrail.measures.models import Administration, Schedule
from handrail.measures.queries.due import Due, due_of
from handrail.measures.queries.readers import readers
from handrail.measures.rules import (
    NOT_APPLICABLE,
    PREFER_NOT,
    Instrument,
)
from handrail.measures.rules.asking import (
    KEPT_REASONS,
    MODES,
    OCCASIONS,
    STAFF_MODES,
    AdministrationStatus,
    KeptReason,
    Mode,
    Occasion,
)
from handrail.people.models import Participant
from handrail.ui.addresses import address

_NOT_SAID = {PREFER_NOT: _("I would rather not say"), NOT_APPLICABLE: _("Does not apply to me")}


@frozen
class Asked:
    """One questionnaire that is asked regularly, and who reads it."""

    schedule: Schedule
    instrument: Instrument
    reads: bool  # the one who reads it may still open it


@frozen
class Answered:
    """One time of answering, as a line of a list."""

    row: Administration
    instrument: Instrument | None

    @property
    def name(self) -> str:
        return self.instrument.name if self.instrument else self.row.instrument

    @property
    def when(self) -> str:
        return str(OCCASIONS[Occasion(self.row.occasion)])

    @property
    def why_kept(self) -> str:
        return str(KEPT_REASONS[KeptReason(self.row.kept_reason)]) if self.row.kept_reason else ""


@frozen
class PersonPage:
    """Everything of the page of one person's questionnaires."""

    due: tuple[Due, ...]
    begun: tuple[Answered, ...]
    kept: tuple[Answered, ...]
    answered: tuple[Answered, ...]
    asked: tuple[Asked, ...]
    able: frozenset[UUID]  # who may read answers today: nothing is asked that nobody reads


def is_theirs(viewer: Viewer, row: Administration) -> bool:
    """
    Return whether somebody goes on with a form: its author; with what another system sent, any colleague.

    What came by a link is the person's alone, until it was sent beside what counts: then a colleague decides with them.
    """
    if row.author_id is not None:
        return bool(row.author_id == viewer.user_id)
    shown = row.status == AdministrationStatus.KEPT and row.label != Label.PRIVATE
    return viewer.is_staff and (shown or row.mode != Mode.LINK)


def _named(row: Administration) -> Answered:
    return Answered(row, instruments().get(row.instrument))


def person_page(viewer: Viewer, participant: Participant) -> PersonPage:
    """Return what is due, begun, kept, answered and asked of one person, in five statements."""
    rows = (
        Administration.objects.visible_to(viewer)
        .filter(participant=participant)
        .exclude(status=AdministrationStatus.SKIPPED)
    )
    found = list(rows.select_related("read_by").order_by("-answered_on", "-created_at", "-pk"))
    schedules = Schedule.objects.visible_to(viewer).running().filter(participant=participant)
    able = {user.pk for user in readers(viewer, participant)}
    own = [row for row in found if is_theirs(viewer, row)]
    return PersonPage(
        due=tuple(due_of(viewer, participant)),
        begun=tuple(_named(row) for row in own if row.status == AdministrationStatus.DRAFT),
        kept=tuple(_named(row) for row in own if row.status == AdministrationStatus.KEPT),
        answered=tuple(_named(row) for row in found if row.sent_at is not None),
        asked=tuple(
            Asked(row, instruments()[row.instrument], row.reader_id in able)
            for row in schedules.select_related("reader").order_by("begins_on", "pk")
            if row.instrument in instruments()
        ),
        able=frozenset(able),
    )


def may_be_begun(viewer: Viewer, participant: Participant) -> list[tuple[str, str]]:
    """Return what may be answered now, by key and name: for colleagues everything that a page can ask."""
    own = viewer.participant_id == participant.pk
    if own:
        return []
    return [
        (one.key, f"{one.name}: {one.title.say(viewer.language)}")
        for one in instruments().values()
        if is_askable(one)
    ]


def is_askable(one: Instrument) -> bool:
    """Return whether a page can ask it: what takes lists of answers is scored by the command."""
    return not any(item.repeats for item in one.items)


def staff_modes() -> list[tuple[str, str]]:
    """Return the ways in which a colleague takes answers in."""
    return [(mode.value, str(MODES[mode])) for mode in STAFF_MODES]


def may_read(viewer: Viewer, participant: Participant) -> dict[str, tuple[str, User]]:
    """Return whom one may name as a reader, by a key for the form: the place in the list of names."""
    return {user.sign_in_name: (user.name, user) for user in readers(viewer, participant)}


def administration(viewer: Viewer, participant: Participant, key: str) -> Administration:
    """Return one time of answering; raise NotFound when it is absent or closed to the viewer."""
    rows = Administration.objects.visible_to(viewer).filter(participant=participant, key=key)
    row: Administration | None = rows.select_related("schedule__reader", "read_by", "sent_by").first()
    if row is None or row.instrument not in instruments():
        raise NotFound(str(_("There is no such page.")))
    return row


def schedule(viewer: Viewer, participant: Participant, key: str) -> Schedule:
    """Return one schedule; raise NotFound when it is absent or closed to the viewer."""
    row: Schedule | None = (
        Schedule.objects.visible_to(viewer).running().filter(participant=participant, key=key).first()
    )
    if row is None:
        raise NotFound(str(_("There is no such page.")))
    return row


def where_it_was_said(viewer: Viewer, participant: Participant, source_key: str) -> str:
    """Return the address of the answers behind an alert, or no words when the viewer may not open them."""
    rows = Administration.objects.visible_to(viewer).filter(participant=participant, sent_at__isnull=False)
    row = rows.filter(first_key=source_key.partition(".")[0]).order_by("-sent_at").first()
    return address("measures:result", participant.key, row.key) if row else ""
