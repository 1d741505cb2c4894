"""What a person chose of the nine, how full the offers are, and what people tell about them."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet, Sum

from handrail.access import Category, Viewer
from handrail.base.errors import NotFound
from handrail.base.frozen import frozen
from handrail.base.words import Words, _
from handrail.catalogue import queries as catalogue
from handrail.catalogue.definitions import ProgrammeType, programme_types
from handrail.catalogue.figures import Figure
from handrail.catalogue.hooks import ToldStory
from handrail.catalogue.models import Offer
from handrail.catalogue.queries import ShownOffer
from handrail.catalogue.rules import ENDS_WITHIN, Places, codes
from handrail.intake import rules
from handrail.intake.models import Enrolment, EnrolmentStatusChange, Story
from handrail.intake.rules import EnrolmentRank, EnrolmentStatus, Mix, Phase
from handrail.people.models import Participant
from handrail.people.queries import has_many_people
from handrail.prepared import padded, prepared

# Who is in a programme: whose first choice it is, waiting or not, and whose back-up has begun.
IN_PROGRAMME = Q(rank=EnrolmentRank.PRIMARY) | Q(status=EnrolmentStatus.STARTED)
STORIES_SHOWN = 3
FEW = 12
LISTED = 60


@frozen
class ChosenProgramme:
    """A programme that the person chose, as a door to its page."""

    name: str
    slug: str
    rank: Words
    status: Words
    from_on: date


@frozen
class Choice:
    """A choice as the page of choices shows it, with its offer and where that stands today."""

    row: Enrolment
    name: str
    slug: str
    rank: Words
    status: Words
    mix: str
    phase: Words
    shown: ShownOffer | None
    reason: str = ""

    @property
    def begins(self) -> Words:
        """Return in which phase it begins for the person, in words."""
        return rules.START_PHASES[Phase(self.row.starts_in)]

    @property
    def waits(self) -> bool:
        return bool(self.row.status == EnrolmentStatus.WAITING)

    @property
    def may_start(self) -> bool:
        """Return whether it can begin today: not begun, and its offer has a place or one is held."""
        if self.row.status == EnrolmentStatus.STARTED:
            return False
        return self.shown is None or holds_place(self.row) or self.shown.places.open_now > 0


@frozen
class ChoicesPage:
    """First choice and back-up, what was chosen before, and whether the back-up can begin meanwhile."""

    running: tuple[Choice, ...]
    past: tuple[Choice, ...]
    meanwhile: Choice | None


def has_place(status: str, rank: str) -> bool:
    """Return whether such a choice has a place: who began, and a choice that does not wait, but a back-up."""
    held = status == EnrolmentStatus.CHOSEN and rank != EnrolmentRank.BACKUP
    return held or status == EnrolmentStatus.STARTED


def holds_place(row: Enrolment) -> bool:
    """Return whether this choice has a place of its offer already."""
    return has_place(row.status, row.rank)


def places(offers: Sequence[Offer], today: date) -> dict[UUID, Places]:
    """Return how full each offer is and how many places became free in the last year: counts, of nobody by name."""
    if not offers:
        return {}
    organisations = padded({one.organisation_id for one in offers})
    found = _by_standing(organisations, padded(one.pk for one in offers), today - ENDS_WITHIN, today)
    counts: dict[UUID, Counter[str]] = {one.pk: Counter() for one in offers}
    for offer_id, status, rank, has_begun, people in found:
        counts[offer_id][_counts_as(status, rank, has_begun)] += people
    return {one.pk: _places(one, counts[one.pk], today) for one in offers}


@prepared
def _by_standing(
    organisations: tuple[UUID, ...], offers: tuple[UUID, ...], since: date, today: date
) -> QuerySet[Enrolment, tuple[UUID, str, str, bool, int]]:
    rows = Enrolment.objects.filter(
        Q(to_on__isnull=True) | Q(to_on__gt=since, to_on__lte=today),
        organisation_id__in=organisations,
        offer_id__in=offers,
    ).order_by()
    begun = ExpressionWrapper(Q(started_on__isnull=False), BooleanField())
    standing = rows.annotate(has_begun=begun).values("offer_id", "status", "rank", "has_begun")
    counted: QuerySet[Enrolment, tuple[UUID, str, str, bool, int]] = standing.annotate(
        n=Count("pk")
    ).values_list("offer_id", "status", "rank", "has_begun", "n")
    return counted


def spoken_for(organisation_id: UUID | None) -> dict[str, int]:
    """Return how many places of each offer somebody has or waits for today, by the offer's key; None is everywhere."""
    found: Counter[str] = Counter()
    for key, status, rank, people in _standing(organisation_id):
        found[key] += people if _counts_as(status, rank, True) in ("taken", "waiting") else 0
    return found


