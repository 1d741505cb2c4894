"""What a person tells about a programme for everybody to read, and taking it back."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from handrail import ui
from handrail.access import Category, Permission, once, requires, viewer_of
from handrail.catalogue.definitions import programme_types
from handrail.intake import actions, queries
from handrail.intake.forms import StoryForm
from handrail.people.queries import person


@requires(Permission.INTAKE_ANSWER)
def stories(request: HttpRequest, person_key: str) -> HttpResponse:
    """Tell a story, and see the ones that are shown."""
    viewer = viewer_of(request)
    participant = person(viewer, person_key, Category.PLAN)
    own = viewer.participant_id == participant.pk
    names = [(one.code, one.names.say(viewer.language)) for one in programme_types()]
    chosen = queries.running_programmes(viewer, participant)
    form = StoryForm(
        request.POST or None, programmes=names, initial={"programme": chosen[0][0] if chosen else ""}
    )
    if own and form.is_valid():
        said = form.cleaned_data
        return once(
            request,
            lambda about: actions.tell_story(
                participant=participant,
                programme_type=said["programme"],
                words=said["words"],
                shown_as=said["shown_as"],
                by=viewer,
            ),
            lambda _story: reverse("intake:stories", args=[person_key]),
            person=person_key,
        )
    context = {
        "participant": participant,
        "own": own,
        "form": form,
        "stories": queries.own_stories(viewer, participant),
    }
    return ui.page(request, "intake/stories.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.INTAKE_ANSWER)
def story_withdraw(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Take a story back: the person, or the team when the person asks them to."""
    viewer = viewer_of(request)
    participant = person(viewer, person_key, Category.PLAN)
    found = queries.story(viewer, participant, key)
    return once(
        request,
        lambda about: actions.withdraw_story(story=found, by=viewer),
        lambda _story: reverse("intake:stories", args=[person_key]),
        person=person_key,
    )
