"""First contact, the conversation, the team and family, getting started, as rows."""

from typing import Any
from uuid import UUID

from handrail.access import Label, RelationKind, Role, clearance_bits
from handrail.accounts.models import Membership, User
from handrail.base import sealed
from handrail.demo.bulk.rows import Row
from handrail.demo.bulk.telling import Teller
from handrail.demo.lives import deeds as d
from handrail.intake import definitions, rules
from handrail.intake.models import (
    Answer,
    Conversation,
    Referral,
    ReferralStatusChange,
    StartLine,
    StartLineChange,
)
from handrail.intake.rules import AuthorKind, ReferralStatus, Side, StartState
from handrail.people.duplicates.known import Known, known
from handrail.people.duplicates.pairs import keys
from handrail.people.models import DataKey, NameToken, Participant, Relation, Supporter
from handrail.people.rules import DEFAULT_SCOPES, name_tokens, sort_key

# What Django writes in the place of a password that nobody can use: "!" and 40 letters.
UNUSABLE = 40
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


def _known(person: d.Person) -> Known:
    return known(
        "",
        given=person.given_name,
        family=person.family_name,
        called=person.called,
        birth=person.birth_on.isoformat(),
        phones=[person.phone],
        address=person.address,
    )


def _person(t: Teller) -> Row:
    person = t.life.person
    t.on()
    row = t.plain(
        Participant,
        organisation_id=t.organisation_id,
        site_id=t.place.sites[person.site].pk.hex,
        called=person.called,
        given_name=person.given_name,
        family_name=person.family_name,
        birth_on=person.birth_on.isoformat(),
        language=person.language,
        phone=person.phone,
        address=person.address,
        sort_key=sort_key(person.family_name, person.given_name),
        label=Label.NORMAL.value,
    )
    t.person_id = row["id"]
    t.made["participant", 0] = row
    names = name_tokens(person.called, person.given_name, person.family_name)
    for token in sorted(names | keys(_known(person))):
        t.row(NameToken, token=token)
    wrapped = sealed.seal(t.master, t.rng.randbytes(32), UUID(t.person_id).bytes)
    t.row(DataKey, wrapped=wrapped)
    return row


def let_in_row(t: Teller, who: str, kind: str, part: str, source: str, scopes: int | None = None) -> Row:
    """Open the record to somebody; what is open stays as it is."""
    found = t.relations.get((who, kind))
    if found is None or found["to_on"]:
        known = RelationKind(kind)
        found = t.relations[who, kind] = t.row(
            Relation,
            user_id=t.user_id if who == d.SELF else t.place.staff[who].id,
            kind=kind,
            scopes=DEFAULT_SCOPES[known] if scopes is None else scopes,
            clears=clearance_bits(known),
            part=part,
            from_on=t.today,
            source=source,
        )
        _settle_coordinator(t, kind)
    return found


def _settle_coordinator(t: Teller, kind: str) -> None:
    """Say of the person what ``people`` says when somebody begins or ends to coordinate."""
    if kind == RelationKind.COORDINATOR:
        named = [row for (_who, what), row in t.relations.items() if what == kind and not row["to_on"]]
        t.made["participant", 0]["needs_coordinator"] = int(not named)


def referred(t: Teller, deed: d.Referred) -> None:
    _person(t)
    came = t.later(0)
    referral = t.about(
        Referral,
        source=deed.source,
        reason=deed.reason,
        words=deed.words,
        received_on=came.isoformat(),
        first_contact_by=rules.first_contact_due(came).isoformat(),
        contact_id=t.place.staff[deed.contact].id if deed.contact else None,
    )
    t.made["referral", 0] = referral
    if deed.contact:
        let_in_row(t, deed.contact, "care_team", "first contact", "referral")
    t.event("receive_referral", Referral, referral, op="create")


def _change_referral(t: Teller, to: ReferralStatus, event: str, reason: str = "") -> None:
    referral = t.made["referral", 0]
    t.change(ReferralStatusChange, "referral", referral, to.value, reason)
    referral["version"] += 1
    t.event(event, Referral, referral)


def contacted(t: Teller, deed: d.Contacted) -> None:
    t.made["referral", 0]["contacted_on"] = t.today
    _change_referral(t, ReferralStatus.IN_CONTACT, "make_first_contact")


