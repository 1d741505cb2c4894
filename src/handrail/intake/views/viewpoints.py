"""What the conversation holds beyond words: one thing a page, as each side sees it; then all of it side by side."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from handrail import ui
from handrail.access import Category, Permission, Viewer, requires, viewer_of
from handrail.base.words import _
from handrail.intake import actions, queries
from handrail.intake.forms import CONTINUE, LATER
from handrail.intake.forms.viewpoints import SideForm
from handrail.intake.queries import ShownSet
from handrail.intake.queries.wishes import HELP_WITH
from handrail.intake.rules import AuthorKind, may_say
from handrail.intake.topics import TopicSet, sets, topic_set
from handrail.people.models import Participant
from handrail.people.pages import load, send, status_of


def next_address(viewer: Viewer, participant: Participant) -> str:
    """Return where the conversation goes on: where it stopped, the answers at its end, or where it begins."""
    held = queries.current_conversation(viewer, participant)
    if held is None:
        return reverse("intake:conversation", args=[participant.key])
    if not held.last_question:
        return reverse("intake:check", args=[participant.key])
    return reverse("intake:question", args=[participant.key, held.last_part, held.last_question])


def beyond(after: str, person_key: str, *, own: bool) -> str:
    """Return what comes beyond words behind a question of the conversation, or nothing."""
    if after == HELP_WITH:
        return reverse("intake:wishes", args=[person_key])
    for one in sets().values():
        if one.after == after and _sides(one, own=own):
            return reverse("intake:sides", args=[person_key, one.code])
    return ""


def beyond_doors(person_key: str, language: str) -> list[tuple[str, str, str]]:
    """Return address, title and lead of everything that the conversation holds beyond words."""
    wishes = (
        reverse("intake:wishes", args=[person_key]),
        str(_("Wishes in order")),
        str(_("Word for word, the most important first")),
    )
    return [wishes] + [
        (
            reverse("intake:sides", args=[person_key, one.code]),
            one.title.say(language),
            one.lead.say(language),
        )
        for one in sets().values()
    ]


def _sides(asked: TopicSet, *, own: bool) -> list[AuthorKind]:
    return [one for one in asked.sides if may_say(one, own=own, own_only=asked.own_only)]


@requires(Permission.INTAKE_ANSWER)
def sides(request: HttpRequest, person_key: str, topics: str) -> HttpResponse:
    """Show one set of topics side by side: the person's view and the team's, then and now."""
    viewer, participant = load(request, person_key, Category.INTAKE)
    shown = queries.viewpoints(viewer, participant)[topic_set(topics).code]
    own = viewer.participant_id == participant.pk
    context = {
        "participant": participant,
        "own": own,
        "shown": shown,
        "may_say": bool(_sides(shown.topics, own=own)),
        "onward": next_address(viewer, participant),
        "said_by": partial(queries.said_by, own=own, called=participant.called),
    }
    return ui.page(request, "intake/sides.html", context)


def _after(shown: ShownSet, topic: str, person_key: str, do: str) -> str:
    """Go to the topic after this one; after the last, and for later, to all of them."""
    following = shown.topics.following(topic)
    if following is None or do == LATER:
        return reverse("intake:sides", args=[person_key, shown.topics.code])
    return reverse("intake:side", args=[person_key, shown.topics.code, following.code])


def _keep(
    request: HttpRequest, participant: Participant, shown: ShownSet, topic: str, form: SideForm
) -> HttpResponse | None:
    """Keep what was said and go on; skip and later keep nothing."""
    data = form.cleaned_data
    onward = _after(shown, topic, participant.key, data["do"])
    if data["do"] != CONTINUE:
        return redirect(onward)
    return send(
        request,
        form,
        lambda about: actions.say_viewpoint(
            participant=participant,
            topics=shown.topics.code,
            topic=topic,
            side=AuthorKind(data["side"]),
            level=data.get("level", ""),
            number=data.get("number"),
            words=data["words"],
            by=viewer_of(request),
        ),
        onward,
        person=participant.key,
    )


@requires(Permission.INTAKE_ANSWER)
def side(request: HttpRequest, person_key: str, topics: str, topic: str) -> HttpResponse:
    """Ask one thing: say how one side sees it, skip it or leave it for later."""
    viewer, participant = load(request, person_key, Category.INTAKE)
    shown = queries.viewpoints(viewer, participant)[topic_set(topics).code]
    asked = shown.one(topic)
    own = viewer.participant_id == participant.pk
    sides_here = _sides(shown.topics, own=own)
    form = SideForm(
        request.POST or None,
        shown=asked,
        sides=sides_here,
        own=own,
        called=participant.called,
        language=viewer.language,
    )
    if form.is_valid():
        done = _keep(request, participant, shown, topic, form)
        if done:
            return done
    context = {
        "participant": participant,
        "own": own,
        "shown": shown,
        "asked": asked,
        "number": shown.shown.index(asked) + 1,
        "may_say": bool(sides_here),
        "form": form,
        "said_by": partial(queries.said_by, own=own, called=participant.called),
    }
    return ui.page(request, "intake/side.html", context, status=status_of(form))
