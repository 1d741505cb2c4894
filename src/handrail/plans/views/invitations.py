"""Inviting family or a friend to one goal or one look back, and what they see of it."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail import ui
from handrail.access import Category, Permission, requires, viewer_of
from handrail.people.actions import needed_voices
from handrail.people.forms.access import InviteForm
from handrail.people.pages import load, send, status_of
from handrail.people.queries import without_account
from handrail.people.queries.access import may_be_invited
from handrail.people.rules.consent import Voice
from handrail.plans import actions, queries
from handrail.plans.models import Goal, LookBack
from handrail.plans.rules.invitations import NOTHING_ELSE, SEES, OneOf


@requires(Permission.RECORD_READ)
def goal_invite(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Invite one relative or friend to this goal alone."""
    viewer, participant = load(request, person_key, Category.ACCESS)
    found = queries.goal(viewer, participant, key)
    return _invite(request, found, OneOf.GOAL, reverse("plans:goal", args=[person_key, key]))


@requires(Permission.RECORD_READ)
def look_back_invite(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Invite one relative or friend to this look back alone."""
    viewer, participant = load(request, person_key, Category.ACCESS)
    found = queries.look_back(viewer, participant, key)
    return _invite(request, found, OneOf.LOOK_BACK, reverse("plans:look_back", args=[person_key, key]))


def _invite(request: HttpRequest, thing: Goal | LookBack, what: OneOf, back: str) -> HttpResponse:
    viewer, participant = viewer_of(request), thing.participant
    mine = viewer.participant_id == participant.pk
    needed = needed_voices(participant, viewer.today)
    whom = may_be_invited(viewer, participant)
    names = [(key, f"{one.name}, {one.part}" if one.part else one.name) for key, one in whom.items()]
    form = InviteForm(request.POST or None, is_own=mine, needed=needed, whom=names)
    if form.is_valid():
        data = form.cleaned_data
        done = send(
            request,
            form,
            lambda about: actions.invite_to(
                thing=thing,
                user=whom[data["who"]].user,
                yeses=form.yeses,
                to_on=data["until"],
                present=data.get("present", ""),
                by=viewer,
            ),
            f"{back}#invited",
            person=participant.key,
        )
        if done:
            return done
    context = {
        "participant": participant,
        "mine": mine,
        "what": what,
        "words": thing.words if isinstance(thing, Goal) else "",
        "effect": (SEES[what], NOTHING_ELSE),
        "form": form,
        "whom": whom,
        "without": without_account(viewer, participant),
        "needs_guardian": Voice.GUARDIAN in needed,
        "back": back,
    }
    return ui.page(request, "plans/invite.html", context, status=status_of(form))


@requires(Permission.SHARED_RECORD)
def invited_goal(request: HttpRequest, key: str) -> HttpResponse:
    """Show family or a friend the one goal that they are invited to."""
    page = queries.invited_goal(viewer_of(request), key)
    return ui.page(request, "plans/invited_goal.html", {"page": page})


@requires(Permission.SHARED_RECORD)
def invited_look_back(request: HttpRequest, key: str) -> HttpResponse:
    """Show family or a friend the one look back that they are invited to."""
    page = queries.invited_look_back(viewer_of(request), key)
    return ui.page(request, "plans/invited_look_back.html", {"page": page})
