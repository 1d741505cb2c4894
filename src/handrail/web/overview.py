"""What gathered pages say about several people at once."""

from datetime import date, timedelta

from django.urls import reverse

from handrail.access import Category, Permission, Viewer
from handrail.base.frozen import frozen
from handrail.base.words import _
from handrail.intake import queries as intake
from handrail.people import queries as people
from handrail.people.models import Participant, open_relations
from handrail.plans import queries as plans
from handrail.safety.queries import alerts
from handrail.safety.queries.emergency import Waiting, waiting


@frozen
class Shared:
    """Somebody who shares a part of their record with me."""

    key: str
    name: str
    sees: list[str]
    sees_plan: bool
    sees_week: bool
    sees_peers: bool
    sees_asked: bool
    sees_people: bool


def shared_with(viewer: Viewer) -> list[Shared]:
    """Return whose record is open to a family member or peer, and in plain words what of it."""
    words = {
        Category.PLAN: _("their steps"),
        Category.WEEK: _("their week"),
        Category.NOTES: _("their notes"),
        Category.PEERS: _("what you two write"),
        Category.GROUPS: _("their groups"),
        Category.ASKED: _("what they asked you"),
    }
    opened = open_relations(viewer).filter(scopes__gt=0)  # what was refused whole opens not even the name
    rows = opened.select_related("participant").order_by("participant__sort_key")
    scopes: dict[Participant, int] = {}
    for row in rows:  # a peer may also run a group that the person is in
        scopes[row.participant] = scopes.get(row.participant, 0) | row.scopes
    viewer.looks.add(Category.CONTACT, {one.pk for one in scopes})
    return [
        Shared(
            key=one.key,
            name=one.called,
            sees=[str(text) for category, text in words.items() if seen & category.bit],
            sees_plan=bool(seen & Category.PLAN.bit),
            sees_week=bool(seen & Category.WEEK.bit),
            sees_peers=bool(seen & Category.PEERS.bit),
            sees_asked=bool(seen & Category.ASKED.bit),
            sees_people=bool(seen & Category.CONTACT.bit),
        )
        for one, seen in scopes.items()
    ]


AHEAD = timedelta(days=14)


@frozen
class Overview:
    """The manager's first page: how many, and whom to help first."""

    until: date
    open_plans: int
    look_backs_due: int
    without_coordinator: int
    open_referrals: int
    open_safety: int
    opened: Waiting  # in an emergency, to look at


def overview(viewer: Viewer) -> Overview:
    """Return the counts of the viewer's organisation; names stand on the pages behind them."""
    return Overview(
        until=viewer.today + AHEAD,
        open_plans=plans.open_plans(viewer).count(),
        look_backs_due=len(plans.look_backs_due(viewer, within_days=AHEAD.days)),
        without_coordinator=people.without_coordinator(viewer).count(),
        open_referrals=len(intake.open_referrals(viewer)),
        open_safety=alerts.unanswered_count(viewer),
        opened=waiting(viewer),
    )


# What a role finds under More: who may, the page, its name, one line, its sign.
MORE = (
    (
        Permission.REFERRAL_TAKE,
        "intake:referrals",
        _("First contacts"),
        _("Who asked, who answers"),
        "people",
    ),
    (Permission.RECORD_READ, "plans:tasks", _("My tasks"), _("What I said I would do"), "list"),
    (Permission.COORDINATE, "plans:look_backs", _("Look backs"), _("Due in the next 14 days"), "landing"),
    (Permission.COORDINATE, "practice:groups", _("Groups"), _("Who runs them, and when they meet"), "group"),
    (
        Permission.COORDINATE,
        "people:access_tasks",
        _("Who sees what"),
        _("What to decide, and whom to ask again"),
        "eye",
    ),
    (Permission.MEMBER_END, "people:leavers", _("Somebody leaves"), _("End everything at once"), "leave"),
    (
        Permission.EMERGENCY_OPEN,
        "safety:emergency",
        _("In an emergency"),
        _("Open one list for hard days, for an hour"),
        "key",
    ),
    (
        Permission.COORDINATE,
        "safety:emergency_reviews",
        _("Opened in an emergency"),
        _("What somebody else has to look at"),
        "eye",
    ),
    (Permission.SAFETY_TAKE, "safety:alerts", _("Safety"), _("What somebody should act on"), "heart"),
    (
        Permission.COORDINATE,
        "safety:roster",
        _("Who is on call"),
        _("From when to when, and the gaps"),
        "phone",
    ),
    (Permission.PEER_OWN_PAGE, "peers:mine", _("My peer work"), _("Who asks, my hours, my page"), "people"),
    (
        Permission.PEER_SUPERVISE,
        "peers:team",
        _("Peer mentors"),
        _("Hours, free places and who waits"),
        "people",
    ),
    (
        Permission.DIRECTORY_EDIT,
        "work:employers",
        _("Employers"),
        _("Who gives work, and what they need"),
        "work",
    ),
    (
        Permission.WORDS_EDIT,
        "intake:words",
        _("Our words"),
        _("What the first conversation asks, as we say it"),
        "talk",
    ),
    (Permission.OUTCOMES_READ, "outcomes:page", _("Outcomes"), _("Is life getting better?"), "chart"),
    (
        Permission.DIRECTORY_EDIT,
        "complaints:heard",
        _("Letters to answer"),
        _("What people are not happy with"),
        "talk",
    ),
    (Permission.ACCOUNT, "catalogue:programmes", _("Programmes"), _("All nine, and what they cost"), "coin"),
    (
        Permission.ACCOUNT,
        "community:places",
        _("Places and services"),
        _("Near by, and how to get there"),
        "bus",
    ),
    (Permission.ACCOUNT, "learning:shelf", _("Lessons"), _("Short, to read alone or together"), "book"),
    (Permission.ACCOUNT, "accounts:settings", _("My settings"), _("Language, look, sign out"), "more"),
    (Permission.ACCOUNT, "web:help", _("Help"), _("Who helps, and when"), "talk"),
)


def more_rooms(viewer: Viewer) -> list[tuple[str, str, str, str]]:
    """Return (address, title, one line, icon) of the rooms that a role finds under More."""
    return [
        (reverse(name), str(title), str(line), icon)
        for need, name, title, line, icon in MORE
        if viewer.may(need)
    ]
