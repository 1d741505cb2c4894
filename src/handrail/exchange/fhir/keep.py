"""Writing what a unit says into the rows of people. Only ``actions.import_bundle`` calls this, in its transaction."""

from collections import Counter
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from uuid import UUID

from handrail.access import Viewer
from handrail.accounts.models import Organisation
from handrail.base.errors import DomainError
from handrail.base.words import _
from handrail.exchange.fhir import mapping
from handrail.exchange.fhir.instruments import Reading, read_response
from handrail.exchange.fhir.mapping import Facts
from handrail.exchange.fhir.unit import Entry, Refused, Unit
from handrail.exchange.fhir.validate import referred_type
from handrail.measures.actions import new_answers, wrong_answers
from handrail.measures.models import Administration
from handrail.measures.rules.asking import AdministrationStatus
from handrail.people.actions import find_by_numbers, keep_text, new_participant, set_contact
from handrail.people.models import Identifier, OutsideCopy, OutsideRecord, Participant, Supporter
from handrail.people.rules import OutsideAnswer, OutsideKind

PATIENT_EQUALS = "Patient?identifier="
IN_ERROR = "entered-in-error"
AT_ONCE = 500  # values in one question to the database


class UnknownPerson(Refused):
    """The resource is about somebody who is neither in this file nor known from before."""


@dataclass
class Kept:
    """What an import did, by resource type, and to whom."""

    created: Counter[str] = field(default_factory=Counter)
    updated: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)
    not_kept: Counter[str] = field(default_factory=Counter)
    people: dict[UUID, tuple[str, Participant]] = field(default_factory=dict)
    died: set[UUID] = field(default_factory=set)


