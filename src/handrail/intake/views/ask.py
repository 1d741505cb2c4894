from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language

from handrail import ui
from handrail.access import Viewer, once, public
from handrail.accounts.models import Organisation, Site
from handrail.base import clock
from handrail.intake import actions, queries
from handrail.intake.forms.referrals import AskForm, place_name
from handrail.intake.models import Referral
from handrail.intake.rules import EntryReason, ReferralSource

ASKED = "asked"
ASKED_AT_MOST = 3
JOINT = "joint"
WITHIN = timedelta(hours=1)
Places = list[tuple[Organisation, Site | None]]


def _nobody() -> Viewer:
    return Viewer.system("ask", today=clock.now().date())


def _emergency() -> str:
    """Return the emergency number that the place has confirmed, or nothing."""
    return str(settings.EMERGENCY_NUMBER)


def _asked_often(request: HttpRequest) -> bool:
    since = clock.now() - WITHIN
    times = [datetime.fromisoformat(one["at"]) for one in request.session.get(ASKED, [])]
    return sum(at > since for at in times) >= ASKED_AT_MOST


def _thanks(request: HttpRequest, referral: Referral) -> str:
    before = request.session.get(ASKED, [])[-ASKED_AT_MOST:]
    nobody = Viewer.system("ask", organisation_id=referral.organisation_id, today=referral.received_on)
    told = {
        "at": clock.now().isoformat(),
        "by": referral.first_contact_by.isoformat(),
        "before": queries.asked_before(nobody, referral),
        "joint": referral.meetings.exists(),
    }
    request.session[ASKED] = [*before, told]
    return reverse("intake:asked")


def _by_key(places: Places) -> dict[str, tuple[Organisation, Site | None]]:
    return {(site or organisation).key: (organisation, site) for organisation, site in places}


def _names(places: Places) -> list[tuple[str, str]]:
    return [
        (key, place_name(organisation.name, site.name if site else ""))
        for key, (organisation, site) in _by_key(places).items()
    ]


def _ask(form: AskForm, places: Places, *, joint: bool) -> tuple[Viewer, Callable[..., Referral]]:
    """Return in whose name the form is received, and what it does."""
    data = form.cleaned_data
    by_key = _by_key(places)
    organisation, site = by_key[data.get("place") or next(iter(by_key))]
    nobody = Viewer.system(
        "ask", organisation_id=organisation.pk, today=clock.today(organisation.zone), zone=organisation.zone
    )
    return nobody, lambda about: actions.receive_referral(
        organisation=organisation,
        site=site,
        called=data["called"],
        source=ReferralSource(data["source"]),
        reason=EntryReason.OWN_WISH,
        words=data["words"],
        source_name=data["near_name"] if data["source"] == ReferralSource.FAMILY else "",
        near=form.near,
        joint=joint,
        speaks=data["speaks"],
        needs_interpreter=data["needs_interpreter"],
        phone=data["phone"],
        email=data["email"] or None,
        language=get_language() or "",
        by=nobody,
    )


@public
def refer_self(request: HttpRequest) -> HttpResponse:
    """Let anybody ask for support, for themselves or for somebody near, without an account (S-172)."""
    places = queries.self_referral_places(_nobody())
    form = AskForm(request.POST or None, places=_names(places))
    often = _asked_often(request)
    if places and not often and form.is_valid():
        nobody, ask = _ask(form, places, joint=request.POST.get("do") == JOINT)
        return once(request, ask, lambda referral: _thanks(request, referral), by=nobody)
    context = {"form": form, "open": bool(places) and not often, "often": often, "emergency": _emergency()}
    return ui.page(request, "intake/ask.html", context)


@public
def asked(request: HttpRequest) -> HttpResponse:
    """Say thank you, and by which day somebody calls."""
    before = request.session.get(ASKED, [])
    last = before[-1] if before else {}
    context = {
        "by": date.fromisoformat(last["by"]) if last else None,
        "before": last.get("before"),
        "joint": last.get("joint", False),
        "emergency": _emergency(),
    }
    return ui.page(request, "intake/asked.html", context)
