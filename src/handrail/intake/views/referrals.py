from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail import ui
from handrail.access import Permission, Viewer, answered_before, once, requires, viewer_of
from handrail.accounts.queries import organisation_of
from handrail.base.errors import NotFound, Stale
from handrail.base.words import _
from handrail.intake import actions, queries
from handrail.intake.forms.referrals import (
    ArrangedForm,
    CallOffForm,
    ContactMadeForm,
    MeetingForm,
    NotNowForm,
    ReferralForm,
    StartForm,
    TakeForm,
    WithdrawForm,
)
from handrail.intake.models import FirstMeeting, Referral
from handrail.intake.rules import (
    ASK_AGAIN_AFTER,
    ENTRY_REASONS,
    FIRST_MEETING_STATUSES,
    MET_AT,
    OPEN_REFERRALS,
    REFERRAL_SOURCES,
    REFERRAL_STATUSES,
    REFERRAL_TRANSITIONS,
    EntryReason,
    FirstMeetingStatus,
    MetAt,
    ReferralSource,
    ReferralStatus,
    days_to_contact,
)
from handrail.people.actions import look_for_same
from handrail.people.country import is_minor
from handrail.people.queries.same import Same, known_of
from handrail.people.rules import RELATIONSHIPS

STEPS = {
    "take": TakeForm,
    "contact": ContactMadeForm,
    "start": StartForm,
    "not-now": NotNowForm,
    "withdraw": WithdrawForm,
    "meeting": MeetingForm,
    "arranged": ArrangedForm,
    "call-off": CallOffForm,
}
LEADS_TO = {
    "contact": ReferralStatus.IN_CONTACT,
    "start": ReferralStatus.STARTED,
    "not-now": ReferralStatus.NOT_NOW,
    "withdraw": ReferralStatus.WITHDRAWN,
}


@requires(Permission.REFERRAL_TAKE)
def referrals(request: HttpRequest) -> HttpResponse:
    """List the referrals: those that nobody has taken, then my own and my team's, new first."""
    viewer = viewer_of(request)
    context = {
        "days": days_to_contact,
        "waiting": queries.open_referrals(viewer),
        "untaken": queries.untaken_count(viewer),
        "referrals": queries.referrals(viewer),
        "statuses": REFERRAL_STATUSES,
        "open": OPEN_REFERRALS,
        "today": viewer.today,
    }
    return ui.page(request, "intake/referrals.html", context)


def _receive(form: ReferralForm, same: Same, viewer: Viewer) -> Referral:
    """Make the record and the referral, or the referral of somebody who was said to be the same person."""
    data = dict(form.cleaned_data)
    known_here = same.open_one(data.pop("same", ""))
    contact = queries.contact_person(viewer, data.pop("contact"))
    brought = {name: data.pop(name) for name in ("words", "source_name", "received_on")}
    source, reason = ReferralSource(data.pop("source")), EntryReason(data.pop("reason"))
    facts = {**brought, "source": source, "reason": reason, "contact": contact, "by": viewer}
    if known_here is not None:
        return actions.receive_referral_of(participant=known_here, **facts)
    person = {**data, "email": data["email"] or None}
    return actions.receive_referral(organisation=organisation_of(viewer), **person, **facts)


@requires(Permission.REFERRAL_TAKE)
def refer(request: HttpRequest) -> HttpResponse:
    """Write down a referral that somebody brought, once it is clear that they are not known here already."""
    viewer = viewer_of(request)
    form = ReferralForm(request.POST or None, takers=queries.may_take_referrals(viewer), viewer=viewer)
    same = Same()
    if form.is_valid():
        if (before := answered_before(request)) is not None:
            return before
        same = look_for_same(sought=form.sought, by=viewer)
        if form.is_settled(same):
            return once(
                request,
                lambda about: _receive(form, same, viewer),
                lambda done: reverse("intake:referral", args=[done.key]),
            )
    context = {"form": form, "same": same, "ask": queries.who_may_know(viewer) if same.hidden else []}
    return ui.page(request, "intake/refer.html", context)


def _forms(viewer: Viewer, referral: Referral) -> dict[str, Any]:
    """Return the forms of the steps that the referral can take now."""
    leads = REFERRAL_TRANSITIONS[ReferralStatus(referral.status)]
    names = [step for step, to in LEADS_TO.items() if to in leads]
    forms = {name: STEPS[name](prefix=name) for name in names if name != "start" or referral.contact}
    if referral.status in OPEN_REFERRALS:
        forms["take"] = _take_form(viewer, referral)
    if "contact" in forms:
        forms["contact"].initial = {"on": viewer.today}
    if "not-now" in forms:
        forms["not-now"].initial = {"contact_again_on": viewer.today + ASK_AGAIN_AFTER}
    return forms


def _meeting_forms(referral: Referral, meeting: FirstMeeting | None) -> dict[str, Any]:
    """Return the forms of the joint first meeting: ask for it in one tap, then its day, or call it off."""
    if meeting is None:
        return {"meeting": MeetingForm(prefix="meeting")} if referral.status in OPEN_REFERRALS else {}
    names = ["call-off"] if meeting.status == FirstMeetingStatus.ARRANGED else ["arranged", "call-off"]
    return {name: STEPS[name](prefix=name) for name in names}


def _take_form(viewer: Viewer, referral: Referral) -> TakeForm:
    initial = {
        "contact": str(referral.contact_id or viewer.user_id),
        "first_contact_by": referral.first_contact_by,
    }
    return TakeForm(prefix="take", takers=queries.may_take_referrals(viewer), initial=initial)


