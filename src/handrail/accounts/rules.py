"""Job titles (a list apart from roles), the rules of names and memberships, and those of signing in."""

from datetime import timedelta
from enum import StrEnum
from unicodedata import normalize

from handrail.access import Role
from handrail.base.errors import DomainError
from handrail.base.words import Words, _

CURRENCIES = ("EUR", "USD", "GBP", "INR", "CHF", "SEK", "PLN", "CZK")


class JobTitle(StrEnum):
    """What somebody is, apart from what they may do here (S-156 to S-162)."""

    PSR_SPECIALIST = "psr_specialist"
    PSYCHOLOGIST = "psychologist"
    PSYCHIATRIST = "psychiatrist"
    SOCIAL_WORKER = "social_worker"
    PHYSIOTHERAPIST = "physiotherapist"
    SPEECH_THERAPIST = "speech_therapist"
    OCCUPATIONAL_THERAPIST = "occupational_therapist"
    CAREER_COUNSELLOR = "career_counsellor"
    JOB_COACH = "job_coach"
    PEER_FACILITATOR = "peer_facilitator"
    PEER_MENTOR = "peer_mentor"
    RESIDENTIAL_STAFF = "residential_staff"
    CASE_MANAGER = "case_manager"
    EDUCATOR = "educator"
    CLINICIAN = "clinician"
    THERAPIST = "therapist"
    FACILITATOR = "facilitator"
    RECOVERY_COACH = "recovery_coach"
    TECH_SUPPORT = "tech_support"
    NAVIGATOR = "navigator"
    NONE = ""


JOB_TITLES: dict[JobTitle, Words] = {
    JobTitle.PSR_SPECIALIST: _("Rehabilitation specialist"),
    JobTitle.PSYCHOLOGIST: _("Psychologist"),
    JobTitle.PSYCHIATRIST: _("Psychiatrist"),
    JobTitle.SOCIAL_WORKER: _("Social worker"),
    JobTitle.PHYSIOTHERAPIST: _("Physiotherapist"),
    JobTitle.SPEECH_THERAPIST: _("Speech therapist"),
    JobTitle.OCCUPATIONAL_THERAPIST: _("Occupational therapist"),
    JobTitle.CAREER_COUNSELLOR: _("Career counsellor"),
    JobTitle.JOB_COACH: _("Job coach"),
    JobTitle.PEER_FACILITATOR: _("Peer facilitator"),
    JobTitle.PEER_MENTOR: _("Peer mentor"),
    JobTitle.RESIDENTIAL_STAFF: _("Residential staff"),
    JobTitle.CASE_MANAGER: _("Case manager"),
    JobTitle.EDUCATOR: _("Educator"),
    JobTitle.CLINICIAN: _("Clinician"),
    JobTitle.THERAPIST: _("Therapist"),
    JobTitle.FACILITATOR: _("Facilitator"),
    JobTitle.RECOVERY_COACH: _("Recovery coach"),
    JobTitle.TECH_SUPPORT: _("Technical support"),
    JobTitle.NAVIGATOR: _("Navigator"),
    JobTitle.NONE: _("No job title"),
}


class NameTaken(DomainError):
    """Somebody signs in with this name already."""


def checked_sign_in_name(name: str) -> str:
    """Return ``name`` trimmed and in lower case; raise DomainError when it is too short or holds a space."""
    tidy = name.strip().casefold()
    if len(tidy) < 3 or any(letter.isspace() for letter in tidy):
        raise DomainError(str(_("A sign-in name has three letters or more and no space.")))
    return tidy


class How(StrEnum):
    """By what somebody signed in."""

    PASSWORD = "password"  # noqa: S105 - a way in, no secret
    CARD = "card"
    DEMO = "demo"


HOWS: dict[How, Words] = {
    How.PASSWORD: _("with a password"),
    How.CARD: _("with a card"),
    How.DEMO: _("from the front page of the demo"),
}


class News(StrEnum):
    """What is new about how somebody signs in, and they should know of."""

    PASSWORD = "password"  # noqa: S105 - a kind of news, no secret
    NEW_PASSWORD = "new_password"  # noqa: S105 - a kind of news, no secret
    STEP_ON = "step_on"
    STEP_OFF = "step_off"
    STEP_RESET = "step_reset"
    CODES = "codes"
    CARD = "card"
    REACH = "reach"
    TRIES = "tries"
    NEW_DEVICE = "new_device"


