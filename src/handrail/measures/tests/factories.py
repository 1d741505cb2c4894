"""Answers for tests: made through the actions, so that rows have the product's shape."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from handrail.access import RelationKind, Role, Viewer
from handrail.accounts.models import User
from handrail.measures import actions
from handrail.measures.definitions import instruments
from handrail.measures.models import Administration, AnswerLink, Schedule
from handrail.measures.rules.asking import Mode
from handrail.measures.rules.links import LinkAsks, LinkWay
from handrail.people.models import Participant
from handrail.people.tests import factories as people
from handrail.safety.models import OnCallTurn
from handrail.safety.tests import factories as safety

NINE = dict.fromkeys(
    [
        "interest",
        "mood",
        "sleep",
        "energy",
        "appetite",
        "self_worth",
        "concentration",
        "psychomotor",
        "self_harm_thoughts",
    ],
    0,
)


@dataclass(frozen=True)
class Elena:
    """A person, her own viewer, and a colleague beside her."""

    person: Participant
    me: Viewer
    sasha: Viewer

    @property
    def reader(self) -> User:
        return User.objects.get(pk=self.sasha.user_id)


def elena() -> Elena:
    place = people.organisation()
    person = people.participant(place)
    return Elena(
        person,
        people.self_viewer(person),
        people.staff_for(person, Role.COORDINATOR, RelationKind.COORDINATOR),
    )


def on_call(elena: Elena) -> OnCallTurn:
    """Put a colleague on call around now."""
    place = elena.person.organisation
    return safety.on_call(place, safety.reachable(place))


def schedule(elena: Elena, instrument: str = "phq9", begins_on: date = people.TODAY) -> Schedule:
    return actions.ask_regularly(
        participant=elena.person,
        instrument=instrument,
        reader=elena.reader,
        begins_on=begins_on,
        by=elena.sasha,
    )


def begun(
    elena: Elena,
    instrument: str = "phq9",
    *,
    by: Viewer | None = None,
    mode: Mode = Mode.STAFF,
    on: date | None = None,
) -> Administration:
    return actions.begin_answers(
        participant=elena.person, instrument=instrument, mode=mode, answered_on=on, by=by or elena.sasha
    )


def send(row: Administration, answers: Mapping[str, Any], by: Viewer, **more: Any) -> Administration:
    given = {"shown": instruments()[row.instrument].version, "version": row.version, **more}
    return actions.send_answers(administration=row, answers=answers, by=by, **given)


def save(row: Administration, answers: Mapping[str, Any], by: Viewer, **more: Any) -> Administration:
    given = {"shown": instruments()[row.instrument].version, "version": row.version, **more}
    return actions.save_answers(administration=row, answers=answers, by=by, **given)


def answered(
    elena: Elena, answers: Mapping[str, Any], instrument: str = "phq9", on: date | None = None
) -> Administration:
    """Return answers that Sasha took in."""
    return send(begun(elena, instrument, on=on), answers, elena.sasha)


def handed(
    elena: Elena, instrument: str = "needs", *, plan: Schedule | None = None, **more: Any
) -> tuple[AnswerLink, str]:
    """Return a link that Sasha handed out on paper, with its letters."""
    given = {"way": LinkWay.PAPER, "asks": LinkAsks.WORD, "word": "lighthouse", "by": elena.sasha, **more}
    if given["asks"] == LinkAsks.BIRTH:
        given.pop("word")
    return actions.hand_out_link(schedule=plan or schedule(elena, instrument), **given)
