"""What people hold about a person: names and ways to reach them, who may open the record, what came from elsewhere."""

from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Greatest

from handrail.access import RelationKind
from handrail.accounts import holdings as accounts
from handrail.accounts.models import User
from handrail.people.actions import keep_text, set_contact, settle_text
from handrail.people.holding import Holding, Holdings
from handrail.people.limits import settle_scopes, standing_relations
from handrail.people.models import (
    AccessTask,
    AccessTaskStatusChange,
    BlockedContact,
    Consent,
    ConsentStatusChange,
    ConsentYes,
    DataKey,
    GuardianGrant,
    Identifier,
    KeptText,
    NameToken,
    OutsideCopy,
    OutsideRecord,
    Participant,
    Refusal,
    Relation,
    Supporter,
    settle_coordinator,
)

CONTACT = (
    "given_name",
    "family_name",
    "birth_on",
    "phone",
    "email",
    "address",
    "language",
    "speaks",
    "needs_interpreter",
)


def _itself(participant: Participant) -> Q:
    return Q(pk=participant.pk)


def _close_twice_open(source: Participant, to: Participant, today: date) -> None:
    """End relations of ``source`` that ``to`` has too: one coordinator, and each colleague once a kind."""
    open_there = Relation.objects.filter(participant=to, to_on=None)
    has_coordinator = open_there.filter(kind=RelationKind.COORDINATOR).exists()
    pairs = set(open_there.values_list("user_id", "kind"))
    for row in Relation.objects.filter(participant=source, to_on=None):
        second = has_coordinator and row.kind == RelationKind.COORDINATOR
        if second or (row.user_id, row.kind) in pairs:
            row.to_on = max(row.from_on, today)
            row.save(update_fields=["to_on"])


def _one_no_to_each(source: Participant, to: Participant, today: date) -> None:
    """Join two standing refusals of one account: what either of them refuses stays refused."""
    for row in Refusal.objects.filter(participant=source, lifted_on=None):
        other = Refusal.objects.filter(participant=to, user=row.user_id, lifted_on=None).first()
        if other is not None:
            other.scopes |= row.scopes
            other.save(update_fields=["scopes"])
            row.lifted_on = max(row.from_on, today)
            row.save(update_fields=["lifted_on"])


_FOLLOWING = (
    Holding(KeptText, empties=("text",), keeps={"object_kind": "a table's name", "field": "a column's name"}),
    Holding(OutsideRecord, empties=("source", "text", "status", "reason")),
    Holding(OutsideCopy, deletes=True, withheld="digests and addresses, no words"),
    Holding(Identifier, deletes=True),
    Holding(ConsentYes),
    Holding(ConsentStatusChange, empties=("reason",)),
    Holding(Consent, empties=("recipient", "words", "present")),
    Holding(Refusal, settle=_one_no_to_each),
    Holding(GuardianGrant, seals=("document",)),
    Holding(BlockedContact, empties=("name", "phone", "email", "user")),
    Holding(AccessTaskStatusChange, empties=("reason",)),
    Holding(AccessTask, empties=("words", "answer")),
    Holding(Supporter, empties=("name", "called", "phone", "email", "user")),
    Holding(
        Relation,
        empties=("part",),
        keeps={"source": "a word of the program: how the record was opened"},
        settle=_close_twice_open,
    ),
    Holding(NameToken, deletes=True, withheld="made from names, dates and numbers", follows=False),
    Holding(DataKey, deletes=True, withheld="opens sealed text", follows=False),
)
_PERSON = Holding(
    Participant,
    empties=("called", "sort_key", "list_name", "tab_title", *CONTACT),
    about=_itself,
)
HELD = Holdings((*_FOLLOWING, _PERSON))


def own_accounts(participant: Participant) -> QuerySet[User]:
    """Return the accounts that open this record to its person, and no other record as their own."""
    mine = Relation.objects.filter(kind=RelationKind.SELF)
    elsewhere = mine.exclude(participant=participant).filter(participant__data_key__isnull=False)
    return User.objects.filter(pk__in=mine.filter(participant=participant).values("user_id")).exclude(
        pk__in=elsewhere.values("user_id")
    )


def export(participant: Participant, *, all_rows: bool = False) -> dict[str, Any]:
    """Return by table what the person may see of themselves, or everything; their account too."""
    account = {"rows": [accounts.export(user) for user in own_accounts(participant)], "left_out": 0}
    return {User._meta.label: account, **HELD.export(participant, all_rows=all_rows)}


def erase(participant: Participant, today: date) -> None:
    """Empty names and content, close the record to everybody, and destroy the key of its sealed text."""
    for user in own_accounts(participant):
        accounts.erase(user, today)
    running = Q(to_on=None) | Q(to_on__gt=today)
    Relation.objects.filter(running, participant=participant).update(to_on=Greatest(F("from_on"), today))
    HELD.erase(participant)
    settle_coordinator(participant.pk)


def move(source: Participant, to: Participant, today: date) -> None:
    """
    Give every row of ``source`` to ``to`` and empty ``source``.

    ``to`` keeps its own names and ways to be reached; what it lacks comes from ``source``, what differs is kept as text.
    """
    changes = {}
    for name in CONTACT:
        here, there = getattr(to, name), getattr(source, name)
        if there and not here:
            changes[name] = there
        elif there and there != here:
            _keep(to, name, str(there))
    if source.called != to.called:
        _keep(to, "called", source.called)
    for one in _FOLLOWING:
        one.move(source, to, today)
    for relation in standing_relations(to.pk, today):
        settle_scopes(relation, today)
    _PERSON.erase(source)
    for record in (source, to):
        settle_coordinator(record.pk)
    set_contact(to, **changes)


def _keep(to: Participant, field: str, text: str) -> None:
    settle_text(
        kept_text=keep_text(
            participant=to, target=to, field=field, text=text, author_id=None, language=to.language
        )
    )
