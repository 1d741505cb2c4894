"""The finder: programmes that are offered, weighed by what somebody said, and two or three side by side."""

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from handrail.access import Category, Viewer
from handrail.base import clock
from handrail.base.frozen import frozen
from handrail.catalogue import queries as catalogue
from handrail.catalogue.definitions import ProgrammeType, Said, programme_types
from handrail.catalogue.hooks import hooks
from handrail.catalogue.models import Offer
from handrail.catalogue.queries import ShownOffer
from handrail.catalogue.rules import EVIDENCE_BARS, Evidence, PriceBasis, codes
from handrail.choice.definitions import Wanted, book
from handrail.choice.rules import finder as rules
from handrail.choice.rules.finder import Asked, Candidate
from handrail.intake.models import Answer, Enrolment, Story
from handrail.intake.queries import current_conversation, wish_areas
from handrail.intake.rules import AnswerState
from handrail.people.models import Participant
from handrail.prepared import prepared

SHOWN = 12
# The questions of the conversation that the finder takes up, and what their answers are there.
OBSTACLES, AREAS, LIKES, WORKER = "barriers", "areas", "where-and-how", "worker"
WORK, WANTS_WORK = "work-or-study", {"soon", "thinking"}


class Offered(NamedTuple):
    """What of an offer the rules look at. Hundreds are read at once."""

    key: str
    programme_type: str
    modes: str
    price_basis: str
    own_share_minor: int | None
    payers: str
    run_by: str
    capacity: int


@frozen
class FoundProgramme:
    """One programme of the finder: as it is offered, or the type alone where nobody offers it here."""

    key: str
    kind: ProgrammeType
    shown: ShownOffer | None
    reasons: tuple[str, ...]
    missing: tuple[str, ...]
    bars: int
    voices: int  # how many people tell about it

    @property
    def title(self) -> str | Said:
        return self.shown.offer.title if self.shown else self.kind.names


@frozen
class FinderPage:
    """What fits, what else there is, and the answers to what gets in the way."""

    asked: Asked
    found: tuple[FoundProgramme, ...]
    others: tuple[FoundProgramme, ...]
    answers: tuple[tuple[str, tuple[str, ...]], ...]
    more: int = 0  # programmes that are counted and not listed


def known_of(viewer: Viewer, participant: Participant) -> Asked:
    """Return what the conversation holds for the finder, in three statements; wishes in the person's order (S-044)."""
    conversation = current_conversation(viewer, participant)
    found = dict(_answers(viewer, conversation.pk)) if conversation else {}
    if found:
        viewer.looks.add(Category.INTAKE, {participant.pk})
    in_order = wish_areas(viewer, participant)
    areas = {*in_order, *codes(found.get(AREAS, ""))}
    if WANTS_WORK & set(codes(found.get(WORK, ""))):
        areas.add("work")
    likes = {*codes(found.get(LIKES, "")), *codes(found.get(WORKER, ""))}
    ways = set(codes(found.get(OBSTACLES, "")))
    known = book()

    def place(code: str) -> int:
        return min(
            (in_order.index(one) for one in known.wishes[code].said if one in in_order), default=len(in_order)
        )

    return Asked(
        tuple(sorted((code for code, one in known.wishes.items() if areas & set(one.said)), key=place)),
        tuple(code for code in known.obstacles if code in ways),
        tuple(code for code, one in known.preferences.items() if likes & set(one.said)),
    )


@prepared
def _answers(viewer: Viewer, conversation_id: UUID) -> QuerySet[Answer, tuple[str, str]]:
    rows: QuerySet[Answer] = Answer.objects.visible_to(viewer).filter(conversation_id=conversation_id)
    asked = rows.filter(question__in=(OBSTACLES, AREAS, LIKES, WORKER, WORK), state=AnswerState.ANSWERED)
    found: QuerySet[Answer, tuple[str, str]] = asked.values_list("question", "choices")
    return found


# ---------- what is weighed ----------


