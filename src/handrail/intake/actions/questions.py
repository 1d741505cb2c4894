"""The words of a place: its questions written, hidden, added and taken in. Each save is a new version; none changes."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.db.models import Max

from handrail.access import Permission, Viewer
from handrail.accounts.models import Organisation
from handrail.audit.actions import record
from handrail.base import ids
from handrail.base.errors import DomainError, NotAllowed, NotFound, Stale
from handrail.base.text import kept
from handrail.base.words import _
from handrail.catalogue.definitions import Said
from handrail.intake import definitions
from handrail.intake.definitions import Choice, Part, Question, QuestionSet
from handrail.intake.models import SiteQuestion
from handrail.intake.queries.questions import questions_of
from handrail.intake.rules.questions import (
    QUESTIONS_AT_MOST,
    SITE_VERSIONS,
    QuestionKind,
    QuestionWords,
    checked_language,
    checked_words,
    free_codes,
)

ENGLISH = "en"
OWN = "own-"
SOURCE_AT_MOST = 300


def _locked(organisation: Organisation, by: Viewer) -> Organisation:
    """Return the place, locked, so that two savings come one after the other; raise NotAllowed for who may not."""
    allowed = by.sees_every_row or (by.may(Permission.WORDS_EDIT) and by.organisation_id == organisation.pk)
    if not allowed:
        raise NotAllowed(str(_("A manager or an administrator writes these words.")))
    return Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)


def _texts(said: Said | None) -> dict[str, str]:
    return dict(said.texts) if said else {}


def _stored_after(question: Question) -> dict[str, Any]:
    found = [
        {"question": one.question, "choices": sorted(one.choices), "without": one.without}
        for one in question.after
    ]
    return {"all" if question.after_all else "any": found} if found else {}


def _write(
    organisation: Organisation, questions: Sequence[Question], by: Viewer, sources: Sequence[str] = ()
) -> list[SiteQuestion]:
    """Write each question as the next version of itself, all in one edition."""
    rows = SiteQuestion.objects.filter(organisation=organisation)
    edition = (rows.aggregate(newest=Max("edition"))["newest"] or 0) + 1
    codes = [one.code for one in questions]
    newest = dict(rows.filter(code__in=codes).values_list("code").annotate(Max("version")))
    found = []
    for number, one in enumerate(questions):
        found.append(
            SiteQuestion.objects.create(
                organisation=organisation,
                edition=edition,
                part=one.part,
                code=one.code,
                version=newest.get(one.code, SITE_VERSIONS) + 1,
                kind=one.kind,
                is_sensitive=one.sensitive,
                is_hidden=one.hidden,
                texts={"text": _texts(one.text), "why": _texts(one.why), "hint": _texts(one.hint)},
                choices=[{"code": choice.code, "text": _texts(choice.text)} for choice in one.choices],
                asked_after=_stored_after(one),
                source=sources[number] if sources else "",
                written_on=by.today,
                written_by_id=by.user_id,
            )
        )
    return found


def _current(asked: QuestionSet, code: str, version: int | None) -> Question:
    found = asked.questions.get(code)
    if found is None:
        raise NotFound(str(_("There is no such page.")))
    if version is not None and found.version != version:
        raise Stale(str(_("Somebody changed this question meanwhile. Look at it again, then save.")))
    return found


def _with(said: Said | None, language: str, text: str) -> Said | None:
    """Return texts with those of one language changed; without words in it, the others stay."""
    texts = {**_texts(said), language: kept(text)}
    found = {name: words for name, words in texts.items() if words}
    return Said(tuple(sorted(found.items()))) if found else None


def _spoken(before: Said, language: str, text: str) -> Said:
    """Return texts that are never empty, with those of one language changed."""
    return _with(before, language, text) or before


def _of_place(code: str) -> bool:
    return code not in definitions.questions()


def _choices(
    question: Question, words: QuestionWords, language: str, more: Sequence[str]
) -> tuple[Choice, ...]:
    """Return the answers with their words in one language; an answer of ours stays, whatever it is called."""
    texts = dict(words.choices)
    if {one.code for one in question.choices} - set(texts) and not _of_place(question.code):
        raise DomainError(str(_("These answers lead to other pages. Change their words, and leave them in.")))
    found = [
        replace(one, text=_spoken(one.text, language, texts[one.code]))
        for one in question.choices
        if one.code in texts
    ]
    if more and not _of_place(question.code):
        raise DomainError(str(_("These answers lead to other pages. Add a question of your own instead.")))
    codes = free_codes([one.code for one in question.choices], len(more))
    return (
        *found,
        *(Choice(code, Said(((language, kept(text)),))) for code, text in zip(codes, more, strict=True)),
    )


@transaction.atomic
def write_question(
    *,
    organisation: Organisation,
    code: str,
    words: QuestionWords,
    by: Viewer,
    language: str = ENGLISH,
    more: Sequence[str] = (),
    version: int | None = None,
) -> SiteQuestion:
    """
    Give a question other words in one language, as a new version; who answered the old one keeps its words.

    ``words`` names each answer by its code; of a question of the place, one that is left out goes, and ``more`` come.
    Raises DomainError with what is missing, Stale when ``version`` is no longer the newest.
    """
    place, tongue = _locked(organisation, by), checked_language(language)
    before = _current(questions_of(place.pk), code, version)
    every = QuestionWords(
        words.text,
        words.why,
        words.hint,
        (*words.choices, *((f"new {n}", one) for n, one in enumerate(more))),
    )
    checked = checked_words(every, before.kind)
    count = len(words.choices)
    named = replace(checked, choices=checked.choices[:count])
    choices = _choices(before, named, tongue, [text for _new, text in checked.choices[count:]])
    after = replace(
        before,
        text=_spoken(before.text, tongue, checked.text),
        why=_spoken(before.why, tongue, checked.why),
        hint=_with(before.hint, tongue, checked.hint),
        choices=choices,
    )
    (row,) = _write(place, [after], by)
    record(by, "write_question", row, op="create")
    return row


@transaction.atomic
def hide_question(
    *, organisation: Organisation, code: str, hidden: bool, by: Viewer, version: int | None = None
) -> SiteQuestion:
    """
    Ask a question no more, or ask it again, as a new version; what was answered stays to be read.

    Raises DomainError for the last question of a part, and for one on which another depends.
    """
    place = _locked(organisation, by)
    asked = questions_of(place.pk)
    before = _current(asked, code, version)
    if hidden:
        _check_may_go(asked, before)
    (row,) = _write(place, [replace(before, hidden=hidden)], by)
    record(by, "hide_question", row, op="create")
    return row


def _check_may_go(asked: QuestionSet, going: Question) -> None:
    part = _part(asked, going.part)
    if not [one for one in part.questions if not one.hidden and one.code != going.code]:
        raise DomainError(str(_("This is the last question of its part. Add another one first.")))
    needing = [one for one in asked.questions.values() if any(c.question == going.code for c in one.after)]
    if any(not one.hidden for one in needing):
        raise DomainError(str(_("Another question is asked after this one. Hide that one first.")))


@transaction.atomic
def use_shipped_question(
    *, organisation: Organisation, code: str, by: Viewer, version: int | None = None
) -> SiteQuestion:
    """Ask one of our questions in our words again, as a new version; raise NotFound for one of the place alone."""
    place = _locked(organisation, by)
    _current(questions_of(place.pk), code, version)
    ours = definitions.questions().get(code)
    if ours is None:
        raise NotFound(str(_("There is no such page.")))
    (row,) = _write(place, [ours], by)
    record(by, "use_shipped_question", row, op="create")
    return row


def _part(asked: QuestionSet, code: str) -> Part:
    found = next((part for part in asked.parts if part.code == code), None)
    if found is None:
        raise NotFound(str(_("There is no such page.")))
    return found


def _check_room(asked: QuestionSet, part: str, coming: int) -> None:
    there = [one for one in _part(asked, part).questions if not one.hidden]
    if len(there) + coming > QUESTIONS_AT_MOST:
        sentence = _("A part has at most %(most)s questions. Hide one first.")
        raise DomainError(sentence % {"most": QUESTIONS_AT_MOST})


@transaction.atomic
def add_question(
    *,
    organisation: Organisation,
    part: str,
    kind: QuestionKind,
    words: QuestionWords,
    by: Viewer,
    is_sensitive: bool = False,
    language: str = ENGLISH,
) -> SiteQuestion:
    """
    Ask something of the place's own, as the last question of a part; its answers come without codes.

    Raises DomainError with what is missing, and for a part that is full.
    """
    place, tongue = _locked(organisation, by), checked_language(language)
    _check_room(questions_of(place.pk), part, 1)
    checked = checked_words(words, kind)
    codes = free_codes((), len(checked.choices))

    def said(text: str) -> Said:
        return Said(((tongue, kept(text)),))

    question = Question(
        code=f"{OWN}{ids.key()}",
        part=part,
        version=0,
        kind=kind,
        sensitive=is_sensitive,
        text=said(checked.text),
        why=said(checked.why),
        hint=said(checked.hint) if checked.hint else None,
        choices=tuple(
            Choice(code, said(text)) for code, (_none, text) in zip(codes, checked.choices, strict=True)
        ),
    )
    (row,) = _write(place, [question], by)
    record(by, "add_question", row, op="create")
    return row


def _differs(asked: QuestionSet, question: Question) -> bool:
    """Return whether a question would become another one; whether it is left out is for the place to say."""
    now = asked.questions.get(question.code)
    return now is None or replace(question, version=now.version, hidden=now.hidden) != now


def _gone(
    asked: QuestionSet, organisation: Organisation, source: str, codes: Sequence[str]
) -> list[Question]:
    """Return the questions that came with an earlier form of this source and stand in it no more."""
    rows = SiteQuestion.objects.filter(organisation=organisation, source__startswith=f"{source}#")
    before = {row.code for row in rows} - set(codes)
    return [one for one in asked.questions.values() if one.code in before and not one.hidden]


@transaction.atomic
def import_questions(
    *,
    organisation: Organisation,
    source: str,
    questions: Sequence[Question],
    sources: Sequence[str],
    by: Viewer,
) -> dict[str, int]:
    """
    Take the questions of a form in, all of them or none, and return how many are new, changed, as before, left out.

    The same form again changes nothing; what stands in it no more is left out. ``sources`` says for each question
    which item it came from. Raises DomainError for a part that would be too long.
    """
    place = _locked(organisation, by)
    asked = questions_of(place.pk)
    new = [one for one in questions if one.code not in asked.questions]
    for part in {one.part for one in new}:
        _check_room(asked, part, len([one for one in new if one.part == part]))
    coming = [(one, where) for one, where in zip(questions, sources, strict=True) if _differs(asked, one)]
    known = {one.code: one.hidden for one in asked.questions.values()}
    writing = [replace(one, hidden=known.get(one.code, False)) for one, _where in coming]
    gone = _gone(asked, place, source, [one.code for one in questions])
    leaving = [replace(one, hidden=True) for one in gone]
    if writing or leaving:
        wheres = [where for _one, where in coming] + [f"{source}#"[:SOURCE_AT_MOST]] * len(leaving)
        _write(place, [*writing, *leaving], by, wheres)
    record(by, "import_questions", place, op="change" if writing or leaving else "read")
    return {
        "created": len(new),
        "changed": len(writing) - len(new),
        "unchanged": len(questions) - len(writing),
        "left_out": len(leaving),
    }
