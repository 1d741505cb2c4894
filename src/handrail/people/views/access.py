"""Who sees what: one page to see it, one for each recipient to change it, with the effect before it is saved."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail import ui
from handrail.access import Category, Permission, Viewer, requires
from handrail.people import actions, queries
from handrail.people.country import country_pack
from handrail.people.forms.access import ConsentForm, RecipientForm, SeesForm, YesForm
from handrail.people.models import Consent, Participant
from handrail.people.pages import load, send, status_of
from handrail.people.queries import access as reads
from handrail.people.rooms import rooms_seen
from handrail.people.rules import consent as rules
from handrail.people.rules.consent import ConsentPurpose, ConsentStatus, Voice, Way


def is_own(viewer: Viewer, participant: Participant) -> bool:
    return viewer.participant_id == participant.pk


def _consent_line(viewer: Viewer, row: Consent) -> dict[str, Any]:
    pack = country_pack(row.participant.organisation.country)
    return {
        "row": row,
        "who": reads.consent_name(row),
        "sees": rules.parts_in_words(rules.categories_in(row.scopes)),
        "purpose": rules.CONSENT_PURPOSES[ConsentPurpose(row.purpose)],
        "basis": pack.legal_basis(row.legal_basis, viewer.language),
        "is_confirmed": pack.is_confirmed,
        "waits": row.status == ConsentStatus.WAITING,
        "yeses": [(yes.voice, rules.WAYS[Way(yes.way)]) for yes in row.yeses.all()],
    }


@requires(Permission.RECORD_READ)
def who_sees_what(request: HttpRequest, person_key: str) -> HttpResponse:
    """Show the person, or a coordinator beside them, who sees what, until when, and every yes behind it."""
    viewer, participant = load(request, person_key, Category.ACCESS)
    context = {
        "participant": participant,
        "mine": is_own(viewer, participant),
        "recipients": reads.recipients(viewer, participant),
        "without": queries.without_account(viewer, participant),
        "consents": [_consent_line(viewer, row) for row in reads.consents(viewer, participant)],
        "again": reads.asked_again(viewer, participant),
        "name_of": reads.consent_name,
    }
    return ui.page(request, "people/access.html", context)


def _said(
    viewer: Viewer, participant: Participant, one: reads.Recipient, opens: frozenset[Category]
) -> list[str]:
    """Return the effect in sentences, to the person or about them."""
    name = "" if is_own(viewer, participant) else participant.called
    if one.is_family:
        sees = opens | {Category.CONTACT}
        return rules.effect(sees=sees, hides=rules.family_hides(sees), who=one.name, name=name)
    return rules.effect(sees=opens, hides=one.given - opens, who=one.name, name=name)


def _form(
    request: HttpRequest, viewer: Viewer, participant: Participant, one: reads.Recipient
) -> ConsentForm | SeesForm:
    data = request.POST or None
    initial = {"opens": [category.value for category in one.sees]}
    if not one.is_family:
        return SeesForm(data, given=one.given, initial=initial)
    needed = actions.needed_voices(participant, viewer.today)
    return ConsentForm(data, is_own=is_own(viewer, participant), needed=needed, initial=initial)


def _choose(
    viewer: Viewer, participant: Participant, one: reads.Recipient, form: ConsentForm | SeesForm
) -> Any:
    """Carry out what the form says: a consent for family, a no to what is switched off for everybody else."""
    opens = form.cleaned_data["opens"]
    if isinstance(form, ConsentForm):
        terms = actions.Terms(
            opens=opens,
            yeses=form.yeses,
            purpose=ConsentPurpose(form.cleaned_data["purpose"]),
            to_on=form.cleaned_data["until"],
            present=form.cleaned_data.get("present", ""),
        )
        recipient = actions.Recipient(user=one.user)
        return actions.give_consent(participant=participant, recipient=recipient, terms=terms, by=viewer)
    if refused := one.given - opens:
        return actions.refuse(participant=participant, user=one.user, categories=refused, by=viewer)
    standing = reads.standing_refusal(viewer, participant, one.user)
    return actions.lift_refusal(refusal=standing, by=viewer) if standing else participant


@requires(Permission.RECORD_READ)
def access_of(request: HttpRequest, person_key: str, who: str) -> HttpResponse:
    """Switch what one recipient sees: first the effect in words, then it is saved."""
    viewer, participant = load(request, person_key, Category.ACCESS)
    one = reads.recipient(viewer, participant, who)
    form = _form(request, viewer, participant, one)
    back = reverse("people:access", args=[person_key])
    context: dict[str, Any] = {
        "participant": participant,
        "mine": is_own(viewer, participant),
        "one": one,
        "form": form,
        "needs_guardian": Voice.GUARDIAN in actions.needed_voices(participant, viewer.today),
    }
    if form.is_valid():
        if "save" in request.POST:
            done = send(
                request, form, lambda about: _choose(viewer, participant, one, form), back, person=person_key
            )
            if done:
                return done
        else:
            context["effect"] = _said(viewer, participant, one, form.cleaned_data["opens"])
            context["carried"] = _carried(request)
    return ui.page(request, "people/access_of.html", context, status=status_of(form))


def _carried(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what was chosen, to be sent once more with the yes to its effect."""
    ours = ("about", "csrfmiddlewaretoken", "look", "save")
    return [(name, value) for name, values in request.POST.lists() if name not in ours for value in values]