class Keeper:
    """Takes the resources of one unit in an order in which references can be followed: people first."""

    def __init__(self, unit: Unit, organisation: Organisation, source: str, by: Viewer) -> None:
        self.unit, self.organisation, self.source, self.by = unit, organisation, source, by
        self.kept = Kept()
        self._copies: dict[str, OutsideCopy | None] = {}
        self._numbers: dict[tuple[str, str], Identifier | None] = {}

    def take(self) -> Kept:
        """Write everything that is kept and count the rest; raise Refused when one resource cannot be taken."""
        order = {"Patient": self._patient, "RelatedPerson": self._related}
        order |= {"CarePlan": self._outside, "Goal": self._outside, "QuestionnaireResponse": self._answers}
        self._look_up_all([entry for kind in order for entry in self.unit.of(kind)])
        for kind, take in order.items():
            for entry in self._each_once(kind):
                try:
                    take(entry)
                except Refused:
                    raise
                except DomainError as error:
                    raise Refused(entry.place, str(error)) from error
        self.kept.not_kept.update(entry.kind for entry in self.unit.entries if entry.kind not in order)
        return self.kept

    def _each_once(self, kind: str) -> list[Entry]:
        return list({self.unit.address(entry): entry for entry in self.unit.of(kind)}.values())

    def _look_up_all(self, entries: list[Entry]) -> None:
        """Ask once for many addresses and numbers: a second run over many lines is then quick."""
        copies = OutsideCopy.objects.select_related("participant").filter(organisation=self.organisation)
        addresses = sorted({self.unit.address(entry) for entry in entries})
        for some in _parts(addresses):
            self._copies |= dict.fromkeys(some)
            self._copies |= {copy.address: copy for copy in copies.filter(address__in=some)}
        rows = Identifier.objects.visible_to(self.by).select_related("participant")
        pairs = sorted(
            {
                pair
                for entry in entries
                if entry.kind == "Patient"
                for pair in mapping.identifiers(entry.resource)
            }
        )
        for some in _parts(pairs):
            self._numbers |= dict.fromkeys(some)
            found = rows.filter(organisation=self.organisation, value__in={value for _system, value in some})
            self._numbers |= {(row.system, row.value): row for row in found}

    def _copy(self, address: str) -> OutsideCopy | None:
        if address not in self._copies:
            found = OutsideCopy.objects.select_related("participant")
            self._copies[address] = found.filter(organisation=self.organisation, address=address).first()
        return self._copies[address]

    def _count(self, change: str, entry: Entry) -> None:
        getattr(self.kept, change)[entry.kind] += 1

    # People

    def _patient(self, entry: Entry) -> None:
        facts = mapping.patient(entry.resource)
        address = self.unit.address(entry)
        copy, known = self._copy(address), self._known(entry, facts)
        person = copy.participant if copy else known
        if copy and known and copy.participant_id != known.pk:
            raise Refused(
                entry.place, str(_("Its id belongs to one person here and its numbers to another."))
            )
        if person is None:
            person, change = new_participant(organisation=self.organisation, **facts.fields), "created"
        else:
            change = self._update(entry, facts, copy, person)
        if change != "unchanged" or copy is None:
            self._identifiers(person, facts)
            self._remember(entry, address, copy, person, person.pk, facts)
        self._count(change, entry)
        self.kept.people[person.pk] = (change, person)
        if mapping.died(entry.resource):
            self.kept.died.add(person.pk)

    def _update(self, entry: Entry, facts: Facts, copy: OutsideCopy | None, person: Participant) -> str:
        if copy and copy.digest == entry.digest:
            return "unchanged"
        person.refresh_from_db(from_queryset=Participant.objects.select_for_update())
        self._check_same(entry, facts, copy, person)
        changes = self._changes(person, facts.fields, copy)
        if changes:
            set_contact(person, **changes)
        return "updated" if changes or copy else "unchanged"

    def _known(self, entry: Entry, facts: Facts) -> Participant | None:
        found = {
            row.participant_id: row.participant for row in map(self._identifier, facts.identifiers) if row
        }
        if len(found) > 1:
            raise Refused(entry.place, str(_("Its numbers belong to two people here. Look at both first.")))
        return next(iter(found.values()), None)

    def _identifier(self, pair: tuple[str, str]) -> Identifier | None:
        if pair not in self._numbers:
            rows = Identifier.objects.visible_to(self.by).select_related("participant")
            found = rows.filter(organisation=self.organisation, system=pair[0], value=pair[1])
            self._numbers[pair] = found.first()
        return self._numbers[pair]

    def _check_same(self, entry: Entry, facts: Facts, copy: OutsideCopy | None, person: Participant) -> None:
        """Refuse to write one person's facts over another's: no number in common, or another birthday."""
        own = set(person.identifiers.values_list("system", "value"))
        shared = own & set(facts.identifiers)
        born = facts.fields["birth_on"]
        other_birthday = bool(born and person.birth_on and born != person.birth_on)
        if (own and facts.identifiers and not shared) or (other_birthday and not (copy and shared)):
            sentence = _(
                "This id or number belongs to somebody else here. Say which system it is with --source."
            )
            raise Refused(entry.place, str(sentence))

    def _identifiers(self, person: Participant, facts: Facts) -> None:
        for pair in facts.identifiers:
            if self._identifier(pair) is None:
                self._numbers[pair] = Identifier.objects.create(
                    organisation=self.organisation, participant=person, system=pair[0], value=pair[1]
                )
        find_by_numbers(person, facts.identifiers)

    def _person_of(self, entry: Entry, reference: dict[str, Any]) -> Participant | None:
        """Return whom a resource is about, None when that is no person; raise UnknownPerson."""
        target = self.unit.find(reference, entry)
        kind = target.kind if target else referred_type(reference)
        if kind not in ("", "Patient"):
            return None
        address = self.unit.address(target) if target else self._address(entry, reference)
        copy = self._copy(address) if address else None
        if copy and copy.object_id == copy.participant_id:
            return copy.participant
        row = self._identifier(_pair(reference))
        if row is None:
            sentence = _(
                "It is about somebody who is not in this file and not known here. Import the Patient too."
            )
            raise UnknownPerson(entry.place, str(sentence))
        return row.participant

    def _address(self, entry: Entry, reference: dict[str, Any]) -> str:
        written = reference.get("reference", "")
        return (
            "" if not written or "?" in written or written[0] == "#" else self.unit.address_of(written, entry)
        )

    # What hangs on a person

    def _related(self, entry: Entry) -> None:
        person = self._person_of(entry, entry.resource["patient"])
        if person is None:
            self.kept.not_kept[entry.kind] += 1
            return
        facts = mapping.related_person(entry.resource)
        address = self.unit.address(entry)
        copy = self._own_copy(entry, address, person)
        if copy and copy.digest == entry.digest:
            self._count("unchanged", entry)
            return
        row = self._supporter(person, copy)
        for name, value in self._changes(row, facts.fields, copy).items():
            setattr(row, name, value)
        row.from_on = row.from_on or self.by.today
        if entry.resource.get("active") is False:
            row.to_on = row.to_on or self.by.today
        row.save()
        self._remember(entry, address, copy, person, row.pk, facts)
        self._count("updated" if copy else "created", entry)

    def _supporter(self, person: Participant, copy: OutsideCopy | None) -> Supporter:
        row = Supporter.objects.visible_to(self.by).filter(pk=copy.object_id).first() if copy else None
        return row or Supporter(organisation=self.organisation, participant=person)

    def _outside(self, entry: Entry) -> None:
        person = self._person_of(entry, entry.resource["subject"])
        facts = mapping.goal(entry.resource) if entry.kind == "Goal" else mapping.care_plan(entry.resource)
        address = self.unit.address(entry)
        copy = self._own_copy(entry, address, person) if person else None
        if (
            person is None
            or not facts.fields["text"]
            or (copy is None and facts.fields["status"] == IN_ERROR)
        ):
            self.kept.not_kept[entry.kind] += 1
            return
        if copy and copy.digest == entry.digest:
            self._count("unchanged", entry)
            return
        row = self._outside_row(copy, facts.fields["text"])
        row.organisation, row.participant = self.organisation, person
        row.kind = OutsideKind.GOAL if entry.kind == "Goal" else OutsideKind.CARE_PLAN
        row.source = self._source(entry, person)
        for name, value in facts.fields.items():
            setattr(row, name, value)
        row.save()
        self._remember(entry, address, copy, person, row.pk, facts)
        self._count("updated" if copy else "created", entry)

    def _outside_row(self, copy: OutsideCopy | None, text: str) -> OutsideRecord:
        """Return the row to write: a new one when the person has answered other words than these."""
        rows = OutsideRecord.objects.visible_to(self.by)
        row: OutsideRecord | None = rows.filter(pk=copy.object_id).first() if copy else None
        if row is None or (row.answer != OutsideAnswer.NONE and row.text != text):
            return OutsideRecord()
        return row

    def _answers(self, entry: Entry) -> None:
        """Take answers to one of our instruments; what answers anything else is counted."""
        read = read_response(entry.resource, entry.place, self.organisation.zone)
        person = self._person_of(entry, entry.resource.get("subject", {})) if read else None
        address = self.unit.address(entry)
        copy = self._own_copy(entry, address, person) if person else None
        if read is None or person is None or (copy is None and read.in_error):
            self.kept.not_kept[entry.kind] += 1
            return
        if copy and copy.digest == entry.digest:
            self._count("unchanged", entry)
            return
        row = self._answered(read, person, copy)
        self._remember(entry, address, copy, person, row.pk, Facts({}))
        self._count("updated" if copy else "created", entry)

    def _answered(self, read: Reading, person: Participant, copy: OutsideCopy | None) -> Administration:
        """Write answers; those that came before under this address count no more, and stay to be read."""
        before = (
            Administration.objects.visible_to(self.by).filter(pk=copy.object_id).first() if copy else None
        )
        if before is not None:
            reason = str(_("The other system changed it."))
            before = wrong_answers(administration=before, reason=reason, by=self.by)
        if before is not None and read.in_error:
            return before
        return new_answers(
            participant=person,
            instrument=read.instrument,
            version=read.version,
            answers=read.answers,
            answered_on=read.answered_on,
            places=read.places,
            finished=read.finished,
            corrects=before if before and before.status == AdministrationStatus.IN_ERROR else None,
            by=self.by,
        )

    def _own_copy(self, entry: Entry, address: str, person: Participant) -> OutsideCopy | None:
        copy = self._copy(address)
        if copy and copy.participant_id != person.pk:
            sentence = _("This id belongs to somebody else here. Say which system it is with --source.")
            raise Refused(entry.place, str(sentence))
        return copy

    # Once more

    def _changes(self, row: Any, fields: dict[str, Any], copy: OutsideCopy | None) -> dict[str, Any]:
        """
        Return which fields to write: those that changed at the source and that nobody changed here.

        What changed in both places stays as it was written here; the other words are kept for a person to decide.
        """
        if row._state.adding:
            return fields
        before = copy.field_digests if copy else {}
        changes = {}
        for name, value in fields.items():
            here = getattr(row, name)
            if digest_of(value) == before.get(name) or value == here:
                continue
            if digest_of(here) == before.get(name, digest_of(None)):
                changes[name] = value
            elif value:
                self._keep_other(row, name, value)
        return changes

    def _keep_other(self, row: Any, name: str, value: Any) -> None:
        person = row if isinstance(row, Participant) else row.participant
        keep_text(participant=person, target=row, field=name, text=str(value), author_id=None, language="")

    def _remember(
        self,
        entry: Entry,
        address: str,
        copy: OutsideCopy | None,
        person: Participant,
        object_id: UUID,
        facts: Facts,
    ) -> None:
        """Keep the digests by which the next run sees what is unchanged."""
        copy = copy or OutsideCopy(organisation=self.organisation, address=address)
        copy.participant, copy.object_id, copy.digest = person, object_id, entry.digest
        copy.field_digests = {name: digest_of(value) for name, value in facts.fields.items()}
        copy.save()
        self._copies[address] = copy

    def _source(self, entry: Entry, person: Participant) -> str:
        """Return who holds this record: as named by the operator, else as the file says."""
        if self.source:
            return self.source
        subject = self.unit.find(entry.resource["subject"], entry)
        encounter = self.unit.find(entry.resource.get("encounter"), entry)
        said = [
            entry.resource.get("author"),
            encounter.resource.get("serviceProvider") if encounter else None,
            subject.resource.get("managingOrganization") if subject else None,
        ]
        names = [self._organisation_name(reference, entry) for reference in said]
        every = [organisation.resource.get("name", "") for organisation in self.unit.of("Organization")]
        names += [", ".join(filter(None, every)), self.unit.host(entry)]
        found = next(filter(None, names), "") or str(_("another service"))
        return found[: mapping.SOURCE_AT_MOST]

    def _organisation_name(self, reference: Any, entry: Entry) -> str:
        target = self.unit.find(reference, entry)
        if target:
            return str(target.resource.get("name", "")) if target.kind == "Organization" else ""
        named = reference and referred_type(reference) == "Organization"
        return str(reference.get("display", "")) if named else ""


def _parts(many: list[Any]) -> list[list[Any]]:
    return [many[start : start + AT_ONCE] for start in range(0, len(many), AT_ONCE)]


def digest_of(value: Any) -> str:
    """Return a short digest of one field; nothing and an empty text are the same."""
    return sha256(str(value or "").encode()).hexdigest()[:16]


def _pair(reference: dict[str, Any]) -> tuple[str, str]:
    """Return the identifier by which a reference names a person, or two empty texts."""
    written = reference.get("reference", "")
    if written.startswith(PATIENT_EQUALS):
        system, _bar, value = written.removeprefix(PATIENT_EQUALS).partition("|")
        return system, value
    identifier = reference.get("identifier", {})
    return identifier.get("system", ""), identifier.get("value", "")
