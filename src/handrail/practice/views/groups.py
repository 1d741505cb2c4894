from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from handrail import ui
from handrail.access import Category, Permission, Role, Viewer, on_to_search, requires, sought, viewer_of
from handrail.accounts.queries import organisation_of
from handrail.base.words import _
from handrail.people.pages import send, status_of, tell
from handrail.people.queries import people_list
from handrail.people.queries import person as person_behind
from handrail.practice import actions, queries
from handrail.practice.forms.groups import GroupForm, GroupMeetingForm, JoinForm, MeetingForm, RunByForm
from handrail.practice.models import Group
from handrail.practice.rules.groups import CAME, CONTEXTS, GROUP_KINDS, HOME_PRACTICE_ANSWERS, GroupKind
from handrail.practice.skills import skills


@requires(Permission.TODAY)
def groups(request: HttpRequest) -> HttpResponse:
    """List the groups that one runs."""
    viewer = viewer_of(request)
    lines = queries.group_lines(viewer)
    context = {
        "groups": [one for one in lines if not one.is_over],
        "over": [one for one in lines if one.is_over],
    }
    return ui.page(request, "practice/groups.html", context)


def _form(request: HttpRequest, viewer: Viewer, group: Group | None = None) -> GroupForm:
    is_peer = viewer.role == Role.PEER
    names = ("name", "kind", "weekday", "begins", "ends", "place", "directions", "capacity", "programme")
    first = {name: getattr(group, name) for name in names} if group else {"capacity": 8}
    if is_peer:
        first.setdefault("kind", GroupKind.STORYTELLING)
    kinds = [GroupKind.STORYTELLING] if is_peer else list(GROUP_KINDS)
    members = [] if group else [one for one in queries.practitioners(viewer) if one.user_id != viewer.user_id]
    return GroupForm(
        request.POST or None, initial=first, members=members, kinds=kinds, language=viewer.language
    )


@requires(Permission.TODAY)
def group_new(request: HttpRequest) -> HttpResponse:
    """Open a group; who opens it runs it."""
    viewer = viewer_of(request)
    form = _form(request, viewer)
    done = None
    if form.is_valid():
        known = {str(one.user_id) for one in queries.practitioners(viewer)}
        running = [str(viewer.user_id)] if str(viewer.user_id) in known else []
        running += form.cleaned_data.get("others", [])
        done = send(
            request,
            form,
            lambda about: actions.open_group(
                organisation=organisation_of(viewer),
                facts=form.facts,
                facilitators=[queries.practitioner(viewer, one) for one in running],
                by=viewer,
            ),
            lambda made: reverse("practice:group", args=[made.key]),
            person="",
        )
    context = {"form": form, "group": None}
    return done or ui.page(request, "practice/group_form.html", context, status=status_of(form))


@requires(Permission.TODAY)
def group_change(request: HttpRequest, key: str) -> HttpResponse:
    """Change when, where and for how many."""
    viewer = viewer_of(request)
    found = queries.group(viewer, key)
    form = _form(request, viewer, found)
    done = None
    if form.is_valid():
        done = send(
            request,
            form,
            lambda about: actions.change_group(
                group=found, facts=form.facts, version=about.version, by=viewer
            ),
            lambda made: reverse("practice:group", args=[key]),
            person="",
        )
    context = {"form": form, "group": found}
    return done or ui.page(request, "practice/group_form.html", context, status=status_of(form))


@requires(Permission.TODAY)
def group_run_by(request: HttpRequest, key: str) -> HttpResponse:
    """Change who runs a group; who leaves it sees its people no longer."""
    viewer = viewer_of(request)
    found = queries.group(viewer, key)
    people = queries.who_may_run(viewer, found)
    now = [str(user) for user in queries.facilitators(found)]
    form = RunByForm(request.POST or None, initial={"users": now}, people=people)
    done = None
    if form.is_valid():
        users = [people[one] for one in form.cleaned_data["users"]]
        done = send(
            request,
            form,
            lambda about: actions.change_facilitators(
                group=found, users=users, version=about.version, by=viewer
            ),
            lambda made: tell(request, _("Kept."), _after(viewer, made)),
            person="",
        )
    context = {"form": form, "group": found}
    return done or ui.page(request, "practice/group_run_by.html", context, status=status_of(form))


def _after(viewer: Viewer, group: Group) -> str:
    """Return where to go: who runs the group no longer has no page of it any more."""
    if queries.runs(viewer, group):
        return reverse("practice:group", args=[group.key])
    return reverse("practice:groups")


def _meeting_new_form(viewer: Viewer, page: queries.GroupPage) -> GroupMeetingForm:
    first = {"day": page.suggested_on}
    return GroupMeetingForm(initial=first, skills=skills(viewer.language), kind=page.group.kind)


