"""A telling word in every text about every person of the world, and who may come to read it."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, models, transaction

from handrail.access import Label
from handrail.accounts.models import User
from handrail.base import clock, sealed
from handrail.choice.actions import end_funding
from handrail.choice.models import Funding, Settlement
from handrail.choice.rules.costs import FundingStatus
from handrail.community.models import Link
from handrail.intake.actions import arrange_first_meeting
from handrail.intake.actions.meetings import new_first_meeting
from handrail.intake.models import Enrolment, Referral
from handrail.notices.actions import put_in_outbox, put_page_in_outbox
from handrail.notices.models import Message
from handrail.notices.rules import MessageKind
from handrail.people.actions import ask_other_worker, data_key, settle_task
from handrail.people.holding import TEXTS, Holding
from handrail.people.models import Identifier, Participant
from handrail.practice.models import Note, NoteVersion
from handrail.practice.rules import NoteStatus
from handrail.web.holdings import HELD
from tests.matrix.world import NOW, World, operator

WORD = re.compile(r"zq[0-9a-f]{8}", re.I)
# A person's entry in a list: open by any part of the record.
NAMES = ("called", "given_name", "family_name", "sort_key")
# What pages look up: another word there is no word of anybody, and the page would break.
CODES: dict[str, str] = {
    "plans.Goal.picture": "the name of a picture",
    "practice.DailyTime.icon": "the name of a picture",
    "practice.SkillUse.skill": "the name of a skill of the list",
    "practice.Note.content_sha256": "a digest",
    "practice.Note.draft": "what a form holds, by field",
    "intake.Answer.choices": "codes of a question",
    "measures.AnswerLink.hashed": "a digest",
    "measures.AnswerLink.word": "a digest",
    "intake.Viewpoint.topics": "a code of what is asked",
    "intake.Viewpoint.topic": "a code of what is asked",
    "intake.Viewpoint.level": "a code of an answer",
    "intake.Wish.area": "a code of an area of life",
    "people.OutsideRecord.status": "a code of another service",
    "people.Relation.part": "also the word of a team's part",
}
# Rows that go whole when a person is erased, and which of their columns hold words.
WHOLE = {
    "intake.Story": ("words", "shown_as"),
    "intake.AskedAnswer": ("text",),
    "intake.Viewpoint": ("words",),
    "community.WayThere": ("place_name", "line", "with_whom", "fallback"),
    "people.Identifier": ("value",),
}
NO_WORDS = ("people.NameToken", "people.DataKey", "people.OutsideCopy")


@dataclass(frozen=True)
class Canary:
    """Whose word it is and how closely it is held."""

    person: Participant
    table: str
    category: str
    label: str  # "" for a name: any part of the record opens it


@dataclass
class Canaries:
    """Every word that was put in, by the word as it is found in a page."""

    words: dict[str, Canary] = field(default_factory=dict)
    columns: set[str] = field(default_factory=set)

    def found_in(self, text: str) -> dict[str, Canary]:
        """Return the words of the world that stand in a text."""
        met = {word.lower() for word in WORD.findall(text)}
        return {word: self.words[word] for word in met if word in self.words}


def columns_of(one: Holding) -> list[str]:
    """Return the columns of a table that hold words about a person and no codes."""
    if one.deletes:
        return list(WHOLE.get(one.name, ()))
    names = [name for name in one.empties if isinstance(one.model._meta.get_field(name), TEXTS)]
    return [name for name in names if f"{one.name}.{name}" not in CODES]


def _word(canary: Canary) -> str:
    told = f"{canary.person.pk}.{canary.table}.{canary.category}.{canary.label}"
    return "zq" + sha256(told.encode()).hexdigest()[:8]


def _put(rows: models.QuerySet[Any], model: type[models.Model], name: str, word: str) -> bool:
    """Write a word into a column of all rows, or where a constraint wants it empty of those that have one."""
    column: Any = model._meta.get_field(name)
    value: Any = {word: word} if isinstance(column, models.JSONField) else word
    if isinstance(column, models.EmailField):
        value = f"{word}@b.example"
    full = rows.exclude(**{f"{column.name}__in": ["", None]}) if not column.null else rows
    for some in (rows, full):
        try:
            with transaction.atomic():
                return bool(some.update(**{column.name: value}))
        except IntegrityError:
            continue
    return False


def _kinds(one: Holding, person: Participant) -> Iterator[tuple[models.QuerySet[Any], str]]:
    """Yield the rows of a table about a person by label."""
    rows = one.model._default_manager.filter(pk__in=one.rows(person).values("pk"))
    if not any(column.name == "label" for column in one.model._meta.concrete_fields):
        yield rows, Label.NORMAL.name.lower()
        return
    for label in Label:
        yield rows.filter(label=label), label.name.lower()


def _fill_table(one: Holding, person: Participant, into: Canaries) -> None:
    for rows, label in _kinds(one, person):
        if not rows.exists():
            continue
        for name in (*columns_of(one), *one.seals):
            is_name = one.model is Participant and name in NAMES
            canary = Canary(person, one.name, str(one.model.category), "" if is_name else label)
            word = _word(canary)
            is_sealed = name in one.seals
            if _seal(rows, name, person, word) if is_sealed else _put(rows, one.model, name, word):
                into.words[word] = canary
                into.columns.add(f"{one.name}.{name}")


def _seal(rows: models.QuerySet[Any], name: str, person: Participant, word: str) -> bool:
    sealed_ones = rows.filter(**{f"{name}__isnull": False})
    for row in sealed_ones:
        text = json.dumps({"words": word}) if isinstance(row, NoteVersion) else word
        setattr(row, name, sealed.seal(data_key(person), text.encode(), row.pk.bytes))
        row.save(update_fields=[name])
    return bool(sealed_ones)


def _corrected_bill(person: Participant) -> None:
    """Write down what a programme really cost, with a word why it was corrected: no story is that far."""
    chosen = Enrolment.objects.filter(participant=person).earliest("pk")
    Settlement.objects.create(
        organisation_id=person.organisation_id,
        participant=person,
        label=Settlement.default_label,
        enrolment=chosen,
        programme_type=chosen.programme_type,
        ended_on=NOW.date(),
        total_minor=1,
        own_minor=1,
        currency="EUR",
        settled_on=NOW.date(),
        written_on=NOW.date(),
        words="A bill came late",
    )


def _furnish(world: World, person: Participant) -> None:
    """Give a person rows of the kinds that no story has: a number elsewhere, tasks, a letter, a note in confidence."""
    by, user = operator(world.here), User.objects.get(sign_in_name="dana")
    Identifier.objects.create(organisation=world.here, participant=person, system="numbers", value=person.key)
    task = ask_other_worker(participant=person, words="Somebody else", by=by)
    settle_task(task=task, answer="Somebody else comes", by=by)
    ask_other_worker(participant=person, words="Somebody else again", by=by)
    meeting = new_first_meeting(Referral.objects.filter(participant=person)[0], by=by)
    arrange_first_meeting(meeting=meeting, meets_on=by.today, place="A café", by=by)
    message = put_in_outbox(
        kind=MessageKind.PROPOSAL, recipient=user, organisation=world.here, about=person, due_at=NOW
    )
    Message.objects.filter(pk=message.pk).update(address="a@b.example", given_up_at=NOW, last_error="Words")
    put_page_in_outbox(participant=person, page="/answer")
    Link.objects.filter(participant=person).update(paper_from="Somebody", paper_on=by.today)
    _corrected_bill(person)
    note = Note.objects.filter(participant=person, status=NoteStatus.FILED).earliest("pk")
    Note.objects.filter(pk=note.pk).update(
        label=Label.THIRD_PARTY, disagreed_by=user, disagreed_at=NOW, disagreed_sealed=b"-"
    )
    NoteVersion.objects.filter(note=note).update(label=Label.THIRD_PARTY, sealed=b"-")


def fill(world: World) -> Canaries:
    """Put a word of its own into every text of everybody: by person, table, category and label."""
    into = Canaries()
    with clock.clock_at(NOW):
        for person in world.order[:2]:
            _furnish(world, person)
        for funding in Funding.objects.filter(participant__in=world.order, status=FundingStatus.ASKED):
            end_funding(funding=funding, reason="They said no", by=operator(world.here))
    for person in [*world.order, world.stranger]:
        for one in HELD:
            if one.name not in NO_WORDS:
                _fill_table(one, person, into)
    return into
