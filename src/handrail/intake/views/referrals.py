from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail import ui
from handrail.access import Permission, Viewer, once, requires, viewer_of
from handrail.accounts.queries import organisation_of
from handrail.base.errors import NotFound
from handrail.base.words import _
from handrail.intake import actions, queries
from handrail.intake.forms import (
    ContactMadeForm,
    NotNowForm,
    ReferralForm,
    StartForm,
    TakeForm,
    WithdrawForm,
)
from handrail.intake.models import Referral
from handrail.intake.rules import (
    ENTRY_REASONS,
    OPEN_REFERRALS,
    REFERRAL_SOURCES,
    REFERRAL_STATUSES,
    REFERRAL_TRANSITIONS,
    EntryReason,
    ReferralSource,
    ReferralStatus,
)

STEPS = {
    "take": TakeForm,
    "contact": ContactMadeForm,
    "start": StartForm,
    "not-now": NotNowForm,
    "withdraw": WithdrawForm,
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
        "waiting": queries.open_referrals(viewer),
        "referrals": queries.referrals(viewer),
        "statuses": REFERRAL_STATUSES,
        "open": OPEN_REFERRALS,
        "today": viewer.today,
    }
    return ui.page(request, "intake/referrals.html", context)


@requires(Permission.REFERRAL_TAKE)
def refer(request: HttpRequest) -> HttpResponse:
    """Write down a referral that somebody brought."""
    viewer = viewer_of(request)
    form = ReferralForm(request.POST or None, takers=queries.may_take_referrals(viewer), viewer=viewer)
    if form.is_valid():
        data = dict(form.cleaned_data)
        contact = queries.contact_person(viewer, data.pop("contact"))
        facts = {
            **data,
            "contact": contact,
            "source": ReferralSource(data["source"]),
            "reason": EntryReason(data["reason"]),
            "email": data["email"] or None,
            "organisation": organisation_of(viewer),
        }
        return once(
            request,
            lambda about: actions.receive_referral(**facts, by=viewer),
            lambda done: reverse("intake:referral", args=[done.key]),
        )
    return ui.page(request, "intake/refer.html", {"form": form})


def _forms(viewer: Viewer, referral: Referral) -> dict[str, Any]:
    """Return the forms of the steps that the referral can take now."""
    leads = REFERRAL_TRANSITIONS[ReferralStatus(referral.status)]
    names = [step for step, to in LEADS_TO.items() if to in leads]
    forms = {name: STEPS[name](prefix=name) for name in names if name != "start" or referral.contact}
    if referral.status in OPEN_REFERRALS:
        forms["take"] = _take_form(viewer, referral)
    if "contact" in forms:
        forms["contact"].initial = {"on": viewer.today}
    return forms


def _take_form(viewer: Viewer, referral: Referral) -> TakeForm:
    initial = {
        "contact": str(referral.contact_id or viewer.user_id),
        "first_contact_by": referral.first_contact_by,
    }
    return TakeForm(prefix="take", takers=queries.may_take_referrals(viewer), initial=initial)


def _page(request: HttpRequest, referral: Referral, bound: dict[str, Any]) -> HttpResponse:
    viewer = viewer_of(request)
    context = {
        "referral": referral,
        "participant": referral.participant,
        "status": REFERRAL_STATUSES[ReferralStatus(referral.status)],
        "statuses": REFERRAL_STATUSES,
        "source": REFERRAL_SOURCES[ReferralSource(referral.source)],
        "reason": ENTRY_REASONS[EntryReason(referral.reason)],
        "late": referral.status == ReferralStatus.NEW and referral.first_contact_by < viewer.today,
        "changes": list(queries.referral_changes(viewer, referral)),
        "forms": {**_forms(viewer, referral), **bound},
        **({"form": next(iter(bound.values()))} if bound else {}),
    }
    return ui.page(request, "intake/referral.html", context)


def _untaken(request: HttpRequest, referral_key: str, bound: TakeForm | None = None) -> HttpResponse:
    shown, row = queries.open_referral(viewer_of(request), referral_key)
    form = bound or _take_form(viewer_of(request), row)
    return ui.page(request, "intake/untaken.html", {"shown": shown, "form": form})


@requires(Permission.REFERRAL_TAKE)
def referral(request: HttpRequest, referral_key: str) -> HttpResponse:
    """Show one referral; of one that nobody has taken only what is needed to take it."""
    viewer = viewer_of(request)
    found = queries.referral(viewer, referral_key)
    if found is not None:
        return _page(request, found, {})
    return _untaken(request, referral_key)


def _act(step: str, referral: Referral, data: dict[str, Any], version: int, by: Viewer) -> Referral:
    facts: dict[str, Any] = {"referral": referral, "version": version, "by": by}
    if step == "take":
        contact = queries.contact_person(by, data["contact"])
        return actions.take_referral(contact=contact, first_contact_by=data["first_contact_by"], **facts)
    if step == "contact":
        return actions.make_first_contact(on=data["on"], words=data["words"], **facts)
    if step == "not-now":
        return actions.put_referral_off(
            alternatives=data["alternatives"], contact_again_on=data["contact_again_on"], **facts
        )
    if step == "withdraw":
        return actions.withdraw_referral(reason=data["reason"], **facts)
    return actions.start_referral(**facts)


def _after(step: str, referral: Referral, viewer: Viewer) -> str:
    if step == "start":
        return reverse("intake:conversation", args=[referral.participant.key])
    seen = queries.referral(viewer, referral.key)
    return reverse("intake:referral", args=[referral.key]) if seen else reverse("intake:referrals")


@requires(Permission.REFERRAL_TAKE)
def change_referral(request: HttpRequest, referral_key: str, step: str) -> HttpResponse:
    """Take a referral, or write down first contact, a start, not now, or that it was taken back."""
    viewer = viewer_of(request)
    mine = queries.referral(viewer, referral_key)
    found = queries.open_referral(viewer, referral_key)[1] if mine is None and step == "take" else mine
    if found is None or step not in STEPS or request.method != "POST":
        raise NotFound(str(_("There is no such page.")))
    options = {"takers": queries.may_take_referrals(viewer)} if step == "take" else {}
    form = STEPS[step](request.POST, prefix=step, **options)
    if not form.is_valid():
        return _page(request, found, {step: form}) if mine else _untaken(request, referral_key, form)
    return once(
        request,
        lambda about: _act(step, found, form.cleaned_data, about.version, viewer),
        lambda done: _after(step, done, viewer),
        person=referral_key,
    )
