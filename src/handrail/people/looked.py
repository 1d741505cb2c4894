"""Who looked at my plan: for the person themselves, in plain words, unusual looks first."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.formats import date_format
from django.utils.translation import ngettext

from handrail.access import Category, RelationKind, Viewer
from handrail.accounts.models import User
from handrail.audit import queries as audit
from handrail.audit.queries import Seen
from handrail.base import clock
from handrail.base.errors import NotFound
from handrail.base.frozen import frozen
from handrail.base.ids import KEY_LENGTH, KEY_LETTERS
from handrail.base.words import Words, _
from handrail.people.models import Participant, Relation
from handrail.people.queries import person
from handrail.ui.dates import hour

ADDRESSED = "addressed"  # the person wrote to them: no relation, and none is needed
DAYS_ON_A_PAGE = 7
MONTHS_BACK = 24
MANY_IN_A_DAY = 20
NIGHT = (22, 6)  # from ten in the evening until six, where the person's site is

PARTS: dict[str, Words] = {
    Category.CONTACT: _("name and how to reach me"),
    Category.INTAKE: _("what I told at the start"),
    Category.PLAN: _("my plan and steps"),
    Category.WEEK: _("my week"),
    Category.NOTES: _("my notes"),
    Category.ATTENDANCE: _("when we met"),
    Category.SAFETY: _("my list for hard days"),
    Category.OUTSIDE: _("plans from other services"),
    Category.ACCESS: _("who sees what"),
    Category.WORK: _("work and study"),
    Category.HOME: _("my home"),
    Category.LINKS: _("places and activities"),
    Category.LEARNING: _("my lessons"),
    Category.HEALTH: _("my health"),
    Category.PEERS: _("what my peer and I write"),
    Category.GROUPS: _("my groups"),
    Category.ASKED: _("what I asked people near me"),
}
REASONS: dict[str, Words] = {
    RelationKind.COORDINATOR: _("my coordinator"),
    RelationKind.CARE_TEAM: _("on my team"),
    RelationKind.SUPERVISOR: _("answers for my team"),
    RelationKind.GUARDIAN: _("my guardian"),
    RelationKind.FAMILY: _("family or a friend, let in by me"),
    RelationKind.INVITED: _("invited by me to one thing"),
    RelationKind.PEER: _("my peer"),
    RelationKind.GROUP: _("runs a group that I am in"),
    RelationKind.ON_CALL: _("was on call"),
    RelationKind.EMERGENCY: _("opened in an emergency"),
    ADDRESSED: _("I wrote to them"),
}
COMMANDS: dict[str, Words] = {
    "export_everything": _("a copy of everything was made, by the administrator"),
    "move_person": _("two records of mine were joined, by the administrator"),
    "import fhir": _("what came from another system was read in"),
}


@frozen
class Line:
    """One person who looked, on one day."""

    day: date
    who: str
    ref: str
    parts: list[str]
    times: str
    why: str
    unusual: list[str]
    is_computer: bool = False


@frozen
class LookedPage:
    """What the person reads: what is unusual in the month, then day by day."""

    person: Participant
    unusual: list[Line]
    days: list[tuple[date, list[Line]]]
    months: list[tuple[str, str]]
    lookers: list[tuple[str, str]]
    month: str
    who: str
    before: str  # where the next page begins, or no words
    is_filtered: bool


def own_record(viewer: Viewer, person_key: str, category: Category) -> Participant:
    """Return the viewer's own record; for everybody else it is not there, whatever else is open to them."""
    if viewer.participant_id is None:
        raise NotFound(str(_("There is no such page.")))
    found = person(viewer, person_key, category)
    if found.pk != viewer.participant_id:
        raise NotFound(str(_("There is no such page.")))
    return found


def reference(participant: Participant, viewer_key: str) -> str:
    """Return ten letters that stand for somebody who looked, on the pages of this person alone."""
    number = int.from_bytes(salted_hmac(f"looked.{participant.pk}", viewer_key).digest()[:8], "big")
    letters = []
    for _place in range(KEY_LENGTH):
        number, letter = divmod(number, len(KEY_LETTERS))
        letters.append(KEY_LETTERS[letter])
    return "".join(letters)


@frozen
class Looker:
    """Somebody who looked at a record, for a question about it."""

    user: User | None
    name: str


def looker(viewer: Viewer, participant: Participant, ref: str) -> Looker:
    """Return who stands behind ``ref`` on the viewer's own page; raise NotFound when nobody does."""
    if viewer.participant_id == participant.pk:
        for key in audit.first_looks(participant.pk):
            if reference(participant, key) == ref:
                user = User.objects.filter(pk=key).first() if _is_user(key) else None
                return Looker(user, user.name if user else str(_("The place's computer")))
    raise NotFound(str(_("There is no such page.")))


def _is_user(viewer_key: str) -> bool:
    try:
        UUID(viewer_key)
    except ValueError:
        return False
    return True


# ---------- what the page shows ----------


