from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail import ui
from handrail.access import Category, Permission, Viewer, requires
from handrail.people import actions
from handrail.people.country import country_pack
from handrail.people.forms.access import GuardianForm
from handrail.people.models import GuardianGrant, Participant
from handrail.people.pages import load, send, status_of
from handrail.people.queries import access as reads
from handrail.people.rules.consent import categories_in, parts_in_words
from handrail.people.rules.guardians import GUARDIAN_BASES, GuardianBasis, next_review


def _line(grant: GuardianGrant, viewer: Viewer, key: bytes) -> dict[str, Any]:
    return {
        "grant": grant,
        "basis": GUARDIAN_BASES[GuardianBasis(grant.basis)],
        "given": parts_in_words(categories_in(grant.scopes)),
        "sees": parts_in_words(categories_in(grant.relation.scopes)),
        "runs": grant.to_on is None or grant.to_on > viewer.today,
        "document": reads.document_of(grant, key),
    }


def _grant(form: GuardianForm, participant: Participant, by: Viewer) -> GuardianGrant:
    data = form.cleaned_data
    return actions.grant_guardian(
        participant=participant,
        user=data["who"],
        basis=GuardianBasis(data["basis"]),
        areas=data["areas"],
        is_free=data["is_free"],
        to_on=data["until"],
        document=data["document"],
        by=by,
    )


@requires(Permission.COORDINATE)
def guardians(request: HttpRequest, person_key: str) -> HttpResponse:
    """Grant a guardian's or proxy's view in person, after a private talk, and end one."""
    viewer, participant = load(request, person_key, Category.ACCESS)
    ends = request.POST.get("end", "")
    form = GuardianForm(
        None if ends else request.POST or None, accounts=reads.family_accounts(viewer, participant)
    )
    if ends or form.is_valid():
        grant = reads.guardian_grant(viewer, participant, ends) if ends else None
        done = send(
            request,
            form,
            lambda about: (
                actions.end_guardian(grant=grant, by=viewer) if grant else _grant(form, participant, viewer)
            ),
            reverse("people:guardians", args=[person_key]),
            person=person_key,
        )
        if done:
            return done
    grants = reads.guardian_grants(viewer, participant)
    key = actions.data_key(participant) if any(one.document for one in grants) else b""
    pack = country_pack(participant.organisation.country)
    context = {
        "participant": participant,
        "lines": [_line(one, viewer, key) for one in grants],
        "review_on": next_review(participant.birth_on, viewer.today, pack.ages),
        "is_confirmed": pack.is_confirmed,
        "form": form,
    }
    return ui.page(request, "people/guardians.html", context, status=status_of(form))
