"""From checked rows to what the directory keeps of each service: the things people look at before they go."""

import re
from collections import defaultdict
from datetime import date
from typing import Any

from handrail.base.frozen import frozen
from handrail.base.text import folded
from handrail.base.words import _
from handrail.community.rules import PlaceKind, PlaceStatus, words_of
from handrail.exchange.hsds.check import Checked, read_day, read_time
from handrail.exchange.hsds.rows import Row
from handrail.exchange.hsds.tables import WEEKDAYS

LINE, WORD = 300, 200
STATUSES = {
    "": PlaceStatus.OPEN,
    "active": PlaceStatus.OPEN,
    "temporarily closed": PlaceStatus.PAUSED,
    "inactive": PlaceStatus.CLOSED,
    "defunct": PlaceStatus.CLOSED,
}
# A word of the list, or of the name, that says what a service is for; the first that is found counts.
KINDS: tuple[tuple[PlaceKind, frozenset[str]], ...] = (
    (PlaceKind.HOUSING, frozenset({"housing", "shelter", "shelters", "rent", "rental"})),
    (PlaceKind.MONEY, frozenset({"money", "debt", "financial", "benefits", "tax"})),
    (PlaceKind.LIBRARY, frozenset({"library", "libraries"})),
    (PlaceKind.EDUCATION, frozenset({"education", "training", "literacy", "school", "learning"})),
    (PlaceKind.HEALTH, frozenset({"health", "medical", "clinic", "clinics", "counselling", "counseling"})),
    (PlaceKind.VOLUNTEERING, frozenset({"volunteering", "volunteer", "volunteers"})),
    (PlaceKind.SPORT, frozenset({"sport", "sports", "walking", "fitness"})),
    (PlaceKind.FAITH, frozenset({"faith", "church", "mosque", "temple", "synagogue"})),
    (PlaceKind.CAFE, frozenset({"cafe"})),
    (PlaceKind.CLUB, frozenset({"club", "clubs", "recreation", "recreational"})),
    (PlaceKind.SOCIAL, frozenset({"care", "food", "goods", "emergency", "legal", "social", "transit"})),
)
FLAGS: dict[str, tuple[str, bool]] = {
    "peer led": ("is_peer_led", True),
    "peer run": ("is_peer_led", True),
    "non clinical": ("is_clinical", False),
    "clinical": ("is_clinical", True),
    "no referral": ("needs_referral", False),
    "referral needed": ("needs_referral", True),
    "referral required": ("needs_referral", True),
}
_FREE = re.compile(r"(free|none|no (fee|charge|cost)s?|without charge)\b", re.I)
_DAYS = dict(zip(("MO", "TU", "WE", "TH", "FR", "SA", "SU"), WEEKDAYS, strict=True))


@frozen
class Entry:
    """One service as the directory will keep it."""

    row: Row
    facts: dict[str, Any]