def looked_page(
    viewer: Viewer, person_key: str, *, month: str = "", who: str = "", before: str = ""
) -> LookedPage:
    """
    Return who looked at the viewer's own record in a month, seven days a page; eight statements, however many looked.

    ``month`` is 2026-10, ``who`` a reference, ``before`` a day; what cannot be read of them is left aside.
    Raises NotFound for every record that is not the viewer's own.
    """
    participant = own_record(viewer, person_key, Category.ACCESS)
    zone = ZoneInfo(participant.site.zone if participant.site else viewer.zone)
    firsts = audit.first_looks(participant.pk)
    months = _months(min(firsts.values(), default=clock.now()).astimezone(zone).date(), viewer.today)
    start = next((first for value, first in months if value == month), months[0][1])
    since = datetime.combine(start, time(), zone)
    until = datetime.combine(_next_month(start), time(), zone)
    seen = [
        one for one in audit.looks_at(participant.pk, since, until) if one.viewer_key != str(viewer.own_user)
    ]
    facts = _Facts(participant, zone, viewer, firsts)
    lines = facts.lines(seen) + _by_commands(participant, since, until, zone)
    shown = [line for line in lines if not who or line.ref == who]
    usual = [line for line in shown if not line.unusual]
    days = sorted({line.day for line in usual}, reverse=True)
    here = [day for day in days if not before or day.isoformat() < before]
    last = here[DAYS_ON_A_PAGE - 1 : DAYS_ON_A_PAGE] if len(here) > DAYS_ON_A_PAGE else []
    return LookedPage(
        person=participant,
        unusual=[line for line in shown if line.unusual] if not before else [],
        days=[(day, [one for one in usual if one.day == day]) for day in here[:DAYS_ON_A_PAGE]],
        months=[(value, date_format(first, "F Y")) for value, first in months],
        lookers=sorted({(line.ref, line.who) for line in lines}, key=lambda pair: pair[1]),
        month=f"{start:%Y-%m}",
        who=who,
        before=last[0].isoformat() if last else "",
        is_filtered=bool(who),
    )


def _next_month(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)


def _months(earliest: date, today: date) -> list[tuple[str, date]]:
    """Return the months from today's back to the first look, at most two years, as a form names them."""
    found = []
    first = today.replace(day=1)
    while len(found) < MONTHS_BACK and (not found or first >= earliest.replace(day=1)):
        found.append((f"{first:%Y-%m}", first))
        first = (first - timedelta(days=1)).replace(day=1)
    return found


class _Facts:
    """What has to be known to say of a look whether it is usual."""

    def __init__(
        self, participant: Participant, zone: ZoneInfo, viewer: Viewer, firsts: dict[str, datetime]
    ) -> None:
        self.participant, self.zone, self.firsts = participant, zone, firsts
        users = User.objects.filter(pk__in=[UUID(key) for key in firsts if _is_user(key)])
        self.names = {str(pk): name for pk, name in users.values_list("pk", "name")}
        runs = Relation.objects.filter(
            Q(to_on__isnull=True) | Q(to_on__gt=viewer.today),
            participant=participant,
            from_on__lte=viewer.today,
        ).exclude(kind=RelationKind.EMERGENCY)
        self.beside = {str(pk) for pk in runs.values_list("user_id", flat=True)}

    def lines(self, seen: list[Seen]) -> list[Line]:
        """Return a line for each person and day, the newest day first."""
        found: dict[tuple[date, str], list[Seen]] = {}
        for one in seen:
            found.setdefault((one.at.astimezone(self.zone).date(), one.viewer_key), []).append(one)
        lines = [self._line(day, key, looks) for (day, key), looks in found.items()]
        return sorted(lines, key=lambda line: (-line.day.toordinal(), line.who))

    def _line(self, day: date, key: str, looks: list[Seen]) -> Line:
        times = len({one.at for one in looks})
        is_computer = not _is_user(key)
        return Line(
            day=day,
            who=str(_("The place's computer")) if is_computer else self.names.get(key, str(_("Somebody"))),
            ref=reference(self.participant, key),
            parts=_in_words((one.category for one in looks), PARTS),
            times=ngettext("%(n)s time", "%(n)s times", times) % {"n": times},
            why=_why(looks, is_computer),
            unusual=[] if is_computer else self._unusual(day, key, looks, times),
            is_computer=is_computer,
        )

    def _unusual(self, day: date, key: str, looks: list[Seen], times: int) -> list[str]:
        found = []
        if any(one.relation == RelationKind.EMERGENCY for one in looks):
            found.append(str(_("Opened in an emergency")))
        if key not in self.beside and not all(one.relation == ADDRESSED for one in looks):
            found.append(str(_("Is not on my team now")))
        late = [one.at for one in looks if self._is_night(one.at)]
        if late:
            found.append(
                str(_("At night, at %(time)s") % {"time": hour(min(late).astimezone(self.zone).time())})
            )
        if self.firsts[key].astimezone(self.zone).date() == day:
            found.append(str(_("Looked for the first time")))
        if times > MANY_IN_A_DAY:
            found.append(str(_("Looked many times on one day")))
        return found

    def _is_night(self, at: datetime) -> bool:
        evening, morning = NIGHT
        return not morning <= at.astimezone(self.zone).hour < evening


def _in_words(codes: Iterable[str], words: dict[str, Words]) -> list[str]:
    there = set(codes)
    return [str(text) for code, text in words.items() if code in there]


def _why(looks: list[Seen], is_computer: bool) -> str:
    if is_computer:
        done = _in_words((one.page for one in looks), COMMANDS)
        return ", ".join(done) or str(_("work of the place itself"))
    reasons = _in_words((one.relation for one in looks), REASONS)
    return ", ".join(reasons) or str(_("the reason was not written down"))


def _by_commands(participant: Participant, since: datetime, until: datetime, zone: ZoneInfo) -> list[Line]:
    return [
        Line(
            day=event.at.astimezone(zone).date(),
            who=str(_("The place's computer")),
            ref=reference(participant, event.actor),
            parts=[str(_("everything"))],
            times=ngettext("%(n)s time", "%(n)s times", 1) % {"n": 1},
            why=str(COMMANDS.get(event.kind, _("work of the place itself"))),
            unusual=[],
            is_computer=True,
        )
        for event in audit.taken_by_commands(participant.pk, since, until)
    ]