@requires(Permission.RECORD_READ)
def access_close(request: HttpRequest, person_key: str, who: str) -> HttpResponse:
    """Close the record to family or a friend: the second tap of two."""
    viewer, participant = load(request, person_key, Category.ACCESS)
    one = reads.recipient(viewer, participant, who)
    form = ui.Form(request.POST or None)
    if request.method == "POST":
        act = (
            (lambda about: actions.close_to(participant=participant, user=one.user, by=viewer))
            if one.is_family
            else (lambda about: actions.refuse(participant=participant, user=one.user, by=viewer))
        )
        done = send(request, form, act, reverse("people:access", args=[person_key]), person=person_key)
        if done:
            return done
    name = "" if is_own(viewer, participant) else participant.called
    context = {
        "participant": participant,
        "one": one,
        "form": form,
        "effect": rules.effect(sees=frozenset(), hides=frozenset(), who=one.name, name=name),
    }
    return ui.page(request, "people/access_close.html", context, status=status_of(form))


@requires(Permission.RECORD_READ)
def access_view(request: HttpRequest, person_key: str, who: str) -> HttpResponse:
    """Show which pages open to one recipient and which do not: an explanation, nobody takes their place."""
    viewer, participant = load(request, person_key, Category.ACCESS)
    one = reads.recipient(viewer, participant, who)
    context = {
        "participant": participant,
        "mine": is_own(viewer, participant),
        "one": one,
        "rooms": rooms_seen(one.role, one.sees),
        "parts": [(words, category in one.sees) for category, words in rules.PARTS.items()],
    }
    return ui.page(request, "people/access_view.html", context)


@requires(Permission.RECORD_READ)
def consent_new(request: HttpRequest, person_key: str) -> HttpResponse:
    """Write down a consent to somebody without an account, or to an organisation: it opens no page here."""
    viewer, participant = load(request, person_key, Category.ACCESS)
    supporters = {row.key: row for row in queries.without_account(viewer, participant)}
    mine = is_own(viewer, participant)
    form = RecipientForm(
        request.POST or None,
        is_own=mine,
        needed=actions.needed_voices(participant, viewer.today),
        supporters=[(key, row.name) for key, row in supporters.items()],
    )
    if form.is_valid():
        data = form.cleaned_data
        recipient = actions.Recipient(supporter=supporters.get(data["supporter"]), words=data["recipient"])
        terms = actions.Terms(
            opens=data["opens"],
            yeses=form.yeses,
            purpose=ConsentPurpose(data["purpose"]),
            to_on=data["until"],
            present=data.get("present", ""),
        )
        done = send(
            request,
            form,
            lambda about: actions.give_consent(
                participant=participant, recipient=recipient, terms=terms, by=viewer
            ),
            reverse("people:access", args=[person_key]),
            person=person_key,
        )
        if done:
            return done
    context = {"participant": participant, "mine": mine, "form": form}
    return ui.page(request, "people/consent_new.html", context, status=status_of(form))


@requires(Permission.RECORD_READ)
def consent(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Show one yes in full, take it back, or add a guardian's yes beside the person's."""
    viewer, participant = load(request, person_key, Category.ACCESS)
    row = reads.consent(viewer, participant, key)
    mine = is_own(viewer, participant)
    may_add = row.status == ConsentStatus.WAITING and not mine
    form = YesForm(request.POST if "add" in request.POST else None)
    if request.method == "POST" and ("withdraw" in request.POST or (may_add and form.is_valid())):
        withdraws = "withdraw" in request.POST
        act = (
            (lambda about: actions.withdraw_consent(consent=row, by=viewer))
            if withdraws
            else (
                lambda about: actions.add_yes(
                    consent=row, voice=Voice.GUARDIAN, way=Way(form.cleaned_data["way"]), by=viewer
                )
            )
        )
        done = send(request, form, act, reverse("people:access", args=[person_key]), person=person_key)
        if done:
            return done
    context = {
        "participant": participant,
        "mine": mine,
        "line": _consent_line(viewer, row),
        "may_add": may_add,
        "is_over": row.status == ConsentStatus.WITHDRAWN,
        "form": form,
    }
    return ui.page(request, "people/consent.html", context, status=status_of(form))
