"""Family and friends as the person names them, and accounts given in person."""

from django.db import transaction

from handrail.access import Category, RelationKind, Role, Viewer
from handrail.accounts.actions import new_account
from handrail.accounts.models import User
from handrail.audit.actions import record
from handrail.base.errors import DomainError
from handrail.base.words import _
from handrail.people import rules
from handrail.people.actions.relations import let_in
from handrail.people.models import Participant, Relation, Supporter
from handrail.people.rules import Relationship


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