def _page(request: HttpRequest, referral: Referral, bound: dict[str, Any]) -> HttpResponse:
    viewer = viewer_of(request)
    meeting = queries.first_meeting(viewer, referral)
    context = {
        "referral": referral,
        "meeting": meeting,
        "met_at": MET_AT[MetAt(referral.met_at)] if referral.met_at else "",
        "meeting_status": FIRST_MEETING_STATUSES[FirstMeetingStatus(meeting.status)] if meeting else "",
        "today": viewer.today,
        "minor": is_minor(referral.participant, viewer.today),
        "relationships": RELATIONSHIPS,
        "days": days_to_contact(referral.received_on, referral.contacted_on, viewer.today),
        "supporters": queries.named_people(viewer, referral),
        "may_change_facts": viewer.may(Permission.ROOM_WRITE),
        "participant": referral.participant,
        "status": REFERRAL_STATUSES[ReferralStatus(referral.status)],
        "statuses": REFERRAL_STATUSES,
        "source": REFERRAL_SOURCES[ReferralSource(referral.source)],
        "reason": ENTRY_REASONS[EntryReason(referral.reason)],
        "late": referral.status == ReferralStatus.NEW and referral.first_contact_by < viewer.today,
        "changes": list(queries.referral_changes(viewer, referral)),
        "forms": {**_forms(viewer, referral), **_meeting_forms(referral, meeting), **bound},
        **({"form": next(iter(bound.values()))} if bound else {}),
    }
    return ui.page(request, "intake/referral.html", context)


def _untaken(
    request: HttpRequest, referral_key: str, bound: TakeForm | None = None, same: Same | None = None
) -> HttpResponse:
    viewer, found = viewer_of(request), same or Same()
    shown, row = queries.open_referral(viewer, referral_key)
    form = bound or _take_form(viewer, row)
    ask = queries.who_may_know(viewer) if found.hidden else []
    context = {"shown": shown, "form": form, "same": found, "ask": ask}
    return ui.page(request, "intake/untaken.html", context)


@requires(Permission.REFERRAL_TAKE)
def referral(request: HttpRequest, referral_key: str) -> HttpResponse:
    """Show one referral; of one that nobody has taken only what is needed to take it."""
    viewer = viewer_of(request)
    found = queries.referral(viewer, referral_key)
    if found is not None:
        return _page(request, found, {})
    return _untaken(request, referral_key)


def _take(data: dict[str, Any], by: Viewer, **facts: Any) -> Referral:
    contact = queries.contact_person(by, data["contact"])
    day, same_as = data["first_contact_by"], data.get("same_as")
    return actions.take_referral(contact=contact, first_contact_by=day, same_as=same_as, by=by, **facts)


DEEDS: dict[str, Callable[..., Any]] = {
    "take": _take,
    "contact": lambda data, **facts: actions.make_first_contact(**data, **facts),
    "start": lambda _data, **facts: actions.start_referral(**facts),
    "not-now": lambda data, **facts: actions.put_referral_off(**data, **facts),
    "withdraw": lambda data, **facts: actions.withdraw_referral(**data, **facts),
}
MEETING_DEEDS: dict[str, Callable[..., Any]] = {
    "arranged": actions.arrange_first_meeting,
    "call-off": actions.call_first_meeting_off,
}


def _act(step: str, referral: Referral, data: dict[str, Any], version: int, by: Viewer) -> Referral:
    if step == "meeting":
        actions.ask_first_meeting(referral=referral, by=by)
        return referral
    if step in MEETING_DEEDS:
        meeting = queries.first_meeting(by, referral)
        if meeting is None:
            raise Stale(str(_("Somebody changed this in the meantime. Look at it again, then save.")))
        MEETING_DEEDS[step](meeting=meeting, by=by, version=version, **data)
        return referral
    done: Referral = DEEDS[step](data, by=by, referral=referral, version=version)
    return done


def _after(step: str, referral: Referral, viewer: Viewer) -> str:
    if step == "start":
        return reverse("intake:conversation", args=[referral.participant.key])
    seen = queries.referral(viewer, referral.key)
    return reverse("intake:referral", args=[referral.key]) if seen else reverse("intake:referrals")


def _take_untaken(request: HttpRequest, referral: Referral, form: TakeForm) -> HttpResponse:
    """Take a referral that nobody has, once it is clear whether the person is known here already."""
    viewer, key = viewer_of(request), referral.key
    same = look_for_same(
        sought=known_of(referral.participant), leaving_out=referral.participant_id, by=viewer
    )
    if not form.is_settled(same):
        return _untaken(request, key, form, same)
    data = {**form.cleaned_data, "same_as": same.open_one(form.cleaned_data.get("same", ""))}
    return once(
        request,
        lambda about: _act("take", referral, data, about.version, viewer),
        lambda done: _after("take", done, viewer),
        person=key,
    )


@requires(Permission.REFERRAL_TAKE)
def change_referral(request: HttpRequest, referral_key: str, step: str) -> HttpResponse:
    """Take a referral, write down first contact, a start, not now, that it was taken back, or a first meeting."""
    viewer = viewer_of(request)
    mine = queries.referral(viewer, referral_key)
    found = queries.open_referral(viewer, referral_key)[1] if mine is None and step == "take" else mine
    if found is None or step not in STEPS or request.method != "POST":
        raise NotFound(str(_("There is no such page.")))
    options = {"takers": queries.may_take_referrals(viewer)} if step == "take" else {}
    form = STEPS[step](request.POST, prefix=step, **options)
    if not form.is_valid():
        return _page(request, found, {step: form}) if mine else _untaken(request, referral_key, form)
    if mine is None:
        return _take_untaken(request, found, form)
    return once(
        request,
        lambda about: _act(step, found, form.cleaned_data, about.version, viewer),
        lambda done: _after(step, done, viewer),
        person=referral_key,
    )
