from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from handrail import ui
from handrail.access import Permission, requires
from handrail.base.words import _
from handrail.community import actions, queries
from handrail.community.forms import AnswerForm, HandOverForm, LinkForm, MoveLinkForm, PaperForm
from handrail.community.rules import GotIt, LinkStatus
from handrail.community.views.shared import chosen_goal, load, pressed
from handrail.people.pages import send, status_of, tell
from handrail.practice import queries as practice


@requires(Permission.RECORD_READ)
def links(request: HttpRequest, person_key: str) -> HttpResponse:
    """List the places that a person is put in touch with, the open ones by their day."""
    viewer, participant = load(request, person_key)
    context = {"person": participant, "page": queries.links_page(viewer, participant)}
    return ui.page(request, "community/links.html", context)


@requires(Permission.ROOM_WRITE)
def link_new(request: HttpRequest, person_key: str, place_key: str) -> HttpResponse:
    """Ask a place for a person: what for, who sees to it, and when somebody looks again."""
    viewer, participant = load(request, person_key)
    there, is_own = queries.place(viewer, place_key), viewer.participant_id == participant.pk
    form = LinkForm(
        request.POST or None,
        initial=queries.first_link(viewer),
        steps=practice.open_steps(viewer, participant),
        members=[] if is_own else queries.owners(viewer, participant),
        is_own=is_own,
    )
    done = None
    if form.is_valid():
        facts = queries.link_facts(viewer, form.cleaned_data, form.steps)
        done = send(
            request,
            form,
            lambda about: actions.ask_link(participant=participant, place=there, by=viewer, **facts),
            lambda link: reverse("community:link", args=[person_key, link.key]),
            person=person_key,
        )
    context = {"person": participant, "place": there, "form": form, "is_own": is_own}
    return done or ui.page(request, "community/link_new.html", context, status=status_of(form))


def _page(request: HttpRequest, person_key: str, key: str, form: ui.Form | None = None) -> HttpResponse:
    viewer, participant = load(request, person_key)
    page = queries.link_page(viewer, participant, key)
    members = queries.owners(viewer, participant) if viewer.is_staff and page.line.is_open else []
    owner = {"owner": str(page.link.owner_id or viewer.user_id), "due_on": page.link.due_on}
    context = {
        "person": participant,
        "page": page,
        "form": form,
        "move": form if isinstance(form, MoveLinkForm) else MoveLinkForm(),
        "answer": form if isinstance(form, AnswerForm) else AnswerForm(),
        "paper": form if isinstance(form, PaperForm) else PaperForm(initial=queries.first_paper(page.link)),
        "hand_over": form
        if isinstance(form, HandOverForm)
        else (HandOverForm(members=members, initial=owner) if members else None),
    }
    return ui.page(request, "community/link.html", context, status=422 if form else 200)


@requires(Permission.RECORD_READ)
def link(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Show one link; a button says that the place answered or that the first visit was."""
    if request.method != "POST":
        return _page(request, person_key, key)
    viewer, participant = load(request, person_key)
    found = queries.link(viewer, participant, key)
    form, to = MoveLinkForm(request.POST), pressed(request, LinkStatus)
    done = None
    if form.is_valid():
        done = send(
            request,
            form,
            lambda about: actions.change_link_status(
                link=found, to=to, version=about.version, by=viewer, **form.cleaned_data
            ),
            lambda _link: tell(request, _("Kept."), reverse("community:link", args=[person_key, key])),
            person=person_key,
        )
    return done or _page(request, person_key, key, form)


@require_POST
@requires(Permission.ROOM_WRITE)
def link_answer(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """The person says whether they got what they needed."""
    viewer, participant = load(request, person_key)
    found = queries.link(viewer, participant, key)
    form = AnswerForm(request.POST)
    done = None
    if form.is_valid():
        done = send(
            request,
            form,
            lambda about: actions.answer_link(
                link=found,
                answer=GotIt(form.cleaned_data["answer"]),
                words=form.cleaned_data["words"],
                version=about.version,
                by=viewer,
            ),
            lambda _link: tell(
                request, _("Thank you. It is kept."), reverse("community:link", args=[person_key, key])
            ),
            person=person_key,
        )
    return done or _page(request, person_key, key, form)


@require_POST
@requires(Permission.ROOM_WRITE)
def link_owner(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Name who sees to a link, and when somebody looks again."""
    viewer, participant = load(request, person_key)
    found = queries.link(viewer, participant, key)
    form = HandOverForm(request.POST, members=queries.owners(viewer, participant))
    done = None
    if form.is_valid():
        owner = practice.practitioner(viewer, form.cleaned_data["owner"])
        done = send(
            request,
            form,
            lambda about: actions.hand_over_link(
                link=found,
                owner=owner,
                due_on=form.cleaned_data["due_on"],
                version=about.version,
                by=viewer,
            ),
            lambda _link: tell(request, _("Kept."), reverse("community:link", args=[person_key, key])),
            person=person_key,
        )
    return done or _page(request, person_key, key, form)


@require_POST
@requires(Permission.ROOM_WRITE)
def link_paper(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Note who wrote the referral that the place asks for, and where it is kept."""
    viewer, participant = load(request, person_key)
    found = queries.link(viewer, participant, key)
    form = PaperForm(request.POST)
    done = None
    if form.is_valid():
        done = send(
            request,
            form,
            lambda about: actions.keep_paper(
                link=found, version=about.version, by=viewer, **form.cleaned_data
            ),
            lambda _link: tell(request, _("Kept."), reverse("community:link", args=[person_key, key])),
            person=person_key,
        )
    return done or _page(request, person_key, key, form)


@require_POST
@requires(Permission.ROOM_WRITE)
def link_step(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Make the first visit a step of the plan."""
    viewer, participant = load(request, person_key)
    page = queries.link_page(viewer, participant, key)
    form = MoveLinkForm({})
    done = send(
        request,
        form,
        lambda about: actions.make_link_a_step(
            link=page.link, goal=chosen_goal(request, page.goals), by=viewer
        ),
        lambda made: reverse("plans:step", args=[person_key, made.step.key]),
        person=person_key,
    )
    return done or _page(request, person_key, key, form)
