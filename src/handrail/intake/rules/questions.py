"""What a question of a place may be, and what is wrong with one."""

import re
from collections.abc import Sequence
from enum import StrEnum

from handrail.base.errors import DomainError
from handrail.base.frozen import frozen
from handrail.base.words import Words, _

SITE_VERSIONS = 1000  # a place's versions are above, ours below
TEXT_AT_MOST = 300
CHOICES_AT_MOST = 20
QUESTIONS_AT_MOST = 12  # in one part: nobody sits through more
LETTERS = "abcdefghijklmnopqrstuvwxyz"
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z-]{2,8})?")


class QuestionKind(StrEnum):
    """How a question is answered. Words can be added to any of them."""

    TEXT = "text"
    CHOICES = "choices"
    RULER = "ruler"


QUESTION_KINDS: dict[QuestionKind, Words] = {
    QuestionKind.TEXT: _("In words"),
    QuestionKind.RULER: _("One of several answers"),
    QuestionKind.CHOICES: _("Any of several answers"),
}


@frozen
class QuestionWords:
    """The words of one question in one language; of each choice its code and its words."""

    text: str
    why: str
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()


def checked_words(words: QuestionWords, kind: str) -> QuestionWords:
    """Return the words without the spaces around them; raise DomainError with what is missing or too long."""
    found = QuestionWords(
        words.text.strip(),
        words.why.strip(),
        words.hint.strip(),
        tuple((code, text.strip()) for code, text in words.choices),
    )
    if not found.text:
        raise DomainError(str(_("Write the question.")))
    if not found.why:
        raise DomainError(str(_("Write why you ask. People read it below the question.")))
    _check_choices(found.choices, kind)
    for text in (found.text, found.why, found.hint, *(text for _code, text in found.choices)):
        if len(text) > TEXT_AT_MOST:
            sentence = _("Use at most %(most)s letters for each text. One of them is longer.")
            raise DomainError(sentence % {"most": TEXT_AT_MOST})
    return found


def _check_choices(choices: Sequence[tuple[str, str]], kind: str) -> None:
    if kind == QuestionKind.TEXT and choices:
        raise DomainError(str(_("A question that is answered in words has no answers to choose.")))
    if kind not in (QuestionKind.CHOICES, QuestionKind.RULER) and not choices:
        return
    texts = [text for _code, text in choices]
    if not all(texts):
        raise DomainError(str(_("Write words for each answer.")))
    if not 2 <= len(texts) <= CHOICES_AT_MOST:
        sentence = _("Write two answers at least and %(most)s at most.")
        raise DomainError(sentence % {"most": CHOICES_AT_MOST})
    if len({text.casefold() for text in texts}) < len(texts):
        raise DomainError(str(_("Two answers have the same words. Take one out.")))


def checked_language(language: str) -> str:
    """Return a language as definitions write it; raise DomainError for what is none."""
    if not _LANGUAGE.fullmatch(language.lower()):
        raise DomainError(str(_("Choose a language from the list.")))
    return language.lower()


def free_codes(taken: Sequence[str], count: int) -> list[str]:
    """Return ``count`` codes for new answers that nobody used; letters alone, as answers are stored."""
    every = (f"own_{one}{two}" for one in LETTERS for two in LETTERS)
    free = [code for code in every if code not in taken]
    return free[:count]
