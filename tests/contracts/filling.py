"""Rows for every table about a person, with a telling word in each column that can hold one."""

from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import models

from handrail.access import Label, RelationKind, clearance_bits
from handrail.base import sealed
from handrail.intake.rules import AnswerState
from handrail.peers.rules import Side
from handrail.people.actions import data_key
from handrail.people.holding import Holding, is_text
from handrail.people.models import DataKey, NameToken, Participant
from handrail.practice.rules import NoteStatus
from handrail.web.holdings import HELD

NOON = datetime(2026, 10, 20, 12, tzinfo=UTC)
# What a table's own constraints ask for.
FACTS: dict[str, dict[str, Any]] = {
    "choice.Cost": {"price_minor": 1, "basis": "whole"},
    "choice.Funding": {"share": 1},
    "choice.Settlement": {"own_minor": 1, "total_minor": 1},
    "choice.Feedback": {"helps": "yes", "label": Label.PRIVATE},
    "choice.FeeBand": {"share": 1},
    "community.Link": {"answer": "", "paper_on": date(2026, 10, 20)},
    "intake.Answer": {"state": AnswerState.ANSWERED},
    "intake.MeetingGuest": {"yes_way": ""},
    "intake.WishRuler": {"wants": 1},
    "practice.Session": {"ends_at": NOON + timedelta(hours=1)},
    "practice.Group": {"ends": time(13), "weekday": 1},
    "practice.GroupMeeting": {"ends_at": NOON + timedelta(hours=1)},
    "practice.Note": {"status": NoteStatus.FILED, "filed_at": NOON},
    "peers.PeerOffer": {"ask_again_on": None, "answered_on": None},
    "peers.Pairing": {"place": None, "ended_on": None},
    "peers.CheckIn": {"side": Side.PERSON, "minutes": 0, "talked_on": None},
    "peers.PeerWords": {"label": Label.PEER},
    "complaints.Complaint": {"label": Label.PRIVATE},
    "work.Job": {"wage_minor": 1, "end_reason": ""},
    "work.StillThere": {"mark": 30},
    "plans.LifeRole": {"until_on": None},
    "outcomes.GoalScale": {"start_level": -1},
    "safety.Alert": {
        "status": "open",
        "opened_at": NOON,
        "asked_at": NOON,
        "due_at": NOON + timedelta(minutes=15),
        "last_due_at": NOON + timedelta(minutes=60),
        "acknowledged_by": None,
        "acknowledged_at": None,
        "closed_at": None,
        "wish": "",
        "wished_at": None,
    },
    "safety.EmergencyOpening": {
        "status": "reviewed",
        "opened_at": NOON,
        "ends_at": NOON + timedelta(hours=1),
    },
    "people.Consent": {"supporter": None, "relation": None, "to_on": date(2026, 10, 21)},
    "people.Relation": {
        "clears": clearance_bits(RelationKind.SELF),
        "kind": RelationKind.SELF,
        "thing": None,
    },
}
SAMPLES: dict[type[models.Field], Any] = {
    models.DateTimeField: NOON,
    models.DateField: date(2026, 10, 20),
    models.TimeField: time(12),
    models.BooleanField: False,
    models.IntegerField: 1,
    models.UUIDField: UUID(int=7),
}


def canary(table: str, column: str) -> str:
    """Return the word that stands in one column and nowhere else."""
    return "Zq" + sha256(f"{table}.{column}".encode()).hexdigest()[:8]


class Filling:
    """One row of every table for one person, and the words that were put in, by column."""

    def __init__(self, person: Participant, user: Any, mark: str = "") -> None:
        self.person, self.user, self.mark = person, user, mark
        self.made: dict[type[models.Model], Any] = {Participant: person, get_user_model(): user}
        self.words: dict[tuple[str, str], str] = {}

    def fill(self) -> "Filling":
        for one in sorted(HELD, key=lambda held: held.model is not Participant):
            if one.model in (Participant, DataKey, NameToken):
                self._put(one, self.made.get(one.model) or one.rows(self.person).first())
            else:
                self._row(one.model)
        self._put_account()
        return self

    def _put_account(self) -> None:
        self.user.name = self.words["accounts.User", "name"] = canary("accounts.User", "name")
        self.user.email = self.words["accounts.User", "email"] = (
            f"{canary('accounts.User', 'email')}@b.example"
        )
        self.user.phone = self.words["accounts.User", "phone"] = canary("accounts.User", "phone")
        self.user.save()

    def _put(self, one: Holding, row: Any) -> None:
        for column in one.model._meta.concrete_fields:
            if is_text(column) and column.name in one.empties:
                setattr(row, column.name, self._word(one, column, row))
        row.save()

    def _row(self, model: type[models.Model]) -> Any:
        if model in self.made:
            return self.made[model]
        one = next(held for held in HELD if held.model is model)
        row = model(**self._facts(model))
        for column in model._meta.concrete_fields:
            if is_text(column) and column.name != "key" and not column.unique:
                setattr(row, column.name, self._word(one, column, row))
        row.save(force_insert=True)
        self.made[model] = row
        return row

    def _word(self, one: Holding, column: Any, row: Any) -> Any:
        word = canary(self.mark + one.name, column.name)
        if column.name in one.empties or column.name in one.seals or one.deletes:
            self.words[one.name, column.name] = word
        if column.name in one.seals:
            return sealed.seal(data_key(self.person), word.encode(), row.pk.bytes)
        if isinstance(column, models.JSONField):
            return {word: word}
        if isinstance(column, models.EmailField):
            return f"{word}@b.example"
        return word[: column.max_length] if isinstance(column, models.CharField) else word

    def _facts(self, model: type[models.Model]) -> dict[str, Any]:
        told = FACTS.get(model._meta.label, {})
        facts: dict[str, Any] = {}
        for column in model._meta.concrete_fields:
            if column.name in told or column.primary_key or is_text(column):
                continue
            value = self._value(column)
            if value is not None:
                facts[column.name] = value
        return facts | told

    def _value(self, column: Any) -> Any:
        if isinstance(column, models.ForeignKey):
            return self._related(column)
        if column.null or column.has_default():
            return None
        if column.choices:
            return column.choices[0][0]
        return next(value for kind, value in SAMPLES.items() if isinstance(column, kind))

    def _related(self, column: Any) -> Any:
        target = column.related_model
        if target._meta.label == "accounts.Organisation":
            return self.person.organisation
        known = target in self.made or any(one.model is target for one in HELD)
        if target is column.model or (column.null and (not known or target is get_user_model())):
            return None
        return self._row(target) if known else self._of_nobody(target)

    def _of_nobody(self, model: type[models.Model]) -> Any:
        """Return a row about no person that a row about one hangs on, like a place."""
        row = model(**self._facts(model))
        row.save(force_insert=True)
        return self.made.setdefault(model, row)
