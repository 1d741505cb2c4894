"""The words of a note: plain, or sealed under the person's key when the label asks for it."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC
from typing import Any

from handrail.access import SEALED_LABELS, Label
from handrail.base import sealed
from handrail.base.frozen import frozen
from handrail.people.actions import data_key
from handrail.people.models import Participant
from handrail.practice.models import Attempt, Note, NoteVersion, SkillUse, WorkStep


@frozen
class NoteText:
    """The words of one version of a note."""

    words: str = ""
    observation: str = ""
    reason: str = ""


def is_sealed(label: int) -> bool:
    """Return whether words under ``label`` are stored sealed and nowhere else."""
    return Label(label) in SEALED_LABELS


def put_text(version: NoteVersion, text: NoteText, participant: Participant) -> None:
    """Lay ``text`` into ``version``: in plain columns, or only in ``sealed`` when its label is a sealed one."""
    version.sealed = None
    version.words, version.observation, version.reason = text.words, text.observation, text.reason
    if is_sealed(version.label):
        version.words = version.observation = version.reason = ""
        version.sealed = sealed.seal(
            data_key(participant), json.dumps(asdict(text)).encode(), version.pk.bytes
        )


def text_of(version: NoteVersion, participant: Participant) -> NoteText:
    """Return the words of ``version``, opened with the person's key when they are sealed."""
    if version.sealed is None:
        return NoteText(version.words, version.observation, version.reason)
    opened = sealed.unseal(data_key(participant), bytes(version.sealed), version.pk.bytes)
    return NoteText(**json.loads(opened))


def seal_words(words: str, note: Note) -> bytes:
    """Return ``words`` sealed under the person's key and bound to ``note``."""
    return sealed.seal(data_key(note.participant), words.encode(), note.pk.bytes)


def disagreement_of(note: Note) -> str:
    """Return how the person sees it, opened when it is sealed."""
    if note.disagreed_sealed is None:
        return note.disagreed_words
    key = data_key(note.participant)
    return sealed.unseal(key, bytes(note.disagreed_sealed), note.pk.bytes).decode()


def _stored(version: NoteVersion) -> list[str]:
    hidden = bytes(version.sealed).hex() if version.sealed is not None else ""
    return [str(version.number), version.words, version.observation, version.reason, hidden]


@frozen
class Signed:
    """What is signed with a note besides its text: how steps went, what helped, a step towards work."""

    attempts: Sequence[Attempt]
    skills: Sequence[SkillUse]
    work: Sequence[WorkStep]


def signed_with(note: Note) -> Signed:
    """Return what stands beside a filed note."""
    return Signed(list(note.attempts.all()), list(note.skills.all()), list(note.work_steps.all()))


def digest(note: Note, version: NoteVersion, signed: Signed | None = None) -> str:
    """
    Return the SHA-256 of what was signed: the text as stored, what was ticked, who signed as what and when.

    Sealed words count by their ciphertext, so that the digest tells nothing of them.
    """
    beside = signed or signed_with(note)
    attempts = sorted(beside.attempts, key=lambda one: str(one.step_id))
    content: dict[str, Any] = {
        "note": str(note.pk),
        "person": str(note.participant_id),
        "author": [str(note.author_id), note.job_title],
        "held": [note.held_at.astimezone(UTC).isoformat(), note.zone, note.setting, note.place],
        "filed": note.filed_at.astimezone(UTC).isoformat() if note.filed_at else "",
        "ticked": [note.met, note.next, note.has_safety_concern, note.label],
        "steps": [[str(one.step_id), one.given, one.wanted, one.is_done] for one in attempts],
        "helped": sorted(one.skill for one in beside.skills),
        "work": sorted(one.rung for one in beside.work),
        "text": _stored(version),
    }
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
