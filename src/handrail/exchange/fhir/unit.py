"""What one file holds: its resources, how they are addressed, and what their references lead to."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from handrail.base.errors import DomainError
from handrail.base.words import _
from handrail.exchange.fhir import strict
from handrail.exchange.fhir.reasons import printable
from handrail.exchange.fhir.validate import Fault, faults

BUNDLES_READ = ("transaction", "collection", "searchset")
KEPT_TYPES = ("Patient", "RelatedPerson", "CarePlan", "Goal", "QuestionnaireResponse")
_GLOBAL_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
ADDRESS_AT_MOST = 300


@dataclass(frozen=True)
class Rejection:
    """What was refused: the file, the place in it, and why."""

    file: str
    resource: str
    reason: str


class Refused(DomainError):
    """A resource that cannot be taken; it takes its whole bundle with it."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(reason)
        self.place = place


@dataclass
class Entry:
    """One resource of a file."""

    resource: dict[str, Any]
    exact: Any = field(repr=False)
    pointer: str
    full_url: str = ""

    @property
    def kind(self) -> str:
        return str(self.resource["resourceType"])

    @property
    def id(self) -> str:
        return str(self.resource.get("id", ""))

    @property
    def place(self) -> str:
        return f"{self.kind}/{self.id}" if self.id else f"{self.kind} at {self.pointer or '/'}"

    @cached_property
    def digest(self) -> str:
        return strict.digest(self.exact)

    @property
    def base(self) -> str:
        """The server that the full address names, if it names one."""
        url = self.full_url if self.full_url.startswith(("http://", "https://")) else ""
        return url.removesuffix(f"/{self.kind}/{self.id}") if url and self.id else ""


@dataclass
class Unit:
    """What stands or falls together: a Bundle, a single resource, or a file of lines."""

    file: str
    entries: list[Entry]
    home: str = ""  # stands for the source when nothing else names it
    source: str = ""  # as the operator named it

    def __post_init__(self) -> None:
        self._by_url = {entry.full_url: entry for entry in self.entries if entry.full_url}
        self._by_name = {f"{entry.kind}/{entry.id}": entry for entry in self.entries if entry.id}

    @property
    def has_people(self) -> bool:
        return any(entry.kind == "Patient" for entry in self.entries)

    @property
    def has_kept(self) -> bool:
        return any(entry.kind in KEPT_TYPES for entry in self.entries)

    def of(self, kind: str) -> list[Entry]:
        return [entry for entry in self.entries if entry.kind == kind]

    def scope(self, entry: Entry) -> str:
        """Return what tells this system's ids from another's: the named source, the server, or the folder."""
        meta = entry.resource.get("meta", {})
        return self.source or entry.base or str(meta.get("source", "")).split("#")[0] or self.home

    def address(self, entry: Entry) -> str:
        """Return under which address the resource will be known again."""
        if entry.id:
            return self.address_of(f"{entry.kind}/{entry.id}", entry)
        return _short(f"{self.scope(entry)}|{entry.full_url or f'{entry.kind}?digest={entry.digest}'}")

    def address_of(self, reference: str, entry: Entry, kind: str = "Patient") -> str:
        """Return the address of what a resource refers to, in this file or in one read before."""
        reference = reference.split("/_history/")[0]
        if reference.startswith("urn:uuid:"):
            reference = f"{kind}/{reference.removeprefix('urn:uuid:')}"
        name = "/".join(reference.split("/")[-2:])
        if _GLOBAL_ID.fullmatch(name.split("/")[-1]):
            return _short(f"|{name}")
        server = reference.removesuffix(f"/{name}") if "://" in reference else ""
        return _short(f"{self.source or server or self.scope(entry)}|{name}")

    def find(self, reference: Any, entry: Entry) -> Entry | None:
        """Return the resource of this file to which a reference of ``entry`` leads."""
        target = str(reference.get("reference", "")).split("/_history/")[0] if reference else ""
        if not target or target.startswith("#"):
            return None
        if target in self._by_url:
            return self._by_url[target]
        if "://" in target:
            return None
        if entry.base and f"{entry.base}/{target}" in self._by_url:
            return self._by_url[f"{entry.base}/{target}"]
        return self._by_name.get(target)

    def host(self, entry: Entry) -> str:
        """Return the name of the server that the resource comes from, if it names one."""
        return urlsplit(entry.base or str(entry.resource.get("meta", {}).get("source", ""))).hostname or ""


def _short(address: str) -> str:
    if len(address) <= ADDRESS_AT_MOST:
        return address
    return f"sha256:{sha256(address.encode()).hexdigest()}"


def entries_of(resource: dict[str, Any], exact: Any, pointer: str = "") -> list[Entry]:
    """Return the resources of a valid resource: those of a Bundle, or itself; raise Refused when not taken."""
    if resource["resourceType"] != "Bundle":
        return [Entry(resource, exact, pointer)]
    if resource.get("type") not in BUNDLES_READ:
        sentence = _(
            "A Bundle of type “%(type)s” is not read here; transaction, collection and searchset are."
        )
        raise Refused("Bundle", sentence % {"type": resource.get("type", "")})
    found = []
    for number, item in enumerate(resource.get("entry", ())):
        here = f"{pointer}/entry/{number}"
        if item.get("request", {}).get("method") in ("DELETE", "PATCH"):
            raise Refused(here, str(_("It asks to delete or patch. An import here only takes in.")))
        if "resource" in item:
            inner = exact["entry"][number]["resource"]
            found.append(Entry(item["resource"], inner, f"{here}/resource", item.get("fullUrl", "")))
    _check_each_once(found)
    return found


def _check_each_once(entries: list[Entry]) -> None:
    seen: dict[str, Entry] = {}
    for entry in entries:
        name = f"{entry.base}|{entry.kind}/{entry.id}" if entry.id else entry.full_url
        if name and seen.setdefault(name, entry).digest != entry.digest:
            raise Refused(entry.place, str(_("It stands twice in this file, with different content.")))


def rejections(file: str, resource: Any, pointer: str = "") -> list[Rejection]:
    """Return why a resource is not FHIR R4, each with its place: resource, then # and a JSON pointer."""
    return [Rejection(file, _place(resource, fault, pointer), fault.reason) for fault in faults(resource)]


def _place(resource: Any, fault: Fault, pointer: str) -> str:
    inside = re.match(r"/entry/(\d+)/resource", fault.pointer)
    name, rest = _name(resource, pointer), fault.pointer
    if inside:
        item = resource["entry"][int(inside[1])]["resource"]
        name, rest = _name(item, pointer + inside[0]), fault.pointer.removeprefix(inside[0])
    return f"{name}#{rest}" if rest else name


def _name(resource: Any, pointer: str) -> str:
    kind, id_ = (
        (resource.get(key) for key in ("resourceType", "id")) if isinstance(resource, dict) else ("", "")
    )
    if isinstance(kind, str) and isinstance(id_, str) and kind and id_:
        return printable(f"{kind}/{id_}"[:120])
    kind = printable(kind) if isinstance(kind, str) else ""
    return " at ".join(part for part in (kind, pointer) if part)
