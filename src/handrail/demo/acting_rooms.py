"""Carries out what happens in the rooms: a table from verbs to the product's own actions."""

from collections.abc import Callable
from typing import Any, Protocol

from handrail.access import Viewer
from handrail.choice import actions as costs
from handrail.community import actions as community
from handrail.community.rules import Again, GotIt, LinkStatus, PlaceKind
from handrail.demo.lives import deeds as d
from handrail.housing import actions as housing
from handrail.housing.actions.homes import HomeFacts
from handrail.housing.actions.looking import ApplicationFacts
from handrail.housing.rules import HomeApplicationStatus, HomeKind, RightForMe, TroubleKind
from handrail.intake.actions import choices
from handrail.intake.rules import EnrolmentRank, EnrolmentStatus
from handrail.learning import actions as learning
from handrail.learning.lessons import lesson
from handrail.peers import actions as peers
from handrail.peers.rules import CheckInFacts, PeerOfferStatus
from handrail.plans import actions as plans
from handrail.plans.actions import care
from handrail.plans.rules import CareTaskStatus, HealthEventKind, LifeArea, OutsideCareKind, SupportLevel
from handrail.plans.rules.roles import LifeRoleStatus, RoleKind
from handrail.safety import actions as safety
from handrail.safety.rules import ListSection
from handrail.work import actions as work
from handrail.work.actions.employers import Said
from handrail.work.rules import AdjustmentKind, AdjustmentStatus, EndReason, JobFacts


class SomeActor(Protocol):
    participant: Any

    def found(self, kind: str, number: int = 0) -> Any: ...
    def keep(self, kind: str, thing: Any, number: int = 0) -> None: ...
    def pointed(self, ref: d.Ref) -> Any: ...


Act = Callable[[SomeActor, d.Did, Viewer], Any]


def _facts(a: SomeActor, deed: d.Did, shapes: dict[str, Any]) -> dict[str, Any]:
    """Return the facts as the action takes them: what they point to, and each in its shape."""
    found = {}
    for name, value in deed.facts.items():
        if isinstance(value, d.Ref):
            found[name] = a.pointed(value)
        elif name in shapes and value not in (None, ""):
            found[name] = shapes[name](**value) if isinstance(value, dict) else shapes[name](value)
        else:
            found[name] = value
    return found


def makes(action: Callable[..., Any], kind: str = "", /, **shapes: Any) -> Act:
    """Act for the person; what is made is kept under ``kind``."""

    def act(a: SomeActor, deed: d.Did, by: Viewer) -> None:
        made = action(participant=a.participant, by=by, **_facts(a, deed, shapes))
        if kind:
            a.keep(kind, made, deed.thing)

    return act


def moves(action: Callable[..., Any], kind: str, /, *, but: str = "", **shapes: Any) -> Act:
    """Act on what was made before; the fact ``but`` is for the rows alone."""

    def act(a: SomeActor, deed: d.Did, by: Viewer) -> None:
        facts = _facts(a, deed, shapes)
        facts.pop(but, None)
        action(**{kind: a.found(kind, deed.thing)}, by=by, **facts)

    return act


def _plan_thing(a: SomeActor, deed: d.Did, by: Viewer) -> None:
    done = learning.plan_thing_of_lesson(
        participant=a.participant,
        lesson=lesson(deed.facts["lesson"], "en"),
        on=deed.facts["on"],
        by=by,
    )
    a.keep("item", done.week_item, -deed.thing)


def _in_english(slug: str) -> Any:
    return lesson(slug, "en")


ACTED: dict[str, Act] = {
    "enrol": makes(choices.enrol, "enrolment", rank=EnrolmentRank),
    "choose_offer": makes(choices.choose_offer, "enrolment", rank=EnrolmentRank),
    "start_enrolment": moves(choices.start_enrolment, "enrolment"),
    "end_enrolment": moves(choices.end_enrolment, "enrolment", to=EnrolmentStatus),
    "settle_cost": moves(costs.settle_cost, "enrolment"),
    "write_profile": makes(lambda **facts: work.write_profile(number=0, **facts), texts=dict),
    "start_job": makes(work.start_job, "job", facts=JobFacts),
    "answer_still_there": moves(work.answer_still_there, "job"),
    "end_job": moves(work.end_job, "job", reason=EndReason),
    "need_adjustment": makes(work.need_adjustment, "adjustment", kind=AdjustmentKind),
    "move_adjustment": moves(work.move_adjustment, "adjustment", to=AdjustmentStatus),
    "record_contact": makes(work.record_contact, said=Said),
    "move_in": makes(housing.move_in, "home", facts=HomeFacts),
    "answer_home": moves(housing.answer_home, "home", answer=RightForMe),
    "say_home_wish": makes(housing.say_home_wish, kind=HomeKind),
    "add_application": makes(housing.add_application, "application", facts=ApplicationFacts),
    "change_application_status": moves(
        housing.change_application_status, "application", to=HomeApplicationStatus
    ),
    "notice_trouble": makes(housing.notice_trouble, "trouble", kind=TroubleKind),
    "settle_trouble": moves(housing.settle_trouble, "trouble"),
    "add_routine": makes(housing.add_routine),
    "ask_link": makes(community.ask_link, "link"),
    "change_link_status": moves(community.change_link_status, "link", to=LinkStatus),
    "answer_link": moves(community.answer_link, "link", answer=GotIt),
    "add_activity": makes(community.add_activity, "activity", kind=PlaceKind, support_wanted=SupportLevel),
    "take_part": moves(community.take_part, "activity", given=SupportLevel, again=Again),
    "offer_peer": makes(peers.offer_peer),
    "answer_peer_offer": makes(peers.answer_peer_offer, answer=PeerOfferStatus),
    "ask_mentor": makes(peers.ask_mentor, "pairing"),
    "accept_pairing": moves(peers.accept_pairing, "pairing", but="page"),
    "go_on": moves(peers.go_on, "pairing"),
    "check_in_pair": moves(peers.check_in, "pairing", facts=CheckInFacts),
    "end_pairing": moves(peers.end_pairing, "pairing", but="page"),
    "share_lessons": makes(learning.share_lessons),
    "keep_place": makes(learning.keep_place, lesson=_in_english),
    "plan_thing_of_lesson": _plan_thing,
    "add_list_line": makes(safety.add_list_line, section=ListSection),
    "check_day": makes(safety.check_in),
    "write_health_event": makes(care.write_health_event, kind=HealthEventKind),
    "write_outside_care": makes(care.write_outside_care, kind=OutsideCareKind),
    "add_care_task": makes(care.add_care_task, "task"),
    "change_care_task_status": moves(care.change_care_task_status, "task", to=CareTaskStatus),
    "add_life_role": makes(plans.add_life_role, kind=RoleKind, status=LifeRoleStatus),
    "say_how_area_is": makes(plans.say_how_area_is, area=LifeArea),
}
