"""Who asks what, for the person and the team; and the page of those who were asked."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from handrail import ui
from handrail.access import Category, Permission, Viewer, once, requires
from handrail.base.errors import NotFound
from handrail.base.words import _
from handrail.intake import actions, queries
from handrail.intake.forms.parts import AskedForm, GivePartForm, SayOfPartForm
from handrail.intake.models import Conversation, PartOwner
from handrail.intake.queries.parts import AskedPart
from handrail.intake.rules import SaidOfPart
from handrail.people.models import Participant
from handrail.people.pages import load, send, status_of, tell


def _held(viewer: Viewer, participant: Participant) -> Conversation:
    held = queries.current_conversation(viewer, participant)
    if held is None:
        raise NotFound(str(_("There is no such page.")))
    return held


def _asks(person_key: str) -> str:
    return reverse("intake:asks", args=[person_key])


@requires(Permission.INTAKE_ANSWER)
def asks(request: HttpRequest, person_key: str) -> HttpResponse:
    """Show who asks what, and let somebody see to a part."""
    viewer, participant = load(request, person_key, Category.INTAKE)
    held = _held(viewer, participant)
    own = viewer.participant_id == participant.pk
    people = queries.may_own(viewer, participant)
    by_key = {str(one.user.pk): one.user for one in people}
    form = GivePartForm(request.POST or None, people=people, own=own, language=viewer.language)
    done = None
    if form.is_valid():
        said = form.cleaned_data
        done = send(
            request,
            form,
            lambda about: actions.give_part(
                conversation=held,
                part=said["part"],
                owner=by_key[said["owner"]],
                agreed=said.get("agreed", False),
                by=viewer,
            ),
            lambda row: tell(request, _("It is kept."), _asks(person_key)),
            person=person_key,
        )
    context = {
        "participant": participant,
        "own": own,
        "owned": [
            (one, SayOfPartForm(auto_id=f"{one.key}-%s"))
            for one in queries.who_asks(viewer, participant, held)
        ],
        "people": people,
        "form": form,
    }
    return done or ui.page(request, "intake/asks.html", context, status=status_of(form))


def _act(do: str, request: HttpRequest, owned: PartOwner, by: Viewer) -> PartOwner:
    if do == "back":
        return actions.take_part_back(owned=owned, by=by)
    if do == "finished":
        return actions.finish_part(owned=owned, by=by)
    form = SayOfPartForm(request.POST)
    if do != "say" or not form.is_valid():
        raise NotFound(str(_("There is no such page.")))
    said = form.cleaned_data
    return actions.say_of_part(owned=owned, says=SaidOfPart(said["says"]), words=said["words"], by=by)


@require_POST
@requires(Permission.INTAKE_ANSWER)
def owned(request: HttpRequest, person_key: str, key: str, do: str) -> HttpResponse:
    """Take a part back in one tap, say that one's own is finished, or whether a finished one is right."""
    viewer, participant = load(request, person_key, Category.INTAKE)
    row = queries.owned_part(viewer, participant, key)
    return once(
        request,
        lambda about: _act(do, request, row, viewer),
        lambda done: _asks(person_key),
        person=person_key,
    )


def _form(request: HttpRequest, part: AskedPart, viewer: Viewer) -> AskedForm:
    is_sent = request.POST.get("part") == part.row.key
    return AskedForm(
        request.POST if is_sent else None, part=part, language=viewer.language, prefix=part.row.part
    )


def _answer(request: HttpRequest, form: AskedForm, viewer: Viewer, person_key: str) -> HttpResponse | None:
    is_finished = request.POST.get("do") == "finished"
    words = _("Thank you. Your part is finished.") if is_finished else _("Your words are kept.")
    return send(
        request,
        form,
        lambda about: actions.answer_part(
            owned=form.part.row, words=form.words, version=about.version, is_finished=is_finished, by=viewer
        ),
        lambda row: tell(request, words, reverse("intake:asked_of_me", args=[person_key])),
        person=person_key,
    )


@requires(Permission.SHARED_RECORD)
def asked_of_me(request: HttpRequest, person_key: str) -> HttpResponse:
    """Show somebody near, or a peer, what they were asked and their own words; nobody else's."""
    viewer, participant = load(request, person_key, Category.ASKED)
    forms = [_form(request, part, viewer) for part in queries.asked_of_me(viewer, participant)]
    sent = next((form for form in forms if form.is_bound), None)
    done = _answer(request, sent, viewer, person_key) if sent is not None and sent.is_valid() else None
    context: dict[str, Any] = {"participant": participant, "forms": forms}
    context["invitations"] = queries.invitations_for(viewer, participant)
    return done or ui.page(
        request, "intake/asked_of_me.html", context, status=status_of(sent) if sent is not None else 200
    )