@frozen
class _Seen:
    """What of offers and of the one who asks is looked up only when a rule asks for it: keys, and codes of types."""

    free: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()
    told: frozenset[str] = frozenset()


def _open(viewer: Viewer | None, today: date) -> QuerySet[Offer]:
    rows = Offer.objects.filter(Q(open_to=None) | Q(open_to__gt=today))
    return rows if viewer is None else rows.filter(organisation_id=viewer.own_organisation)


@prepared
def _offered(viewer: Viewer | None, today: date) -> QuerySet[Offer, tuple[Any, ...]]:
    rows = _open(viewer, today).order_by("title", "pk")
    found: QuerySet[Offer, tuple[Any, ...]] = rows.values_list(*Offered._fields)
    return found


def _type_facts(kind: ProgrammeType) -> frozenset[str]:
    facts = {f"wish:{one}" for one in kind.wishes} | {f"setting:{one}" for one in kind.settings}
    facts |= {"trait:peer_led"} if kind.peer_led else set()
    facts |= {"trait:non_clinical"} if kind.non_clinical else set()
    facts |= {"trait:strong_evidence"} if kind.guide.evidence == Evidence.HIGH else set()
    return frozenset(facts) | book().traits.get(kind.slug, frozenset())


class _Bits:
    """Facts as bits, each kind of text read once."""

    def __init__(self, seen: _Seen) -> None:
        known = book()
        self.seen, self.modes = seen, dict[str, int]()
        names = ("pays_nothing", "several_payers", "trained", "place_free", "near")
        self.pays, self.payers, self.trained, self.free, self.near = (
            known.bits.get(f"trait:{name}", 0) for name in names
        )
        self.types = {
            one.code: rules.bits_of({*_type_facts(one), *self._of_person(one.code)}, known)
            for one in programme_types()
        }

    def _of_person(self, code: str) -> list[str]:
        told = (("trait:known", self.seen.known), ("trait:told", self.seen.told))
        return [fact for fact, codes_seen in told if code in codes_seen]

    def of_modes(self, modes: str) -> int:
        if modes not in self.modes:
            self.modes[modes] = rules.bits_of((f"mode:{one}" for one in codes(modes)), book())
        return self.modes[modes]

    def of_offer(self, row: Offered) -> int:
        key, code, modes, basis, own, payers, run_by, _capacity = row
        bits = self.types[code] | self.of_modes(modes)
        bits |= self.pays if own == 0 or basis == PriceBasis.FREE else 0
        bits |= self.payers if " " in payers else 0
        bits |= self.trained if run_by else 0
        bits |= self.free if key in self.seen.free else 0
        return bits | (self.near if key in self.seen.near else 0)


def _candidates(rows: list[Offered], seen: _Seen) -> list[Candidate]:
    """Return offers as the rules see them, and each type that nobody offers here."""
    bits = _Bits(seen)
    order = {one.code: one.order for one in programme_types()}
    found = [
        Candidate(row.key, (order[row.programme_type], place), bits.of_offer(row))
        for place, row in enumerate(rows)
    ]
    offered = {row.programme_type for row in rows}
    for kind in programme_types():
        if kind.code not in offered:
            facts = bits.types[kind.code] | bits.of_modes(" ".join(kind.modes))
            found.append(Candidate(kind.slug, (kind.order, -1), facts))
    return found


def _look_up(
    viewer: Viewer | None, participant: Participant | None, asked: Asked, rows: list[Offered]
) -> _Seen:
    """Return what rules for what was said look at beyond the offers themselves: a statement for each, or none."""
    today, known = _today(viewer), book()

    def asks(trait: str) -> bool:
        return rules.asks_for(asked, known, f"trait:{trait}")

    free, near, been, told = set[str](), set[str](), set[str](), set[str]()
    if asks("place_free"):
        spoken_for = hooks.spoken_for(viewer.own_organisation if viewer else None)
        free = {row.key for row in rows if row.capacity > spoken_for.get(row.key, 0)}
    if participant and participant.site_id and asks("near"):
        near = set(_open(viewer, today).filter(site_id=participant.site_id).values_list("key", flat=True))
    if participant and viewer and asks("known"):
        mine: QuerySet[Enrolment] = Enrolment.objects.visible_to(viewer).filter(participant=participant)
        been = set(mine.values_list("programme_type", flat=True))
    if asks("told"):
        told = set(_voices(viewer))
    return _Seen(frozenset(free), frozenset(near), frozenset(been), frozenset(told))


