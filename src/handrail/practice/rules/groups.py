"""Groups, their meetings and home practice, as plain tables."""

from datetime import date, time, timedelta
from enum import StrEnum

from handrail.base.errors import DomainError
from handrail.base.frozen import frozen
from handrail.base.text import kept
from handrail.base.words import Words, _


class GroupKind(StrEnum):
    """What people do together. A storytelling group keeps who came and its invitation, never a story (S-125)."""

    SOCIAL_SKILLS = "social_skills"
    STORYTELLING = "storytelling"
    ACTIVITY = "activity"
    LEARNING = "learning"


GROUP_KINDS: dict[GroupKind, Words] = {
    GroupKind.SOCIAL_SKILLS: _("Practising with people"),
    GroupKind.STORYTELLING: _("Telling and listening"),
    GroupKind.ACTIVITY: _("Doing something together"),
    GroupKind.LEARNING: _("Learning together"),
}


class GroupMeetingStatus(StrEnum):
    PLANNED = "planned"
    HELD = "held"
    CALLED_OFF = "called_off"


GROUP_MEETING_TRANSITIONS: dict[GroupMeetingStatus, set[GroupMeetingStatus]] = {
    GroupMeetingStatus.PLANNED: {GroupMeetingStatus.HELD, GroupMeetingStatus.CALLED_OFF},
    GroupMeetingStatus.HELD: set(),
    GroupMeetingStatus.CALLED_OFF: set(),
}
GROUP_MEETING_STATUSES: dict[GroupMeetingStatus, Words] = {
    GroupMeetingStatus.PLANNED: _("Planned"),
    GroupMeetingStatus.HELD: _("Was held"),
    GroupMeetingStatus.CALLED_OFF: _("Called off by the team"),
}


class HomePracticeStatus(StrEnum):
    AGREED = "agreed"
    DONE = "done"
    TRIED = "tried"
    NOT_THIS_TIME = "not_this_time"


_ANSWERS = {HomePracticeStatus.DONE, HomePracticeStatus.TRIED, HomePracticeStatus.NOT_THIS_TIME}
HOME_PRACTICE_TRANSITIONS: dict[HomePracticeStatus, set[HomePracticeStatus]] = {
    HomePracticeStatus.AGREED: _ANSWERS,
    HomePracticeStatus.DONE: _ANSWERS - {HomePracticeStatus.DONE},
    HomePracticeStatus.TRIED: _ANSWERS - {HomePracticeStatus.TRIED},
    HomePracticeStatus.NOT_THIS_TIME: _ANSWERS - {HomePracticeStatus.NOT_THIS_TIME},
}
HOME_PRACTICE_ANSWERS: dict[HomePracticeStatus, Words] = {
    HomePracticeStatus.DONE: _("Did it"),
    HomePracticeStatus.TRIED: _("Tried it"),
    HomePracticeStatus.NOT_THIS_TIME: _("Not this time"),
}


class Context(StrEnum):
    """With whom a skill is used (S-097)."""

    FAMILY = "family"
    WORK = "work"
    SCHOOL = "school"
    FRIENDS = "friends"
    LOVE = "love"
    TOWN = "town"


CONTEXTS: dict[Context, Words] = {
    Context.FAMILY: _("Family"),
    Context.WORK: _("Work"),
    Context.SCHOOL: _("School or study"),
    Context.FRIENDS: _("Friends"),
    Context.LOVE: _("Somebody I like"),
    Context.TOWN: _("Shop, bus, office"),
}


class Came(StrEnum):
    """Who came to a meeting of a group. Who said no before counts for nothing, neither way."""

    CAME = "came"
    NOT_THERE = "not_there"
    SAID_NO = "said_no"


CAME: dict[Came, Words] = {
    Came.CAME: _("Came"),
    Came.NOT_THERE: _("Not there"),
    Came.SAID_NO: _("Said no"),
}


class SkillStage(StrEnum):
    """How far a person has used a skill: worked out from what was recorded, never set by hand."""

    INTRODUCED = "introduced"
    PRACTISED = "practised"
    WITH_PROMPT = "with_prompt"
    INDEPENDENT = "independent"


SKILL_STAGES: dict[SkillStage, Words] = {
    SkillStage.INTRODUCED: _("Heard about it in the group"),
    SkillStage.PRACTISED: _("Practised in the group"),
    SkillStage.WITH_PROMPT: _("Used outside, with a reminder or company"),
    SkillStage.INDEPENDENT: _("Used outside, on my own"),
}
MOST_STEPS = 6


def skill_stage(*, practised: bool, with_prompt: bool, independent: bool) -> SkillStage:
    """Return the furthest stage of a skill that a person was introduced to."""
    if independent:
        return SkillStage.INDEPENDENT
    if with_prompt:
        return SkillStage.WITH_PROMPT
    return SkillStage.PRACTISED if practised else SkillStage.INTRODUCED


def bits_of(steps: list[int]) -> int | None:
    """Return the numbers of the steps that were shown as one number, or None when no turn was taken."""
    if any(step not in range(MOST_STEPS) for step in steps):
        raise DomainError(str(_("There is no such step in this skill. Open the page again.")))
    return sum(1 << step for step in set(steps)) or None


def steps_of(bits: int | None) -> list[int]:
    """Return the numbers of the steps that were shown, counted from nought."""
    return [step for step in range(MOST_STEPS) if (bits or 0) >> step & 1]


def checked_group_name(name: str) -> str:
    """Return the name of a group without spaces around it; raise DomainError when nothing is left."""
    tidy = kept(name).strip()
    if not tidy:
        raise DomainError(str(_("Give the group a name, so that people find it.")))
    return tidy


def free_number(taken: set[int], capacity: int) -> int:
    """Return the lowest free place of a group; raise DomainError when it is full."""
    free = next((number for number in range(1, capacity + 1) if number not in taken), None)
    if free is None:
        raise DomainError(
            str(_("All %(count)s places are taken. Ask for the next group, or wait for a free place."))
            % {"count": capacity}
        )
    return free


def next_day(weekday: int, after: date) -> date:
    """Return the first ``weekday`` (Monday is 0) on or after a day."""
    return after + timedelta(days=(weekday - after.weekday()) % 7)


@frozen
class GroupFacts:
    """What a group is: when, where and for how many. ``weekday`` counts from Monday, which is 0."""

    name: str
    kind: GroupKind
    weekday: int
    begins: time
    ends: time
    capacity: int
    programme: str = ""
    place: str = ""
    directions: str = ""


@frozen
class PersonRecord:
    """What is written down of one person in one meeting. ``came`` is never filled in for anybody."""

    session_key: str
    came: Came | None
    shown: tuple[int, ...] = ()
    good: str = ""
    words: str = ""
    home: str = ""
    context: Context | None = None

    @property
    def has_words(self) -> bool:
        """Return whether anything but who came is said."""
        return bool(self.shown or self.good.strip() or self.words.strip() or self.home.strip())


@frozen
class PracticeAnswer:
    """What a person says of the home practice that was agreed last time."""

    practice_key: str
    status: HomePracticeStatus
    is_prompted: bool = False


@frozen
class MeetingRecord:
    """A whole meeting as one form sends it: a line about no person, and each person's own."""

    line: str = ""
    people: tuple[PersonRecord, ...] = ()
    answers: tuple[PracticeAnswer, ...] = ()