def _fit(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def _lines(*texts: str) -> str:
    return "\n".join(dict.fromkeys(text.strip() for text in texts if text.strip()))


class Directory:
    """The checked rows of a set, each found by what it hangs on."""

    def __init__(self, checked: Checked) -> None:
        self.rows = checked.rows
        self._of: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
        for table, rows in checked.rows.items():
            for row in rows.values():
                for column in ("service_id", "location_id", "organization_id", "service_at_location_id"):
                    if row.get(column):
                        self._of[table, column, row.get(column)].append(row)
                if row.get("link_id"):
                    self._of[table, "link_id", row.get("link_id")].append(row)
        self.used: set[str] = set()

    def of(self, table: str, column: str, key: str) -> list[Row]:
        return self._of.get((table, column, key), [])

    def near(self, table: str, service: Row, place: Row | None) -> list[Row]:
        """Return the rows of a service, or else those of where it is: at the location, of the location."""
        found = self.of(table, "service_id", service.id)
        for at in self.of("service_at_location", "service_id", service.id):
            found = found or self.of(table, "service_at_location_id", at.id)
        return found or (self.of(table, "location_id", place.id) if place else [])

    def entries(self) -> list[Entry]:
        """Return every service as the directory will keep it."""
        return [self._entry(row) for row in self.rows["service"].values()]

    def _location(self, service: Row) -> Row | None:
        named = [service.get("location_id")]
        named += [at.get("location_id") for at in self.of("service_at_location", "service_id", service.id)]
        found = next((self.rows["location"][key] for key in named if key in self.rows["location"]), None)
        if found:
            self.used.add(found.id)
        return found

    def _entry(self, row: Row) -> Entry:
        place = self._location(row)
        agency = row.get("organization_id") or (place.get("organization_id") if place else "")
        provider = self.rows["organization"].get(agency)
        terms = self._terms(row)
        costs = self.of("cost_option", "service_id", row.id)
        bus = place.get("transportation") if place else ""
        facts: dict[str, Any] = {
            "name": row.get("name"),
            "provider": provider.get("name") if provider else "",
            "kind": _kind(row, terms),
            "about": row.get("description"),
            "who_for": _lines(row.get("eligibility_description"), row.get("eligibility"), _ages(row)),
            "how_to_join": _lines(row.get("application_process"), row.get("wait_time")),
            "address": self._address(place),
            "bus": bus,
            "opening": _opening(self.near("regular_schedule", row, place), self.near("schedule", row, place)),
            "cost": _lines(row.get("fees_description"), row.get("fees"), *(_cost(one) for one in costs)),
            "contact": _contact(self.near("contact", row, place)),
            "phone": self._phone(row, place, agency),
            "email": row.get("email") if "@" in row.get("email") else "",
            "website": _website(row.get("url") or row.get("website")),
            "languages": self._languages(row, place),
            "access": self._access(place),
            "is_free": _is_free(row, costs),
            "is_peer_led": None,
            "is_clinical": None,
            "needs_referral": _walks_in(row),
            "checked_on": _checked_on(row),
            "status": STATUSES[row.get("status").lower()],
        }
        return Entry(row, facts | _flags(terms))

    def _terms(self, row: Row) -> list[str]:
        """Return the words of the lists that a service carries, its own and those above them."""
        keys = [key.strip() for key in row.get("taxonomy_ids").split(",")]
        keys += [one.get("taxonomy_term_id") for one in self.of("attribute", "link_id", row.id)]
        found, terms = [], self.rows["taxonomy_term"]
        for key in filter(None, keys):
            for _depth in range(8):
                term = terms.get(key)
                if term is None:
                    break
                found.append(term.get("name"))
                key = term.get("parent_id")
        return found

    def _address(self, place: Row | None) -> str:
        rows = self.of("address", "location_id", place.id) if place else []
        row = next((one for one in rows if one.get("address_type") != "postal"), rows[0] if rows else None)
        if row is None:
            return _fit(place.get("name"), LINE) if place else ""
        town = " ".join(part for part in (row.get("postal_code"), row.get("city")) if part)
        return _fit(
            ", ".join(part for part in (row.get("address_1"), row.get("address_2"), town) if part), LINE
        )

    def _phone(self, service: Row, place: Row | None, agency: str) -> str:
        rows = self.near("phone", service, place) or self.of("phone", "organization_id", agency)
        rows = [one for one in rows if (one.get("type") or one.get("number_type")) not in ("fax", "tty")]
        return _fit(rows[0].get("number").strip('" '), 60) if rows else ""

    def _languages(self, service: Row, place: Row | None) -> str:
        rows = self.near("language", service, place)
        names = [one.get("name") or one.get("code") for one in rows]
        said = service.get("languages") or (place.get("languages") if place else "")
        return _fit(", ".join(filter(None, names)) or said, LINE)

    def _access(self, place: Row | None) -> str:
        if place is None:
            return ""
        rows = self.of("accessibility", "location_id", place.id)
        return _lines(place.get("accessibility").replace("_", " "), *(one.get("description") for one in rows))


def _kind(row: Row, terms: list[str]) -> PlaceKind:
    for texts in (terms, [row.get("name"), row.get("keywords")], [row.get("description")]):
        words = set(words_of(*texts))
        for kind, known in KINDS:
            if words & known:
                return kind
    return PlaceKind.OTHER


def _flags(terms: list[str]) -> dict[str, bool]:
    plain = (folded(term).replace("-", " ") for term in terms)
    return dict(FLAGS[term] for term in plain if term in FLAGS)


def _ages(row: Row) -> str:
    low, high = row.get("minimum_age"), row.get("maximum_age")
    if low and high:
        return _("%(low)s to %(high)s years") % {"low": low, "high": high}
    return _("From %(low)s years") % {"low": low} if low else ""


def _cost(row: Row) -> str:
    price = " ".join(part for part in (row.get("amount"), row.get("currency").upper()) if part)
    return ", ".join(part for part in (price, row.get("amount_description"), row.get("option")) if part)


def _is_free(row: Row, costs: list[Row]) -> bool | None:
    said = row.get("fees_description") or row.get("fees")
    if _FREE.match(said):
        return True
    amounts = [one.get("amount") for one in costs if one.get("amount")]
    if amounts:
        return all(not amount.strip("0.,") for amount in amounts)
    return None


def _walks_in(row: Row) -> bool | None:
    """Return that no referral is needed when the way in begins with walking in; None when it is not said."""
    said = folded(row.get("application_process"))
    return False if said.startswith("walk in") and "referral" not in said else None


def _contact(rows: list[Row]) -> str:
    if not rows:
        return ""
    first = rows[0]
    return _fit(", ".join(part for part in (first.get("name"), first.get("title")) if part), WORD)


def _website(address: str) -> str:
    """Return an address of the web, or nothing: anything else must never become a link."""
    return address if address.startswith(("https://", "http://")) and len(address) <= LINE else ""


def _checked_on(row: Row) -> date | None:
    return read_day(row.get("assured_date")) or read_day(row.get("last_modified"))


def _hours(row: Row) -> str:
    opens, closes = read_time(row.get("opens_at")), read_time(row.get("closes_at"))
    return f"{opens:%H:%M}–{closes:%H:%M}" if opens and closes else ""


def _opening(weekly: list[Row], schedules: list[Row]) -> str:
    lines = [f"{row.get('weekday').capitalize()} {_hours(row)}" for row in weekly]
    for row in schedules:
        days = ", ".join(_DAYS[day.strip()] for day in row.get("byday").split(",") if day.strip() in _DAYS)
        lines += [row.get("description") or " ".join(part for part in (days, _hours(row)) if part)]
    return _lines(*lines)