@prepared
def _standing(organisation_id: UUID | None) -> QuerySet[Enrolment, tuple[str, str, str, int]]:
    rows = Enrolment.objects.filter(to_on__isnull=True, offer__isnull=False).order_by()
    if organisation_id is not None:
        rows = rows.filter(organisation_id=organisation_id)
    counted: QuerySet[Enrolment, tuple[str, str, str, int]] = (
        rows.values("offer__key", "status", "rank")
        .annotate(n=Count("pk"))
        .values_list("offer__key", "status", "rank", "n")
    )
    return counted


def _counts_as(status: str, rank: str, has_begun: bool) -> str:
    """Return what a choice is for its offer: a place taken, somebody who waits, a place that became free, or nothing."""
    if has_place(status, rank):
        return "taken"
    if status == EnrolmentStatus.WAITING:
        return "waiting"
    return "ends" if status in rules.ENDED_ENROLMENTS and has_begun else ""


def _places(offer: Offer, counts: Counter[str], today: date) -> Places:
    over = max(0, min(ENDS_WITHIN.days, (today - offer.open_from).days))
    return Places(offer.capacity, counts["taken"], counts["waiting"], counts["ends"], over)


def waiting_before(row: Enrolment) -> int:
    """Return how many people wait longer for the same offer."""
    longer = Q(from_on__lt=row.from_on) | Q(from_on=row.from_on, pk__lt=row.pk)
    same = Enrolment.objects.filter(offer=row.offer, status=EnrolmentStatus.WAITING)
    return same.filter(longer).exclude(pk=row.pk).count()


def stories(viewer: Viewer | None, slug: str) -> list[ToldStory]:
    """Return the newest stories about a programme whose tellers agreed to show them to everybody."""
    newest = _published(viewer, catalogue.programme_type(viewer, slug).code)
    return [ToldStory(row.words, row.shown_as, row.consented_on) for row in newest]


@prepared
def _published(viewer: Viewer | None, code: str) -> QuerySet[Story]:
    rows: QuerySet[Story] = Story.objects.published().filter(programme_type=code)
    if viewer is not None:
        rows = rows.filter(organisation_id=viewer.own_organisation)
    return rows.order_by("-consented_on", "-pk")[:STORIES_SHOWN]


def own_stories(viewer: Viewer, participant: Participant) -> list[tuple[Story, str]]:
    """Return what the person tells, each with its programme's name, shown ones first."""
    rows = Story.objects.visible_to(viewer).filter(participant=participant)
    names = {one.code: one.names.say(viewer.language) for one in programme_types()}
    found = sorted(rows.order_by("-consented_on", "-pk"), key=lambda row: row.withdrawn_on is not None)
    return [(row, names[row.programme_type]) for row in found]


def story(viewer: Viewer, participant: Participant, key: str) -> Story:
    """Return one story of the person, or raise NotFound."""
    found: Story | None = Story.objects.visible_to(viewer).filter(participant=participant, key=key).first()
    if found is None:
        raise NotFound(str(_("There is no such page.")))
    return found


def _types() -> dict[str, ProgrammeType]:
    return {one.code: one for one in programme_types()}


def mix_words(mix: str) -> str:
    """Return a stored mix in words."""
    return ", ".join(str(rules.MIXES[Mix(one)]) for one in codes(mix))


