"""What a programme really cost: written down by the team once it has ended."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from handrail import ui
from handrail.access import Permission, requires
from handrail.accounts.queries import organisation_of
from handrail.choice import actions, queries
from handrail.choice.forms import SettleForm
from handrail.choice.views.costs import load_costs, page_of
from handrail.people.pages import send, status_of


@requires(Permission.COST_WRITE)
def settle(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Write down what one ended programme really cost in all, and what of it the person paid; or correct it."""
    viewer, participant, context = load_costs(request, person_key)
    ended = queries.ended_cost(viewer, participant, key)
    if ended is None:
        return redirect("choice:costs", person_key)  # it has to end first
    form = SettleForm(request.POST or None, ended=ended, currency=organisation_of(viewer).currency)
    if form.is_valid():
        done = send(
            request,
            form,
            lambda about: actions.settle_cost(
                enrolment=ended.planned.choice.row, version=about.version, by=viewer, **form.facts()
            ),
            page_of(person_key),
            person=person_key,
        )
        if done:
            return done
    context |= {"ended": ended, "form": form, "version": ended.now.row.version if ended.now else 0}
    return ui.page(request, "choice/settle.html", context, status=status_of(form))
