"""What is kept about one person: asked once for all rooms, so that a room without a row costs no statement."""

from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from handrail.access import Viewer
from handrail.people.models import OutsideRecord, Participant
from handrail.people.queries import covered
from handrail.prepared import prepared

_models: list[type[Any]] = [OutsideRecord]


def offer_kept(*models: type[Any]) -> None:
    """Let pages ask whether these tables hold anything about a person; packages say so in ``AppConfig.ready()``."""
    _models.extend(model for model in models if model not in _models)


@prepared
def _kept(participant_id: UUID) -> QuerySet[Participant, tuple[bool, ...]]:
    rows = Participant.objects.filter(pk=participant_id)
    there = [Exists(model._base_manager.filter(participant_id=OuterRef("pk"))) for model in _models]
    found: QuerySet[Participant, tuple[bool, ...]] = rows.values_list(*there)
    return found


def _tables(viewer: Viewer, participant_id: UUID) -> frozenset[type[Any]]:
    """Return the tables with a row about this person: one statement for each time that a page opens the record."""
    if participant_id not in viewer.kept:
        answers = _kept.first(participant_id) or ()
        there = [model for model, found in zip(_models, answers, strict=False) if found]
        viewer.kept[participant_id] = frozenset(there)
    return viewer.kept[participant_id]


def keeps(viewer: Viewer, participant: Participant, *models: type[Any]) -> bool:
    """
    Return whether any of ``models`` can hold a row about this person that the viewer's relations cover.

    False says that ``visible_to`` would find nothing; True says no more than that it is worth asking. What is kept
    is known for a record that this request opened by ``people.queries.person``; of any other, all may be there.
    """
    open_to = covered(viewer, participant.pk)
    asked = [model for model in models if model.category in open_to]
    if participant.pk not in viewer.opened:
        return bool(asked)
    return bool(asked) and not _tables(viewer, participant.pk).isdisjoint(asked)
