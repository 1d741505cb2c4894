"""Every write about a person's contact facts and about who may open the record."""

from datetime import date
from typing import Any, TypedDict, Unpack
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Model

from handrail.access import Category, Label, RelationKind, Role, Viewer, clearance_bits, scope_bits
from handrail.accounts.actions import new_account
from handrail.accounts.models import Organisation, Site, User
from handrail.audit.actions import record
from handrail.base import clock, sealed
from handrail.base.errors import DomainError, Stale
from handrail.base.text import kept
from handrail.base.words import _
from handrail.people import rules
from handrail.people.models import (
    DataKey,
    KeptText,
    NameToken,
    OutsideRecord,
    Participant,
    Relation,
    Supporter,
)
from handrail.people.rules import OutsideAnswer, PlanView, Relationship


class Contact(TypedDict, total=False):
    """How a person is reached."""

    language: str
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


def _write_name_tokens(participant: Participant) -> None:
    NameToken.objects.filter(participant=participant).delete()
    names = rules.name_tokens(participant.called, participant.given_name, participant.family_name)
    NameToken.objects.bulk_create(
        NameToken(organisation_id=participant.organisation_id, participant=participant, token=token)
        for token in sorted(names)
    )


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

    ``contact`` may hold language, phone, email and address. Raises DomainError when the name is empty.
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
    _write_name_tokens(participant)
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


def let_in(
    *,
    participant: Participant,
    user: User,
    kind: RelationKind,
    by: Viewer,
    source: str,
    scopes: int | None = None,
    part: str = "",
    from_on: date | None = None,
) -> Relation:
    """Open a record inside another action, which writes the event. A relation that is open stays as it is."""
    relation, _made = Relation.objects.get_or_create(
        participant=participant,
        user=user,
        kind=kind,
        to_on=None,
        defaults={
            "organisation_id": participant.organisation_id,
            "scopes": rules.DEFAULT_SCOPES[kind] if scopes is None else scopes,
            "clears": clearance_bits(kind),
            "from_on": from_on or by.today,
            "source": source,
            "part": part,
        },
    )
    return relation


def open_wider(*, relation: Relation, categories: frozenset[Category]) -> Relation:
    """Let an open relation show ``categories`` too, inside another action, which writes the event."""
    relation.scopes |= scope_bits(categories)
    relation.save(update_fields=["scopes"])
    return relation


def let_out(*, relation: Relation, by: Viewer, to_on: date | None = None) -> Relation:
    """End a relation inside another action, which writes the event."""
    relation.to_on = to_on or by.today
    relation.save(update_fields=["to_on"])
    return relation


@transaction.atomic
def open_relation(
    *,
    participant: Participant,
    user: User,
    kind: RelationKind,
    by: Viewer,
    source: str = "in_person",
    scopes: int | None = None,
    part: str = "",
    from_on: date | None = None,
) -> Relation:
    """Open a person's record to ``user``: the only way in (ADR 0007). A relation that is open stays as it is."""
    relation = let_in(
        participant=participant,
        user=user,
        kind=kind,
        by=by,
        source=source,
        scopes=scopes,
        part=part,
        from_on=from_on,
    )
    record(by, "open_relation", relation, op="create")
    return relation


@transaction.atomic
def close_relation(*, relation: Relation, by: Viewer, to_on: date | None = None) -> Relation:
    """End a relation; from its end date the record is closed to that user at the next request."""
    let_out(relation=relation, by=by, to_on=to_on)
    record(by, "close_relation", relation)
    return relation


@transaction.atomic
def name_coordinator(*, participant: Participant, user: User, by: Viewer) -> Relation:
    """Make ``user`` the one coordinator; who was it before stays on the care team (S-132, S-163)."""
    before = Relation.objects.select_for_update().filter(
        participant=participant, kind=RelationKind.COORDINATOR, to_on__isnull=True
    )
    common: dict[str, Any] = {"participant": participant, "by": by, "scopes": None, "from_on": None}
    for old in before.exclude(user=user):
        old.to_on = by.today
        old.save(update_fields=["to_on"])
        let_in(**common, user=old.user, kind=RelationKind.CARE_TEAM, source="hand_over", part=old.part)
    relation = let_in(
        **common,
        user=user,
        kind=RelationKind.COORDINATOR,
        source="named",
        part=str(_("coordinator")),
    )
    record(by, "name_coordinator", relation)
    return relation


