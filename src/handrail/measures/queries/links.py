"""Links without an account: what letters lead to, what they ask, and what stands behind them."""

from dataclasses import replace
from datetime import date

from django.contrib.auth.hashers import check_password
from django.utils.crypto import constant_time_compare, salted_hmac

from handrail.access import Label, Viewer
from handrail.accounts.models import Site
from handrail.accounts.rules import folded_word
from handrail.base import clock
from handrail.base.errors import NotFound
from handrail.base.frozen import frozen
from handrail.base.words import _
from handrail.measures.definitions import instruments
from handrail.measures.models import Administration, AdministrationQuerySet, AnswerLink, Schedule
from handrail.measures.rules import Instrument
from handrail.measures.rules.asking import AdministrationStatus
from handrail.measures.rules.links import (
    KEY_LETTERS,
    LETTERS,
    LINK_STATES,
    LINK_WAYS,
    LinkAsks,
    LinkState,
    LinkWay,
    link_state,
)
from handrail.people.models import Participant
from handrail.safety.definitions import SafetyGuide
from handrail.safety.models import Alert
from handrail.safety.queries.alerts import Told, told
from handrail.safety.queries.answering import running_alert
from handrail.safety.queries.numbers import guide_for

CALLED_AT_MOST = 3


def hidden(secret: str) -> str:
    """Return what is stored of a link's secret letters: a digest that only this place can make."""
    return salted_hmac("handrail.answer_link", secret, algorithm="sha256").hexdigest()


def link_behind(letters: str) -> AnswerLink | None:
    """Return the link with these letters, open or not; None when they are nobody's."""
    if len(letters) != LETTERS:
        return None
    rows = AnswerLink.objects.select_related(
        "schedule__reader", "schedule__participant", "participant__organisation", "participant__site"
    )
    found: AnswerLink | None = rows.filter(key=letters[:KEY_LETTERS]).first()
    same = constant_time_compare(found.hashed if found else hidden(""), hidden(letters[KEY_LETTERS:]))
    return found if found and same else None


def link_of_key(key: str) -> AnswerLink | None:
    """Return the link that a session has opened; None when it is gone."""
    rows = AnswerLink.objects.select_related(
        "schedule__reader", "schedule__participant", "participant__organisation", "participant__site"
    )
    found: AnswerLink | None = rows.filter(key=key).first()
    return found


def state_of(link: AnswerLink) -> LinkState:
    """Return whether a link opens now; one that was used opens on while something typed beside it waits."""
    state = link_state(
        used=link.used_at is not None,
        stopped=link.stopped_at is not None,
        wrong=link.wrong,
        expires_at=link.expires_at,
        now=clock.now(),
    )
    waits = state == LinkState.USED and clock.now() < link.expires_at and link.stopped_at is None
    return LinkState.OPEN if waits and _beside(link).exists() else state


def is_open(link: AnswerLink) -> bool:
    """Return whether a link opens now."""
    return state_of(link) == LinkState.OPEN


def opens(link: AnswerLink, *, word: str = "", born: date | None = None) -> bool:
    """Return whether what was said is what the link asks for."""
    if link.asks == LinkAsks.WORD:
        return check_password(folded_word(word), link.word)
    return born is not None and born == link.participant.birth_on


def answering(link: AnswerLink, language: str) -> Viewer:
    """Return in whose name a link acts: nobody's account, inside one organisation."""
    place = link.participant.organisation
    nobody = Viewer.system("link", organisation_id=place.pk, today=clock.today(place.zone), zone=place.zone)
    return replace(nobody, language=language)


@frozen
class Call:
    """Whom to call: a place and its number."""

    name: str
    phone: str


def whom_to_call(link: AnswerLink | None) -> tuple[Call, ...]:
    """Return whom to call about a link: the place that handed it out, or those of this installation."""
    rows = Site.objects.exclude(phone="").order_by("name", "pk")
    if link is not None:
        rows = rows.filter(organisation_id=link.organisation_id)
        own = rows.filter(pk=link.participant.site_id)
        rows = own if own.exists() else rows
    return tuple(Call(one.name, one.phone) for one in rows[:CALLED_AT_MOST])


def _beside(link: AnswerLink) -> AdministrationQuerySet:
    kept: AdministrationQuerySet = Administration.objects.filter(
        link=link, status=AdministrationStatus.KEPT, label=Label.PRIVATE
    )
    return kept.order_by("created_at")


@frozen
class LinkPage:
    """What stands behind a link that somebody opened: the one form, and what was typed beside it."""

    link: AnswerLink
    row: Administration
    instrument: Instrument
    beside: tuple[Administration, ...]


def link_page(viewer: Viewer, link: AnswerLink) -> LinkPage | None:
    """Return what stands behind an opened link, or None when nothing does."""
    row = Administration.objects.main().filter(link=link).select_related("participant").first()
    if row is None or row.instrument not in instruments():
        return None
    return LinkPage(link, row, instruments()[row.instrument], tuple(_beside(link)))


def kept_beside(viewer: Viewer, link: AnswerLink, key: str) -> Administration:
    """Return one row that was typed beside the form of a link; raise NotFound for any other."""
    found: Administration | None = _beside(link).filter(key=key).first()
    if found is None:
        raise NotFound(str(_("There is no such page.")))
    return found


@frozen
class HelpAfter:
    """After an answer that somebody reads at once: numbers to call, and who was told; nothing else of the person."""

    guide: SafetyGuide
    alert: Alert | None
    told: tuple[Told, ...]


def help_after(viewer: Viewer, link: AnswerLink) -> HelpAfter:
    """Return what can help first after an answer that came by a link."""
    alert = running_alert(viewer, link.participant)
    return HelpAfter(guide_for(viewer.language, link.participant), alert, told(alert) if alert else ())


# ---- for a colleague ----


@frozen
class ShownLink:
    """One link as the page of a colleague shows it."""

    link: AnswerLink
    state: LinkState

    @property
    def words(self) -> str:
        return str(LINK_STATES[self.state])

    @property
    def way(self) -> str:
        return str(LINK_WAYS[LinkWay(self.link.way)])

    @property
    def may_stop(self) -> bool:
        return self.state == LinkState.OPEN


def links_of(viewer: Viewer, schedule: Schedule) -> tuple[ShownLink, ...]:
    """Return the links that were handed out for one schedule, the newest first, ten at most."""
    rows = (
        AnswerLink.objects.visible_to(viewer).filter(schedule=schedule).select_related("made_by", "message")
    )
    return tuple(ShownLink(row, state_of(row)) for row in rows.order_by("-created_at")[:10])


def link(viewer: Viewer, participant: Participant, key: str) -> AnswerLink:
    """Return one link of a person; raise NotFound when it is absent or closed to the viewer."""
    found: AnswerLink | None = (
        AnswerLink.objects.visible_to(viewer)
        .filter(participant=participant, key=key)
        .select_related("schedule", "message")
        .first()
    )
    if found is None:
        raise NotFound(str(_("There is no such page.")))
    return found


def to_hand_out() -> list[Schedule]:
    """Return the schedules whose links go out by themselves, for the work loop; it asks each whether it is due."""
    rows = Schedule.objects.running().exclude(link_asks="").select_related("participant__organisation")
    return list(rows.order_by("organisation_id", "pk"))


def was_handed_out(schedule: Schedule, occasion: str) -> bool:
    """Return whether a link of this schedule for this occasion went out already: it is handed out once."""
    return AnswerLink.objects.filter(schedule=schedule, occasion=occasion).exists()
