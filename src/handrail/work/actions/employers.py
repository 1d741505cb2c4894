"""Employers, and each word with one of them."""

from datetime import date
from uuid import UUID

from django.db import transaction

from handrail.access import Viewer
from handrail.audit.actions import record
from handrail.base.errors import DomainError, Stale
from handrail.base.frozen import frozen
from handrail.base.text import folded, kept
from handrail.base.words import _
from handrail.people.models import Participant
from handrail.work.models import ContactFor, Employer, EmployerContact
from handrail.work.rules import Way


@frozen
class EmployerFacts:
    name: str
    trade: str = ""
    address: str = ""
    phone: str = ""


@frozen
class Said:
    """What was said with an employer. ``about`` is only for those who see the person; the rest is for colleagues."""

    way: Way
    who: str = ""
    needs: str = ""
    next: str = ""
    next_on: date | None = None
    held_on: date | None = None
    about: str = ""


def _named(name: str, organisation_id: UUID, other_than: Employer | None = None) -> Employer | None:
    rows = Employer.objects.filter(organisation_id=organisation_id, sort_key=folded(name)[:200])
    found: Employer | None = (rows.exclude(pk=other_than.pk) if other_than else rows).first()
    return found


def _new_employer(facts: EmployerFacts, organisation_id: UUID) -> Employer:
    name = kept(facts.name).strip()[:200]
    if not folded(name):
        raise DomainError(str(_("Write the name of the place, so that it is found again.")))
    made: Employer = Employer.objects.create(
        organisation_id=organisation_id,
        name=name,
        trade=kept(facts.trade).strip()[:200],
        address=kept(facts.address).strip()[:300],
        phone=kept(facts.phone).strip()[:40],
        sort_key=folded(name)[:200],
    )
    return made


@transaction.atomic
def list_employer(*, facts: EmployerFacts, by: Viewer) -> Employer:
    """Put an employer on the list of the organisation. Raises DomainError when the name is listed already."""
    if _named(facts.name, by.own_organisation):
        raise DomainError(str(_("This name is on the list already. Open it there.")))
    employer = _new_employer(facts, by.own_organisation)
    record(by, "list_employer", employer, op="create")
    return employer


@transaction.atomic
def change_employer(
    *, employer: Employer, facts: EmployerFacts, is_closed: bool, version: int, by: Viewer
) -> Employer:
    """Change an employer's entry, or say that the place has closed; it stays readable."""
    row = Employer.objects.select_for_update().get(pk=employer.pk)
    if row.version != version:
        raise Stale(str(_("Somebody changed this in the meantime. Look at it again, then save.")))
    name = kept(facts.name).strip()[:200]
    if not folded(name):
        raise DomainError(str(_("Write the name of the place, so that it is found again.")))
    if _named(name, row.organisation_id, row):
        raise DomainError(str(_("This name is on the list already. Open it there.")))
    row.name, row.sort_key = name, folded(name)[:200]
    row.trade, row.address = kept(facts.trade).strip()[:200], kept(facts.address).strip()[:300]
    row.phone = kept(facts.phone).strip()[:40]
    row.closed_on = (row.closed_on or by.today) if is_closed else None
    row.version += 1
    row.save()
    record(by, "change_employer", row)
    return row


@transaction.atomic
def record_contact(
    *,
    said: Said,
    by: Viewer,
    employer: Employer | None = None,
    name: str = "",
    participant: Participant | None = None,
) -> EmployerContact:
    """
    Keep a word with an employer: who, when, how, what they need, what is next; ``name`` lists a new employer.

    With ``participant`` it was for somebody, and ``said.about`` stays with those who see the person. What was next
    with this employer before is answered by it. Raises DomainError for a day still to come.
    """
    held_on = said.held_on or by.today
    if held_on > by.today:
        raise DomainError(str(_("This day is still to come. Choose today or a day before.")))
    if by.user_id is None:
        raise DomainError(str(_("A word with an employer needs a name beside it.")))
    place = employer or _named(name, by.own_organisation)
    place = place or _new_employer(EmployerFacts(name), by.own_organisation)
    EmployerContact.objects.filter(employer=place, next_done=False).update(next_done=True)
    contact = EmployerContact.objects.create(
        organisation_id=place.organisation_id,
        employer=place,
        held_on=held_on,
        way=said.way,
        who=kept(said.who).strip()[:200],
        needs=kept(said.needs).strip()[:300],
        next=kept(said.next).strip()[:300],
        next_on=said.next_on,
        made_by_id=by.user_id,
    )
    if participant is not None:
        ContactFor.objects.create(
            organisation_id=participant.organisation_id,
            participant=participant,
            contact=contact,
            words=kept(said.about).strip()[:300],
            held_on=held_on,
        )
    about = participant.pk if participant else None
    record(by, "record_contact", contact, op="create", participant_id=about)
    return contact
