"""A mentor's own pages: who asks, whom I meet, and what I choose to share."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from handrail import ui
from handrail.access import Permission, requires, viewer_of
from handrail.base.words import _
from handrail.peers import actions, queries
from handrail.peers.forms import MentorPageForm, YesForm, page_as_written
from handrail.people.pages import send, status_of, tell


@requires(Permission.PEER_OWN_PAGE)
def mine(request: HttpRequest) -> HttpResponse:
    """Show a mentor who asks, whom they meet, their hours, and their page as others see it."""
    viewer = viewer_of(request)
    page = queries.my_page(viewer)
    context = {
        "page": page,
        "card": queries.card_behind(viewer, page.key) if page and page.is_shown else None,
        "mine": queries.my_people(viewer),
    }
    return ui.page(request, "peers/mine.html", context)


@requires(Permission.PEER_OWN_PAGE)
def edit(request: HttpRequest) -> HttpResponse:
    """Write the own page: what I share, languages, hours, how many people, what I do not take on."""
    viewer = viewer_of(request)
    page = queries.my_page(viewer)
    form = MentorPageForm(request.POST or None, initial=page_as_written(page, viewer.name))
    done = None
    if form.is_valid():
        done = send(
            request,
            form,
            lambda about: actions.write_mentor_page(facts=form.facts(), version=about.version, by=viewer),
            lambda _page: tell(
                request, _("Kept. You can change or take back any of it."), reverse("peers:mine")
            ),
            person="",
        )
    context = {"form": form, "version": page.version if page else 0}
    return done or ui.page(request, "peers/edit.html", context, status=status_of(form))


@require_POST
@requires(Permission.PEER_OWN_PAGE)
def reply(request: HttpRequest, key: str) -> HttpResponse:
    """Say yes or no to one first meeting; a no needs no reason."""
    viewer = viewer_of(request)
    asked = queries.asked_of(viewer, key)
    says_yes = request.POST.get("say") == "yes"
    words = _("Kept. You meet once, then both decide.") if says_yes else _("Kept. Nobody asks why.")
    act = actions.accept_pairing if says_yes else actions.end_pairing
    form = YesForm(request.POST)
    done = form.is_valid() and send(
        request,
        form,
        lambda about: act(pairing=asked, version=about.version, by=viewer),
        lambda _pairing: tell(request, words, reverse("peers:mine")),
        person="",
    )
    context = {"form": form, "page": queries.my_page(viewer), "card": None, "mine": queries.my_people(viewer)}
    return done or ui.page(request, "peers/mine.html", context, status=422)


@requires(Permission.PEER_OWN_PAGE)
def pick(request: HttpRequest) -> HttpResponse:
    """Choose with whom I met, then say how it was."""
    return ui.page(request, "peers/pick.html", {"mine": queries.my_people(viewer_of(request))})