def _page(
    request: HttpRequest, key: str, *, plan: GroupMeetingForm | None = None, problem: ui.Form | None = None
) -> HttpResponse:
    viewer = viewer_of(request)
    page = queries.group_page(viewer, key)
    inside = {one.participant_id for one in page.people}
    search = sought(request, "name").get("name", "") if request.method == "GET" else ""
    people = [one for one in people_list(viewer, search=search) if one.pk not in inside]
    plan = plan or _meeting_new_form(viewer, page)
    context = {
        "page": page,
        "plan": plan,
        "join": JoinForm(people=people),
        "problem": problem,
        "may_join": bool(people),
        "search": search,
    }
    status = status_of(problem) if problem else status_of(plan)
    return ui.page(request, "practice/group.html", context, status=status)


@requires(Permission.TODAY)
def group(request: HttpRequest, key: str) -> HttpResponse:
    """Show one group: who is in it, the next meeting, what was."""
    return on_to_search(request, "name") or _page(request, key)


@require_POST
@requires(Permission.TODAY)
def group_people(request: HttpRequest, key: str) -> HttpResponse:
    """Put somebody into the group."""
    viewer = viewer_of(request)
    found = queries.group(viewer, key)
    form = JoinForm(request.POST, people=[queries.candidate(viewer, request.POST.get("person", ""))])
    done = None
    if form.is_valid():
        done = send(
            request,
            form,
            lambda about: actions.join_group(group=found, participant=form.participant, by=viewer),
            lambda place: tell(
                request,
                _("%(name)s is in the group.") % {"name": form.participant.called},
                reverse("practice:group", args=[key]),
            ),
            person="",
        )
    return done or _page(request, key, problem=form)


@require_POST
@requires(Permission.TODAY)
def group_leave(request: HttpRequest, key: str, person_key: str) -> HttpResponse:
    """Write down that somebody left; no reason is asked."""
    viewer = viewer_of(request)
    found = queries.group(viewer, key)
    participant = person_behind(viewer, person_key, Category.GROUPS)
    place = queries.group_place(viewer, found, participant)
    problem = ui.Form({})
    done = send(
        request,
        problem,
        lambda about: actions.leave_group(place=place, by=viewer),
        lambda _place: tell(request, _("Kept. The place is free."), reverse("practice:group", args=[key])),
        person=person_key,
    )
    return done or _page(request, key, problem=problem)


@require_POST
@requires(Permission.TODAY)
def group_end(request: HttpRequest, key: str) -> HttpResponse:
    """End a group today; nothing about it is lost."""
    viewer = viewer_of(request)
    found = queries.group(viewer, key)
    problem = ui.Form({})
    done = send(
        request,
        problem,
        lambda about: actions.end_group(group=found, version=about.version, by=viewer),
        lambda _group: tell(request, _("The group is over."), reverse("practice:groups")),
        person="",
    )
    return done or _page(request, key, problem=problem)


@require_POST
@requires(Permission.TODAY)
def group_meeting_new(request: HttpRequest, key: str) -> HttpResponse:
    """Plan the next meeting; it stands in everybody's week."""
    viewer = viewer_of(request)
    found = queries.group(viewer, key)
    form = GroupMeetingForm(request.POST, skills=skills(viewer.language), kind=found.kind)
    done = None
    if form.is_valid():
        said = form.cleaned_data
        done = send(
            request,
            form,
            lambda about: actions.plan_group_meeting(
                group=found, on=said["day"], skill=said.get("skill", ""), line=said["line"], by=viewer
            ),
            lambda made: tell(
                request,
                _("It stands in the week of everybody in the group."),
                reverse("practice:group", args=[key]),
            ),
            person="",
        )
    return done or _page(request, key, plan=form)


@requires(Permission.TODAY)
def group_meeting(request: HttpRequest, key: str, meeting_key: str) -> HttpResponse:
    """One meeting on a phone: who came, home practice, turns, and what was agreed."""
    viewer = viewer_of(request)
    page = queries.group_meeting_page(viewer, key, meeting_key)
    form = MeetingForm(request.POST or None, rows=page.rows, asked=page.asked, skill=page.skill)
    done = None
    if form.is_valid():
        done = send(
            request,
            form,
            lambda about: actions.record_group_meeting(
                meeting=page.meeting, facts=form.record, version=about.version, by=viewer
            ),
            lambda _meeting: tell(request, _("Kept."), reverse("practice:group", args=[key])),
            person="",
        )
    context = {
        "page": page,
        "form": form,
        "came": list(CAME.items()),
        "answers": list(HOME_PRACTICE_ANSWERS.items()),
        "contexts": list(CONTEXTS.items()),
    }
    return done or ui.page(request, "practice/group_meeting.html", context, status=status_of(form))


@require_POST
@requires(Permission.TODAY)
def group_meeting_off(request: HttpRequest, key: str, meeting_key: str) -> HttpResponse:
    """Call a planned meeting off; it counts for nobody."""
    viewer = viewer_of(request)
    found = queries.group_meeting(viewer, key, meeting_key)
    problem = ui.Form({})
    done = send(
        request,
        problem,
        lambda about: actions.call_off_group_meeting(meeting=found, version=about.version, by=viewer),
        lambda _meeting: tell(
            request, _("Called off. Everybody’s week says so."), reverse("practice:group", args=[key])
        ),
        person="",
    )
    return done or _page(request, key, problem=problem)
