"""
What a package holds about a person, said once for each table: for taking along, for erasing, for joining two records.

Each package with rows about a person has a ``holdings.py`` that says this of every one of its tables.
"""

from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from handrail.access import RelationKind, clearance_bits
from handrail.base import sealed
from handrail.base.frozen import frozen
from handrail.people.actions import data_key
from handrail.people.models import Participant

# Text that stays in any table, and why.
STAYS = {
    "key": "drawn by lot",
    "language": "of words that are gone",
    "zone": "of times that stay",
    "from_status": "a code of the table of states",
    "to_status": "a code of the table of states",
}
TEXTS = (models.CharField, models.TextField, models.JSONField, models.BinaryField)


def is_text(column: Any) -> bool:
    """Return whether a column can hold words: every text but the codes of a fixed list."""
    return isinstance(column, TEXTS) and not column.choices


def emptied(column: Any) -> Any:
    """Return what stands in a column once it is emptied."""
    return None if column.null else column.get_default()


def own(participant: Participant) -> Q:
    """Choose rows by their column ``participant``."""
    return Q(participant=participant)


def nothing_to_settle(_source: Participant, _to: Participant, _today: date) -> None:
    """Join two records without a clash."""


@frozen
class Holding:
    """One table: which columns are emptied, which words stay and why, what is sealed."""

    model: type[models.Model]
    empties: tuple[str, ...] = ()
    keeps: Mapping[str, str] = field(default_factory=dict)
    seals: tuple[
        str, ...
    ] = ()  # under the person's key; emptied with the rest, sealed anew when records join
    deletes: bool = False  # rows that are nothing but words or keys go whole
    withheld: str = ""  # why it is not taken along
    unseen: Q = field(default_factory=lambda: Q(pk__in=[]))  # what the person does not see, beside labels
    about: Callable[[Participant], Q] = own
    follows: bool = True  # False: made for each record, dropped when records join
    settle: Callable[[Participant, Participant, date], None] = nothing_to_settle

    @property
    def name(self) -> str:
        return self.model._meta.label

    def rows(self, participant: Participant) -> models.QuerySet[Any]:
        """Return every row about the person, whoever may see it."""
        table = self.model._default_manager
        return table.filter(pk__in=table.filter(self.about(participant)).values("pk"))

    def _for_the_person(self, rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
        if any(column.name == "label" for column in self.model._meta.fields):
            cleared = clearance_bits(RelationKind.SELF)
            rows = rows.annotate(cleared=models.F("label").bitand(cleared)).filter(cleared__gt=0)
        return rows.exclude(self.unseen)

    def export(self, participant: Participant, *, all_rows: bool) -> dict[str, Any]:
        """Return the rows as plain data, and how many are left out because the person may not see them."""
        rows = self.rows(participant)
        shown = rows if all_rows else self._for_the_person(rows)
        return {
            "rows": [self._plain(row, participant) for row in shown.order_by("pk")],
            "left_out": rows.count() - shown.count(),
        }

    def _plain(self, row: Any, participant: Participant) -> dict[str, Any]:
        plain = {column.attname: column.value_from_object(row) for column in self.model._meta.concrete_fields}
        for name in self.seals:
            if plain[name] is not None:
                opened = sealed.unseal(data_key(participant), bytes(plain[name]), row.pk.bytes)
                plain[name] = opened.decode()
        return plain

    def erase(self, participant: Participant) -> None:
        """Empty the words, or delete rows that are nothing else."""
        rows = self.rows(participant)
        if self.deletes:
            rows.delete()
            return
        gone = (self.model._meta.get_field(name) for name in self.empties + self.seals)
        rows.update(**{column.name: emptied(column) for column in gone})

    def move(self, source: Participant, to: Participant, today: date) -> None:
        """Make every row of ``source`` one of ``to``; raise DomainError when somebody has to decide first."""
        self.settle(source, to, today)
        mine = self.model._default_manager.filter(own(source))
        if not self.follows:
            mine.delete()
            return
        for name in self.seals:
            for row in mine.filter(**{f"{name}__isnull": False}):
                opened = sealed.unseal(data_key(source), bytes(getattr(row, name)), row.pk.bytes)
                setattr(row, name, sealed.seal(data_key(to), opened, row.pk.bytes))
                row.save(update_fields=[name])
        mine.update(participant=to)


@frozen
class Holdings:
    """What one package holds, its tables in the order in which they are worked."""

    held: tuple[Holding, ...]

    @property
    def models(self) -> tuple[type[models.Model], ...]:
        return tuple(one.model for one in self.held)

    def export(self, participant: Participant, *, all_rows: bool = False) -> dict[str, Any]:
        """Return by table what the person may see of themselves, or everything."""
        return {one.name: one.export(participant, all_rows=all_rows) for one in self.held if not one.withheld}

    def erase(self, participant: Participant) -> None:
        """Empty content and names; keys, dates and codes stay."""
        for one in self.held:
            one.erase(participant)

    def move(self, source: Participant, to: Participant, today: date) -> None:
        """Give every row of ``source`` to ``to``."""
        for one in self.held:
            one.move(source, to, today)
