from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from handrail.access import Permission, once, requires
from handrail.base.words import _
from handrail.housing import actions, queries
from handrail.housing.forms import HouseholdForm, JoinForm, MemberForm, RoutineForm, ShownForm
from handrail.housing.views.shared import form_page, load, to_page
from handrail.people.pages import send

HERE = "#household"


@requires(Permission.ROOM_WRITE)
def household_new(request: HttpRequest, person_key: str) -> HttpResponse:
    """Begin a household."""
    viewer, participant = load(request, person_key)
    form = HouseholdForm(request.POST or None)
    if form.is_valid():
        answer = send(
            request,
            form,
            lambda about: actions.start_household(
                participant=participant, called=form.cleaned_data["called"], by=viewer
            ),
            to_page(person_key, HERE),
            person=person_key,
        )
        if answer:
            return answer
    lead = _("A household is several people. Each shows the others only what they choose.")
    return form_page(request, participant, form, _("Our household"), lead=lead)


@requires(Permission.PLAN_PROPOSE)
def household_join(request: HttpRequest, person_key: str) -> HttpResponse:
    """Put the person into the household of somebody else one works with."""
    viewer, participant = load(request, person_key)
    homes = queries.joinable(viewer, participant)
    form = JoinForm(request.POST or None, homes=homes)
    if form.is_valid():
        answer = send(
            request,
            form,
            lambda about: actions.join_household(
                participant=participant, beside=homes[form.cleaned_data["beside"]], by=viewer
            ),
            to_page(person_key, HERE),
            person=person_key,
        )
        if answer:
            return answer
    lead = _("Ask them first. They show the others nothing until they choose to.")
    return form_page(request, participant, form, _("They live together"), lead=lead)


@requires(Permission.ROOM_WRITE)
def member_new(request: HttpRequest, person_key: str) -> HttpResponse:
    """Write down by name who lives there too."""
    viewer, participant = load(request, person_key)
    form = MemberForm(request.POST or None)
    if form.is_valid():
        answer = send(
            request,
            form,
            lambda about: actions.name_household_member(
                participant=participant, by=viewer, **form.cleaned_data
            ),
            to_page(person_key, HERE),
            person=person_key,
        )
        if answer:
            return answer
    return form_page(request, participant, form, _("Who lives here too?"), lead=_("A name opens nothing."))


@requires(Permission.ROOM_WRITE)
@require_POST
def member_leave(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """End somebody's place in the household."""
    viewer, participant = load(request, person_key)
    row = queries.member(viewer, participant, key)
    return once(
        request,
        lambda about: actions.leave_household(member=row, by=viewer),
        lambda done: to_page(person_key, HERE),
        person=person_key,
    )


@requires(Permission.OWN_RECORD)
def shown(request: HttpRequest, person_key: str) -> HttpResponse:
    """Choose what the others in the household may read."""
    viewer, participant = load(request, person_key)
    own = queries.household_page(viewer, participant).own
    chosen = [
        name for name in ("shows_name", "shows_routines", "shows_troubles") if own and getattr(own, name)
    ]
    form = ShownForm(request.POST or None, initial={"shown": chosen})
    if request.method == "POST" and form.is_valid():
        answer = send(
            request,
            form,
            lambda about: actions.choose_what_household_sees(
                participant=participant, shown=form.cleaned_data["shown"], by=viewer
            ),
            to_page(person_key, HERE),
            person=person_key,
        )
        if answer:
            return answer
    return form_page(
        request, participant, form, _("What the others see"), lead=_("You can change it any day.")
    )


@requires(Permission.ROOM_WRITE)
def routine_new(request: HttpRequest, person_key: str) -> HttpResponse:
    """Note what is done at home, on which days and by whom."""
    viewer, participant = load(request, person_key)
    steps = queries.steps_of(viewer, participant)
    form = RoutineForm(request.POST or None, steps=steps)
    if form.is_valid():
        data = form.cleaned_data
        answer = send(
            request,
            form,
            lambda about: actions.add_routine(
                participant=participant,
                title=data["title"],
                who=data["who"],
                weekdays="".join(data["weekdays"]),
                at=data["at"],
                step=steps.get(data.get("step", "")),
                by=viewer,
            ),
            to_page(person_key, HERE),
            person=person_key,
        )
        if answer:
            return answer
    return form_page(request, participant, form, _("A routine at home"))


@requires(Permission.ROOM_WRITE)
@require_POST
def routine_end(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Let a routine end."""
    viewer, participant = load(request, person_key)
    row = queries.routine(viewer, participant, key)
    return once(
        request,
        lambda about: actions.end_routine(routine=row, by=viewer),
        lambda done: to_page(person_key, HERE),
        person=person_key,
    )