def put_off(t: Teller, deed: d.PutOff) -> None:
    _change_referral(t, ReferralStatus.NOT_NOW, "put_referral_off", deed.alternatives)


def began(t: Teller, deed: d.Began) -> None:
    _change_referral(t, ReferralStatus.STARTED, "start_referral")


def got_account(t: Teller, deed: d.GotAccount) -> None:
    person = t.life.person
    user = t.plain(
        User,
        sign_in_name=person.account,
        name=f"{person.given_name} {person.family_name}",
        phone=person.phone,
        password="!" + "".join(t.rng.choices(LETTERS, k=UNUSABLE)),
    )
    t.plain(
        Membership,
        organisation_id=t.organisation_id,
        user_id=user["id"],
        role=Role.PARTICIPANT.value,
        from_on=t.today,
    )
    t.event("add_member", User, user, op="create", about=False)
    t.user_id = user["id"]
    t.event("open_relation", Relation, let_in_row(t, d.SELF, "self", "", "in_person"), op="create")


def coordinated(t: Teller, deed: d.Coordinated) -> None:
    t.event("name_coordinator", Relation, let_in_row(t, deed.who, "coordinator", "coordinator", "named"))


def let_in(t: Teller, deed: d.LetIn) -> None:
    t.event(
        "open_relation", Relation, let_in_row(t, deed.who, deed.kind, deed.part, deed.source), op="create"
    )


def let_go(t: Teller, deed: d.LetGo) -> None:
    relation = t.relations[deed.who, deed.kind]
    relation["to_on"] = t.today
    _settle_coordinator(t, deed.kind)
    t.event("close_relation", Relation, relation)


def named_supporter(t: Teller, deed: d.NamedSupporter) -> None:
    facts = {"name": deed.name, "called": deed.called, "relationship": deed.relationship}
    t.event("add_supporter", Supporter, t.about(Supporter, from_on=t.today, **facts), op="create")


def talked(t: Teller, deed: d.Talked) -> None:
    first = next(iter(definitions.questions().values()))
    t.made["conversation", 0] = row = t.about(
        Conversation,
        mode=deed.mode,
        place=deed.place,
        began_on=t.today,
        last_part=first.part,
        last_question=first.code,
    )
    t.event("start_conversation", Conversation, row, op="create")


def said(t: Teller, deed: d.Said) -> None:
    asked, row = definitions.questions()[deed.question], t.made["conversation", 0]
    wanted = [choice.code for choice in asked.choices if choice.code in deed.choices]
    answer = t.about(
        Answer,
        conversation_id=row["id"],
        question=asked.code,
        question_version=asked.version,
        locale="en",
        state=deed.state,
        text=deed.text,
        choices=" ".join(wanted),
        author_kind=AuthorKind.MINE.value,
        author_id=t.by,
        label=(Label.RESTRICTED if asked.sensitive else Label.NORMAL).value,
    )
    following = definitions.next_question(asked.code)
    row["last_part"] = following.part if following else ""
    row["last_question"] = following.code if following else ""
    row["version"] += 1
    t.event("answer_question", Answer, answer, op="create")


def read_back(t: Teller, deed: d.ReadBack) -> None:
    row = t.made["conversation", 0]
    t.on()
    row["read_back_at"] = t.stamp
    row["version"] += 1
    t.event("read_back", Conversation, row)


def lined(t: Teller, deed: d.Lined) -> None:
    state = StartState(deed.state)
    row = t.about(
        StartLine,
        line=deed.line,
        state=deed.state,
        who=deed.who,
        words=deed.words,
        waits_for=rules.waits_for(state, Side.TEAM).value,
    )
    t.started(StartLineChange, "start_line", row, StartState.NOT_YET.value, deed.state, deed.words)
    t.event("set_start_line", StartLine, row, op="create")


TELLS: dict[type[d.Deed], Any] = {
    d.Referred: referred,
    d.Contacted: contacted,
    d.PutOff: put_off,
    d.Began: began,
    d.GotAccount: got_account,
    d.Coordinated: coordinated,
    d.LetIn: let_in,
    d.LetGo: let_go,
    d.NamedSupporter: named_supporter,
    d.Talked: talked,
    d.Said: said,
    d.ReadBack: read_back,
    d.Lined: lined,
}
