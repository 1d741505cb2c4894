"""Writes about names and ways to reach a person, and the record itself."""

from collections.abc import Iterable
from datetime import date
from typing import TypedDict, Unpack

from django.conf import settings
from django.db import transaction

from handrail.access import Viewer
from handrail.accounts.models import Organisation, Site
from handrail.audit.actions import record
from handrail.base import sealed
from handrail.base.errors import DomainError, Stale
from handrail.base.text import kept
from handrail.base.words import _
from handrail.people import rules
from handrail.people.duplicates.known import known
from handrail.people.duplicates.pairs import keys
from handrail.people.models import DataKey, NameToken, Participant
from handrail.people.queries.same import known_of
from handrail.people.rules import PlanView


class Contact(TypedDict, total=False):
    """How a person is reached."""

    language: str
    speaks: str
    needs_interpreter: bool
    phone: str
    email: str | None
    address: str


class PersonFacts(Contact, total=False):
    """What may be known of a person beside the name they like."""

    given_name: str
    family_name: str
    birth_on: date | None


class ContactChanges(PersonFacts, total=False):
    """What may change of all this: the name they like, too."""

    called: str


def _find_by(participant: Participant, tokens: Iterable[str]) -> None:
    NameToken.objects.bulk_create(
        (
            NameToken(organisation_id=participant.organisation_id, participant=participant, token=token)
            for token in sorted(tokens)
        ),
        ignore_conflicts=True,
    )


def find_by_numbers(participant: Participant, pairs: Iterable[tuple[str, str]]) -> None:
    """Let the search for the same person find ``participant`` by more numbers, inside another action."""
    _find_by(participant, keys(known("", identifiers=pairs)))


def _write_name_tokens(participant: Participant, pairs: Iterable[tuple[str, str]] | None = None) -> None:
    NameToken.objects.filter(participant=participant).delete()
    names = rules.name_tokens(participant.called, participant.given_name, participant.family_name)
    _find_by(participant, names | keys(known_of(participant, pairs)))


def new_participant(
    *,
    organisation: Organisation,
    called: str,
    given_name: str = "",
    family_name: str = "",
    birth_on: date | None = None,
    site: Site | None = None,
    **contact: Unpack[Contact],
) -> Participant:
    """
    Make the record of a person inside another action, which writes the event.

    ``contact`` may hold languages, whether an interpreter is needed, phone, email and address.
    Raises DomainError when the name is empty.
    """
    participant = Participant.objects.create(
        organisation=organisation,
        site=site,
        called=rules.checked_name(called),
        given_name=kept(given_name).strip(),
        family_name=kept(family_name).strip(),
        birth_on=birth_on,
        sort_key=rules.sort_key(family_name or called, given_name),
        **contact,
    )
    _write_name_tokens(participant, pairs=())
    wrapped = sealed.seal(
        sealed.master_key(settings.HANDRAIL_DATA_KEY), sealed.new_key(), participant.pk.bytes
    )
    DataKey.objects.create(organisation=organisation, participant=participant, wrapped=wrapped)
    return participant


@transaction.atomic
def register_participant(
    *,
    organisation: Organisation,
    called: str,
    by: Viewer,
    site: Site | None = None,
    **facts: Unpack[PersonFacts],
) -> Participant:
    """
    Open a record for a person; a name is enough (S-001: no diagnosis is asked).

    ``facts`` are those of ``new_participant``. Raises DomainError when the name is empty.
    """
    participant = new_participant(organisation=organisation, called=called, site=site, **facts)
    record(by, "register_participant", participant, op="create", participant_id=participant.pk)
    return participant


def data_key(participant: Participant) -> bytes:
    """Return the key of a person's sealed text; raise DomainError when it was destroyed or does not open."""
    row = DataKey.objects.filter(participant=participant).first()
    if row is None:
        raise DomainError(str(_("This record was erased. Its sealed text is gone.")))
    return sealed.unseal(
        sealed.master_key(settings.HANDRAIL_DATA_KEY), bytes(row.wrapped), participant.pk.bytes
    )


_ELSEWHERE = ("id", "organisation", "needs_coordinator")  # a row read before must not undo what others wrote


CONTACT_FIELDS = [one.name for one in Participant._meta.concrete_fields if one.name not in _ELSEWHERE]


def set_contact(participant: Participant, **changes: Unpack[ContactChanges]) -> None:
    """Write contact facts and what is derived from them, inside another action, which writes the event."""
    for field, value in changes.items():
        setattr(participant, field, value)
    participant.sort_key = rules.sort_key(
        participant.family_name or participant.called, participant.given_name
    )
    participant.version += 1
    participant.save(update_fields=CONTACT_FIELDS)
    _write_name_tokens(participant)


@transaction.atomic
def change_contact(
    *, participant: Participant, version: int, by: Viewer, **changes: Unpack[ContactChanges]
) -> Participant:
    """Change names, phone, e-mail, address or language; raise Stale when ``version`` is no longer the newest."""
    row = Participant.objects.select_for_update().get(pk=participant.pk)
    if row.version != version:
        raise Stale(str(_("Somebody changed this in the meantime. Look at it again, then save.")))
    set_contact(row, **changes)
    record(by, "change_contact", row, participant_id=row.pk)
    return row


@transaction.atomic
def choose_plan_view(*, participant: Participant, view: PlanView, by: Viewer) -> Participant:
    """Keep how the person likes to see the plan: path, stairs or list."""
    participant.plan_view = view
    participant.save(update_fields=["plan_view"])
    record(by, "choose_plan_view", participant, participant_id=participant.pk)
    return participant