@prepared
def _told(viewer: Viewer | None) -> QuerySet[Story, tuple[str, int]]:
    rows: QuerySet[Story] = Story.objects.published()
    if viewer is not None:
        rows = rows.filter(organisation_id=viewer.own_organisation)
    found: QuerySet[Story, tuple[str, int]] = (
        rows.order_by().values("programme_type").annotate(n=Count("pk")).values_list("programme_type", "n")
    )
    return found


def _voices(viewer: Viewer | None) -> dict[str, int]:
    """Return how many stories everybody may read about each type, by its code."""
    return dict(_told(viewer))


def _today(viewer: Viewer | None) -> date:
    return viewer.today if viewer else clock.now().date()


def weighed(
    viewer: Viewer | None, asked: Asked, participant: Participant | None = None
) -> list[rules.Ranked]:
    """Return every programme that is offered, weighed by what was said: one statement, and one for each thing more."""
    rows = list(map(Offered._make, _offered(viewer, _today(viewer))))
    return rules.find(asked, _candidates(rows, _look_up(viewer, participant, asked, rows)), book())


def finder_page(
    viewer: Viewer | None, asked: Asked, *, participant: Participant | None = None, language: str = "en"
) -> FinderPage:
    """Return what answers what was said, and everything else below it; SHOWN of each are listed."""
    every = weighed(viewer, asked, participant)
    fits = [one for one in every if one.points]
    listed = fits[:SHOWN] + [one for one in every if not one.points][:SHOWN]
    shown = shown_programmes(viewer, [one.candidate for one in listed], asked, language)
    said = rules.wanted(asked, book())
    answers = [
        (one.text.say(language), tuple(answer.say(language) for answer in one.answers))
        for one in said
        if one.answers
    ]
    return FinderPage(
        asked,
        tuple(shown[one.candidate.key] for one in listed if one.points),
        tuple(shown[one.candidate.key] for one in listed if not one.points),
        tuple(answers),
        len(every) - len(listed),
    )


def shown_programmes(
    viewer: Viewer | None, rows: list[Candidate], asked: Asked, language: str
) -> dict[str, FoundProgramme]:
    """Return programmes as pages show them, by their key, with the reasons for what was said."""
    keys = [one.key for one in rows]
    offers = Offer.objects.select_related("site").filter(key__in=keys)
    if viewer is not None:
        offers = offers.filter(organisation_id=viewer.own_organisation)
    by_key = {one.offer.key: one for one in catalogue.shown(viewer, list(offers))}
    kinds = {one.slug: one for one in programme_types()}
    voices = _voices(viewer)
    found = {}
    for one in rows:
        shown = by_key.get(one.key)
        kind = kinds[shown.slug if shown else one.key]
        why = rules.reasons_of(one, asked, book())
        found[one.key] = FoundProgramme(
            key=one.key,
            kind=kind,
            shown=shown,
            reasons=tuple(match.says.say(language) for match in why.reasons),
            missing=tuple(wanted.text.say(language) for wanted in why.missing),
            bars=EVIDENCE_BARS[Evidence(kind.guide.evidence)],
            voices=voices.get(kind.code, 0),
        )
    return found


def sayings(language: str) -> dict[str, list[tuple[str, str]]]:
    """Return everything that can be said to the finder, by its field: code and words."""
    known = book()

    def options(rows: dict[str, Wanted]) -> list[tuple[str, str]]:
        return [(code, one.text.say(language)) for code, one in rows.items()]

    return {
        rules.Asking.WISHES: options(known.wishes),
        rules.Asking.OBSTACLES: options(known.obstacles),
        rules.Asking.PREFERENCES: options(known.preferences),
    }