@transaction.atomic
def add_supporter(
    *,
    participant: Participant,
    name: str,
    relationship: Relationship,
    by: Viewer,
    called: str = "",
    phone: str = "",
    email: str | None = None,
    user: User | None = None,
) -> Supporter:
    """Write down family or a friend, as the person names them. It opens nothing; ``open_relation`` does."""
    supporter = Supporter.objects.create(
        organisation_id=participant.organisation_id,
        participant=participant,
        name=rules.checked_name(name),
        called=called,
        relationship=relationship,
        phone=phone,
        email=email,
        user=user,
        from_on=by.today,
    )
    record(by, "add_supporter", supporter, op="create")
    return supporter


@transaction.atomic
def give_account(*, participant: Participant, sign_in_name: str, password: str, by: Viewer) -> Relation:
    """Give the person an account on their own record, in person; raise DomainError when they have one."""
    row = Participant.objects.select_for_update().get(pk=participant.pk)
    if Relation.objects.filter(participant=row, kind=RelationKind.SELF, to_on__isnull=True).exists():
        raise DomainError(_("%(name)s has an account already.") % {"name": row.called})
    user = new_account(
        organisation=row.organisation,
        sign_in_name=sign_in_name,
        name=row.full_name,
        role=Role.PARTICIPANT,
        password=password,
        site=row.site,
        email=row.email,
        phone=row.phone,
        language=row.language,
        by=by,
    )
    relation = let_in(participant=row, user=user, kind=RelationKind.SELF, source="in_person", by=by)
    record(by, "give_account", relation, op="create")
    return relation


@transaction.atomic
def give_account_to_supporter(
    *,
    supporter: Supporter,
    sign_in_name: str,
    password: str,
    by: Viewer,
    opens: frozenset[Category] = frozenset(),
) -> Supporter:
    """
    Give family or a friend an account, in person, that opens contact and what the person chose: plan, week.

    Raises DomainError when they have one, or when ``opens`` holds more than can be chosen.
    """
    row: Supporter = Supporter.objects.select_for_update().get(pk=supporter.pk)
    if row.user_id is not None:
        raise DomainError(_("%(name)s has an account already.") % {"name": row.name})
    user = new_account(
        organisation=row.organisation,
        sign_in_name=sign_in_name,
        name=row.name,
        role=Role.FAMILY,
        password=password,
        email=row.email,
        phone=row.phone,
        by=by,
    )
    let_in(
        participant=row.participant,
        user=user,
        kind=RelationKind.FAMILY,
        scopes=rules.family_scopes(opens),
        part=str(rules.RELATIONSHIPS[Relationship(row.relationship)]),
        source="in_person",
        by=by,
    )
    row.user = user
    row.save(update_fields=["user"])
    record(by, "give_account_to_supporter", row)
    return row


@transaction.atomic
def answer_outside_record(
    *, outside: OutsideRecord, answer: OutsideAnswer, by: Viewer, reason: str = ""
) -> OutsideRecord:
    """Keep what the person says to a plan or goal from elsewhere. Nothing is written into the plan by it."""
    outside.answer = answer
    outside.reason = kept(reason)
    outside.answered_at = clock.now()
    outside.answered_by_id = by.user_id
    outside.save(update_fields=["answer", "reason", "answered_at", "answered_by"])
    record(by, "answer_outside_record", outside)
    return outside


def keep_text(
    *,
    participant: Participant,
    target: Model,
    field: str,
    text: str,
    author_id: UUID | None,
    language: str,
    label: Label = Label.NORMAL,
) -> KeptText:
    """Keep words that lost to newer ones, inside the action that wrote those; a person decides later."""
    return KeptText.objects.create(
        organisation_id=participant.organisation_id,
        participant=participant,
        object_kind=target._meta.label_lower,
        object_id=target.pk,
        field=field,
        text=text,
        author_id=author_id,
        language=language,
        label=label,
    )


def settle_text(*, kept_text: KeptText) -> KeptText:
    """Mark kept words as decided upon, inside the action that carried the decision out."""
    kept_text.settled_at = clock.now()
    kept_text.save(update_fields=["settled_at"])
    return kept_text
