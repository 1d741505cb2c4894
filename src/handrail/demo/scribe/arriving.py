"""First contact, the conversation, the team and family, getting started."""

from typing import Any

from handrail.access import Category, RelationKind, Role
from handrail.accounts import actions as accounts
from handrail.demo.journal import Entry, cast, stories
from handrail.demo.scribe.stage import Stage
from handrail.intake import definitions
from handrail.intake.actions import choices, referrals, start
from handrail.intake.actions import conversation as talk
from handrail.intake.rules import (
    AnswerState,
    AuthorKind,
    ConversationMode,
    EnrolmentRank,
    EntryReason,
    ReferralSource,
    StartState,
)
from handrail.people import actions as people
from handrail.people.rules import PlanView, Relationship
from handrail.people.rules.consent import Voice, Way

CONTACT_FACTS = ("given_name", "family_name", "birth_on", "phone", "address")
CHOSEN = ("choices", "ruler")


def refer(stage: Stage, entry: Entry) -> None:
    """Receive the referral; the record is made, and the person gets their own account in person."""
    person = stories()[entry.story].person
    referral = referrals.receive_referral(
        organisation=stage.organisation,
        called=person["called"],
        source=ReferralSource(entry.facts["source"]),
        reason=EntryReason(entry.facts["reason"]),
        words=entry.facts["words"],
        contact=stage.users[entry.facts["contact"]][0],
        site=stage.sites[person["site"]],
        by=stage.operator(entry.day),
        **{key: person[key] for key in CONTACT_FACTS},
    )
    participant = stage.people[entry.story] = referral.participant
    user = accounts.add_member(
        organisation=stage.organisation,
        sign_in_name=entry.story,
        name=participant.full_name,
        role=Role.PARTICIPANT,
        phone=person["phone"],
        by=stage.operator(entry.day),
    )
    stage.users[entry.story] = (user, Role.PARTICIPANT)
    by = stage.viewer(entry.story, entry.day)
    people.open_relation(participant=participant, user=user, kind=RelationKind.SELF, by=by)
    people.choose_plan_view(participant=participant, view=PlanView(person["plan_view"]), by=by)
    stage.keep(entry, "referral", "", referral)


def contact(stage: Stage, entry: Entry) -> None:
    referral = stage.found(entry, "referral", "")
    referrals.make_first_contact(referral=referral, by=stage.viewer(entry.by, entry.day))


def begin(stage: Stage, entry: Entry) -> None:
    referral = stage.found(entry, "referral", "")
    referrals.start_referral(referral=referral, by=stage.viewer(entry.by, entry.day))


def coordinator(stage: Stage, entry: Entry) -> None:
    participant, by = stage.people[entry.story], stage.viewer(entry.by, entry.day)
    people.name_coordinator(participant=participant, user=stage.users[entry.facts["who"]][0], by=by)
    manager = next(row["key"] for row in cast()["team"] if row["role"] == Role.MANAGER)
    people.open_relation(
        participant=participant,
        user=stage.users[manager][0],
        kind=RelationKind.SUPERVISOR,
        by=stage.operator(entry.day),
        source="unit",
    )


def team(stage: Stage, entry: Entry) -> None:
    people.open_relation(
        participant=stage.people[entry.story],
        user=stage.users[entry.facts["who"]][0],
        kind=RelationKind(entry.facts["kind"]),
        part=entry.facts["part"],
        by=stage.viewer(entry.by, entry.day),
    )


def family(stage: Stage, entry: Entry) -> None:
    """Write down family as the person names them; who has an account gets what the person opens, if anything."""
    facts, by = entry.facts, stage.viewer(entry.by, entry.day)
    participant = stage.people[entry.story]
    account = stage.users.get(facts.get("who", ""))
    people.add_supporter(
        participant=participant,
        name=facts["name"],
        called=facts["called"],
        relationship=Relationship(facts["relationship"]),
        phone=facts.get("phone", account[0].phone if account else ""),
        user=account[0] if account else None,
        by=by,
    )
    if account and "opens" in facts:
        is_own = by.participant_id == participant.pk
        yeses = {Voice.PERSON: Way.HERE} if is_own else dict.fromkeys(Voice, Way.SPOKEN)
        terms = people.Terms(
            opens=frozenset(Category(name) for name in facts["opens"]),
            yeses=yeses,
            present=facts.get("present", ""),
        )
        people.give_consent(
            participant=participant, recipient=people.Recipient(user=account[0]), terms=terms, by=by
        )


def conversation(stage: Stage, entry: Entry) -> None:
    participant, by = stage.people[entry.story], stage.viewer(entry.by, entry.day)
    held = talk.start_conversation(
        participant=participant,
        mode=ConversationMode(entry.facts["mode"]),
        place=entry.facts["place"],
        by=by,
    )
    for question, said in entry.facts["answers"].items():
        talk.answer_question(conversation=held, question=question, by=by, **_said(question, said))


def _said(question: str, said: Any) -> dict[str, Any]:
    if isinstance(said, str):
        return {"state": AnswerState(said), "author_kind": AuthorKind.MINE}
    answer = {"state": AnswerState.ANSWERED, "author_kind": AuthorKind(said["by"])}
    chosen = definitions.questions()[question].kind in CHOSEN
    return {**answer, "choices": [said["text"]]} if chosen else {**answer, "text": said["text"]}


def enrol(stage: Stage, entry: Entry) -> None:
    choices.enrol(
        participant=stage.people[entry.story],
        programme_type=entry.facts["programme"],
        rank=EnrolmentRank(entry.facts["rank"]),
        by=stage.viewer(entry.by, entry.day),
    )


def line(stage: Stage, entry: Entry) -> None:
    facts = entry.facts
    start.set_start_line(
        participant=stage.people[entry.story],
        line=facts["line"],
        state=StartState(facts["state"]),
        who=facts.get("who", ""),
        words=facts.get("words", ""),
        by=stage.viewer(entry.by, entry.day),
    )


HANDLERS = {
    "refer": refer,
    "contact": contact,
    "start": begin,
    "coordinator": coordinator,
    "team": team,
    "family": family,
    "conversation": conversation,
    "enrol": enrol,
    "line": line,
}