def _rows(viewer: Viewer, participant: Participant) -> QuerySet[Enrolment]:
    return Enrolment.objects.visible_to(viewer).filter(participant=participant)


def _choice(viewer: Viewer, row: Enrolment, shown: dict[UUID, ShownOffer], reason: str = "") -> Choice:
    kind = _types()[row.programme_type]
    return Choice(
        row=row,
        name=kind.names.say(viewer.language),
        slug=kind.slug,
        rank=rules.ENROLMENT_RANKS[EnrolmentRank(row.rank)],
        status=rules.ENROLMENT_STATUSES[EnrolmentStatus(row.status)],
        mix=mix_words(row.mix),
        phase=rules.PHASES[rules.phase(row.started_on, viewer.today, row.starts_in)],
        shown=shown.get(row.offer_id) if row.offer_id else None,
        reason=reason,
    )


def choices_page(viewer: Viewer, participant: Participant) -> ChoicesPage:
    """Return what the person chose, in four statements, however long the story is."""
    rows = list(_rows(viewer, participant).select_related("offer__site").order_by("-rank", "-from_on", "-pk"))
    viewer.looks.add(Category.PLAN, {participant.pk})
    offers = {row.offer.pk: row.offer for row in rows if row.offer}
    shown = {one.offer.pk: one for one in catalogue.shown(viewer, list(offers.values()))}
    reasons = _reasons(viewer, rows)
    every = [_choice(viewer, row, shown, reasons.get(row.pk, "")) for row in rows]
    running = tuple(one for one in every if one.row.to_on is None)
    past = [one for one in every if one.row.to_on]
    past.sort(key=lambda one: one.row.to_on or viewer.today, reverse=True)
    return ChoicesPage(running, tuple(past), _meanwhile(running))


def _reasons(viewer: Viewer, rows: list[Enrolment]) -> dict[UUID, str]:
    changes = EnrolmentStatusChange.objects.visible_to(viewer).filter(
        enrolment__in=[row.pk for row in rows if row.to_on], to_status__in=rules.ENDED_ENROLMENTS
    )
    return dict(changes.values_list("enrolment_id", "reason"))


def _meanwhile(running: Sequence[Choice]) -> Choice | None:
    """Return the back-up that can begin while the first choice waits."""
    waits = any(one.waits and one.row.rank == EnrolmentRank.PRIMARY for one in running)
    backups = [one for one in running if one.row.rank == EnrolmentRank.BACKUP and one.may_start]
    return backups[0] if waits and backups else None


def choices_version(viewer: Viewer, participant: Participant) -> int:
    """Return a number that grows with every change of the person's choices."""
    total = _rows(viewer, participant).aggregate(total=Sum("version"))["total"]
    return int(total or 0)


def running_choices(viewer: Viewer, participant: Participant) -> list[Enrolment]:
    """Return the person's running choices, first choice before back-up."""
    return list(_rows(viewer, participant).filter(to_on=None).order_by("-rank"))


def choice(viewer: Viewer, participant: Participant, key: str) -> Choice:
    """Return one choice of the person, or raise NotFound."""
    row = _rows(viewer, participant).select_related("offer__site").filter(key=key).first()
    if row is None:
        raise NotFound(str(_("There is no such page.")))
    offers = [row.offer] if row.offer else []
    return _choice(viewer, row, {one.offer.pk: one for one in catalogue.shown(viewer, offers)})


@prepared
def _running(viewer: Viewer, participant_id: UUID) -> QuerySet[Enrolment]:
    rows = Enrolment.objects.visible_to(viewer).filter(participant_id=participant_id, to_on=None)
    return rows.order_by("-rank", "from_on")


