from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail import ui
from handrail.access import Category, Permission, once, requires
from handrail.base.errors import NotAllowed
from handrail.base.words import _
from handrail.measures import actions
from handrail.measures.definitions import instruments
from handrail.measures.forms import ChangeScheduleForm, ScheduleForm
from handrail.measures.queries import person as reads
from handrail.people.pages import load, send, status_of, tell


@requires(Permission.ROOM_WRITE)
def schedule_new(request: HttpRequest, person_key: str) -> HttpResponse:
    """Ask a questionnaire regularly, with somebody who reads it."""
    viewer, participant = load(request, person_key, Category.HEALTH)
    if not viewer.is_staff:
        raise NotAllowed(str(_("Your contact person sets this up with you.")))
    form = ScheduleForm(
        request.POST or None,
        instruments=reads.may_be_begun(viewer, participant),
        readers=reads.may_read(viewer, participant),
        initial={"begins_on": viewer.today},
    )
    done = None
    if form.is_valid():
        done = send(
            request,
            form,
            lambda about: actions.ask_regularly(
                participant=participant,
                instrument=form.cleaned_data["instrument"],
                reader=form.reader_chosen,
                begins_on=form.cleaned_data["begins_on"],
                by=viewer,
            ),
            lambda row: tell(
                request, _("It is asked from now on."), reverse("measures:person", args=[person_key])
            ),
            person=person_key,
        )
    context = {"participant": participant, "form": form}
    return done or ui.page(request, "measures/schedule_new.html", context, status=status_of(form))


@requires(Permission.ROOM_WRITE)
def schedule(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Change who reads it, say that support ended, or stop asking; the person may stop it too."""
    viewer, participant = load(request, person_key, Category.HEALTH)
    row, room = reads.schedule(viewer, participant, key), reverse("measures:person", args=[person_key])
    if request.POST.get("do") == "stop":
        return once(
            request,
            lambda about: actions.stop_asking(schedule=row, version=about.version, by=viewer),
            lambda found: tell(request, _("It is not asked any more."), room),
            person=person_key,
        )
    form = ChangeScheduleForm(
        request.POST or None,
        readers=reads.may_read(viewer, participant),
        initial={"reader": row.reader.sign_in_name, "ended_on": row.ended_on},
    )
    done = None
    if form.is_valid():
        done = send(
            request,
            form,
            lambda about: actions.change_schedule(
                schedule=row,
                reader=form.reader_chosen,
                ended_on=form.cleaned_data["ended_on"],
                version=about.version,
                by=viewer,
            ),
            lambda found: tell(request, _("Kept."), room),
            person=person_key,
        )
    context = {
        "participant": participant,
        "row": row,
        "instrument": instruments()[row.instrument],
        "form": form,
        "own": viewer.participant_id == participant.pk,
    }
    return done or ui.page(request, "measures/schedule.html", context, status=status_of(form))