NEWS: dict[News, Words] = {
    News.PASSWORD: _("The password was changed"),
    News.NEW_PASSWORD: _("An administrator gave you a new password"),
    News.STEP_ON: _("A telephone was set up for codes"),
    News.STEP_OFF: _("No code from a telephone is asked any more"),
    News.STEP_RESET: _("An administrator took the old telephone off"),
    News.CODES: _("A new list of codes was made"),
    News.CARD: _("A new card was printed"),
    News.REACH: _("Your mail address or telephone was changed"),
    News.TRIES: _("There were many tries to sign in that did not fit"),
    News.NEW_DEVICE: _("A new device signed in, after tries that did not fit"),
}
FEW_WRONG = 3  # tries before a new device: told when it comes in
MANY_WRONG = 10  # tries within an hour: told without anybody coming in

# ---- how long a session lasts ----

LONGEST = timedelta(hours=12)
IDLE_AT_WORK = timedelta(minutes=30)
IDLE_AT_HOME = timedelta(minutes=15)
WARN_BEFORE = timedelta(minutes=2)
OWN_PAGES = frozenset({Role.PARTICIPANT, Role.FAMILY})


def idle_time(role: Role) -> timedelta:
    """Return how long a page may lie still before it closes: less at home, where a device is shared."""
    return IDLE_AT_HOME if role in OWN_PAGES else IDLE_AT_WORK


def must_have_second_step(role: Role) -> bool:
    """Return whether a code is asked of this role beside the password: of everybody who opens others' pages."""
    return role not in OWN_PAGES


def has_run_out(role: Role, *, began: int, seen: int, now: int) -> bool:
    """Return whether a session is over by the clock; instants in seconds."""
    return now - began >= LONGEST.total_seconds() or now - max(began, seen) >= idle_time(role).total_seconds()


# ---- guessing ----

FREE_TRIES = 5
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
TRIES_COUNT_FOR = timedelta(hours=1)
TRIES_AN_ACCOUNT = 100
TRIES_AN_ADDRESS = 1_000


def wait_after(wrong: int) -> timedelta:
    """Return the wait after ``wrong`` tries within an hour: none for five, then 30 seconds doubling to 15 minutes."""
    if wrong < FREE_TRIES:
        return timedelta(0)
    return min(FIRST_WAIT * (1 << min(wrong - FREE_TRIES, 10)), LONGEST_WAIT)


class TooManyTries(DomainError):
    """Somebody tried to sign in too often; a wait, never a lock."""

    def __init__(self, wait: timedelta) -> None:
        self.seconds = int(wait.total_seconds())
        minutes = max(1, -(-self.seconds // 60))
        super().__init__(
            _("Those were many tries. Wait %(minutes)s minutes, then try again.") % {"minutes": minutes}
        )


# ---- passwords, cards and codes ----

SHORTEST_PASSWORD = 12


def checked_password(password: str, sign_in_name: str) -> str:
    """Return a password of twelve letters or more that is not made of the name; raise DomainError for another."""
    plain = password.casefold()
    if len(password) < SHORTEST_PASSWORD:
        raise DomainError(str(_("Write a password of twelve letters or more.")))
    if len(set(plain)) < 5 or sign_in_name in plain or "handrail" in plain:
        raise DomainError(
            str(_("That password is found too soon. Take four words that do not belong together."))
        )
    return password


CARD_RUNS = timedelta(days=365)
CARD_SECRET = 14
CARD_LETTERS = 10 + CARD_SECRET
SHORTEST_WORD = 4
RECOVERY_CODES = 10
RECOVERY_LETTERS = 12


def folded_word(word: str) -> str:
    """Return a chosen word without regard to case, spaces around it and how its letters are put together."""
    return normalize("NFKC", word).strip().casefold()


def checked_word(word: str) -> str:
    """Return the word of a card as it is compared; raise DomainError when it is too short."""
    found = folded_word(word)
    if len(found) < SHORTEST_WORD:
        raise DomainError(str(_("Choose a word of four letters or more.")))
    return found


def only_letters(typed: str) -> str:
    """Return what was typed from a card or a list of codes without spaces, hyphens and capitals."""
    return "".join(letter for letter in typed.casefold() if letter.isalnum())


def in_groups(letters: str) -> str:
    """Return letters in groups of four, as they are printed."""
    return " ".join(letters[start : start + 4] for start in range(0, len(letters), 4))


# ---- devices ----

_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "Chromebook"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def device_words(agent: str) -> str:
    """Return a device as its owner knows it, from what the browser says of itself: "Firefox · Android"."""
    found = [next((name for mark, name in kind if mark in agent), "") for kind in (_BROWSERS, _SYSTEMS)]
    return " · ".join(name for name in found if name)