def enrolments(viewer: Viewer, participant: Participant) -> list[ChosenProgramme]:
    """Return the programmes that the person chose and that run today, first choice before back-up."""
    found = _running(viewer, participant.pk)
    if found:
        viewer.looks.add(Category.PLAN, {participant.pk})
    types = _types()
    return [
        ChosenProgramme(
            types[row.programme_type].names.say(viewer.language),
            types[row.programme_type].slug,
            rules.ENROLMENT_RANKS[EnrolmentRank(row.rank)],
            rules.ENROLMENT_STATUSES[EnrolmentStatus(row.status)],
            row.from_on,
        )
        for row in found
    ]


def running_programmes(viewer: Viewer, participant: Participant) -> list[tuple[str, str]]:
    """Return the person's running programmes as code and name, what has begun first: to say what a meeting is for."""
    rows = list(_rows(viewer, participant).filter(to_on=None))
    if rows:
        viewer.looks.add(Category.PLAN, {participant.pk})
    rows.sort(key=lambda row: (row.status != EnrolmentStatus.STARTED, row.rank != EnrolmentRank.PRIMARY))
    types = _types()
    names = {row.programme_type: types[row.programme_type].names.say(viewer.language) for row in rows}
    return list(names.items())


@frozen
class PhaseGroup:
    """The viewer's own people of one programme who are in the same phase: how many, and those who are listed."""

    title: Words
    people: tuple[tuple[str, str, Words], ...]  # key, name, rank
    count: int


def _own_in(viewer: Viewer, code: str, in_order: bool = False) -> QuerySet[Enrolment]:
    seen: QuerySet[Enrolment] = Enrolment.objects.among_people_of(viewer, in_order=in_order)
    return seen.filter(IN_PROGRAMME, programme_type=code, to_on=None)


@prepared
def _in_programme(viewer: Viewer, code: str, in_order: bool, whole: bool) -> QuerySet[Enrolment]:
    rows = _own_in(viewer, code, in_order)
    shown = rows.select_related("participant").only(
        "started_on",
        "starts_in",
        "status",
        "participant__key",
        "participant__called",
        "participant__family_name",
    )
    return shown.order_by("from_on", "pk")[: LISTED if whole else FEW + 1]


@prepared
def _began(viewer: Viewer, code: str) -> QuerySet[Enrolment, tuple[date | None, str, int]]:
    counted: QuerySet[Enrolment, tuple[date | None, str, int]] = (
        _own_in(viewer, code).order_by().values("started_on", "starts_in").annotate(n=Count("pk"))
    ).values_list("started_on", "starts_in", "n")
    return counted


def _count_by_phase(viewer: Viewer, slug: str) -> dict[str, int]:
    """Count who of the viewer's people is in a programme, by phase."""
    counts: Counter[str] = Counter()
    for began, starts_in, people in _began(viewer, catalogue.programme_type(viewer, slug).code):
        counts[rules.phase(began, viewer.today, starts_in)] += people
    return dict(counts)


BY_PHASE = Figure("own people by phase", _count_by_phase, of_own=True)


def people_by_phase(viewer: Viewer, slug: str, *, whole: bool = False) -> list[PhaseGroup]:
    """
    Return who of the viewer's people is in a programme, by phase: the first FEW, or LISTED of them.

    Where there are more than are listed, how many they are is counted.
    """
    code = catalogue.programme_type(viewer, slug).code
    found = _in_programme(viewer, code, has_many_people(viewer), whole)
    rows = found if whole else found[:FEW]
    there_may_be_more = len(found) > len(rows) or len(rows) == LISTED
    counts = BY_PHASE.of(viewer, slug) if there_may_be_more else {}
    viewer.looks.add(Category.PLAN, {row.participant_id for row in rows})
    groups: dict[rules.Phase, list[tuple[str, str, Words]]] = {}
    for row in rows:
        at = rules.phase(row.started_on, viewer.today, row.starts_in)
        status = rules.ENROLMENT_STATUSES[EnrolmentStatus(row.status)]
        groups.setdefault(at, []).append((row.participant.key, row.participant.listed_name, status))
    return [
        PhaseGroup(rules.PHASES[at], tuple(listed), max(counts.get(at, 0), len(listed)))
        for at in rules.PHASES
        if (listed := groups.get(at, [])) or at in counts
    ]
