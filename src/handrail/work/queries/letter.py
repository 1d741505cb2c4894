"""The letter to an employer: what is needed and what it does for the work. Never why in words of health."""

from handrail.access import Category, Viewer
from handrail.base.frozen import frozen
from handrail.people.models import Participant
from handrail.work.definitions import clinical_words
from handrail.work.models import Job
from handrail.work.rules import AdjustmentStatus, words_in

IN_LETTER = (AdjustmentStatus.NEEDED, AdjustmentStatus.ASKED, AdjustmentStatus.NOT_AGREED)


@frozen
class LetterLine:
    need: str
    because: str


@frozen
class LeftOut:
    """A line that the letter leaves out, because of a word that an employer does not need."""

    key: str
    need: str
    word: str


@frozen
class Letter:
    """What is printed: from whom, to whom, the lines; and what was left out, which is not printed."""

    name: str
    address: str
    phone: str
    place: str
    title: str
    lines: tuple[LetterLine, ...]
    left_out: tuple[LeftOut, ...]
    waits: int  # how many would be asked for with this letter


def letter(viewer: Viewer, participant: Participant, job: Job) -> Letter:
    """
    Return the letter about what is needed at ``job``.

    A line with a clinical word stays out and is named, so that the person can write it in other words. A reason with
    such a word stays out alone.
    """
    viewer.looks.add(Category.WORK, {participant.pk})
    rows = job.adjustments.visible_to(viewer).filter(status__in=IN_LETTER).order_by("since_on", "pk")
    lines, left_out, waits = [], [], 0
    for row in rows:
        waits += row.status == AdjustmentStatus.NEEDED
        found = words_in(f"{row.need} {row.because}", clinical_words())
        if words_in(row.need, clinical_words()):
            left_out.append(LeftOut(row.key, row.need, found[0]))
            continue
        lines.append(LetterLine(row.need, "" if found else row.because))
        if found:
            left_out.append(LeftOut(row.key, row.because, found[0]))
    return Letter(
        name=participant.full_name,
        address=participant.address,
        phone=participant.phone,
        place=job.place,
        title=job.title,
        lines=tuple(lines),
        left_out=tuple(left_out),
        waits=waits,
    )
