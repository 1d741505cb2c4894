"""Who sees what: yeses to organisations and guardians, a guardian's view, an invitation, somebody kept away."""

from handrail.access import Category
from handrail.demo.journal import Entry
from handrail.demo.scribe.stage import Stage
from handrail.people import actions as people
from handrail.people.rules.consent import ConsentPurpose, Voice, Way
from handrail.people.rules.guardians import GuardianBasis
from handrail.plans import actions as plans


def yes_to(stage: Stage, entry: Entry) -> None:
    """Say yes to an organisation, as the person; a child's yes waits for a guardian's beside it."""
    facts = entry.facts
    terms = people.Terms(
        opens=frozenset(Category(name) for name in facts["opens"]),
        yeses={Voice.PERSON: Way.HERE},
        purpose=ConsentPurpose(facts["purpose"]),
    )
    consent = people.give_consent(
        participant=stage.people[entry.story],
        recipient=people.Recipient(words=facts["to"]),
        terms=terms,
        by=stage.viewer(entry.by, entry.day),
    )
    stage.keep(entry, "consent", facts["to"], consent)


def yes_beside(stage: Stage, entry: Entry) -> None:
    consent = stage.found(entry, "consent", entry.facts["to"])
    people.add_yes(
        consent=consent, voice=Voice.GUARDIAN, way=Way.WRITTEN, by=stage.viewer(entry.by, entry.day)
    )


def guardian(stage: Stage, entry: Entry) -> None:
    people.grant_guardian(
        participant=stage.people[entry.story],
        user=stage.users[entry.facts["who"]][0],
        basis=GuardianBasis(entry.facts["basis"]),
        areas=frozenset(Category(name) for name in entry.facts["areas"]),
        document=entry.facts["document"],
        is_free=True,
        by=stage.viewer(entry.by, entry.day),
    )


def block(stage: Stage, entry: Entry) -> None:
    people.block_contact(
        participant=stage.people[entry.story],
        name=entry.facts["name"],
        phone=entry.facts["phone"],
        by=stage.viewer(entry.by, entry.day),
    )


def invite(stage: Stage, entry: Entry) -> None:
    """Invite family or a friend to one goal, as the person."""
    plans.invite_to(
        thing=stage.found(entry, "goal", entry.facts["goal"]),
        user=stage.users[entry.facts["who"]][0],
        yeses={Voice.PERSON: Way.HERE},
        to_on=stage.day(entry.facts["until"]),
        by=stage.viewer(entry.by, entry.day),
    )


HANDLERS = {
    "invite": invite,
    "yes_to": yes_to,
    "yes_beside": yes_beside,
    "guardian": guardian,
    "block": block,
}
