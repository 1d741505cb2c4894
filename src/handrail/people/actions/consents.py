"""Consent: one purpose and one recipient each, until a day, in plain words; taken back in one action."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from handrail.access import Category, RelationKind, Viewer, scope_bits
from handrail.accounts.models import User
from handrail.audit import ledger
from handrail.audit.actions import record
from handrail.base.errors import DomainError, NotAllowed
from handrail.base.frozen import frozen
from handrail.base.text import kept
from handrail.base.transitions import check_transition
from handrail.base.words import _
from handrail.people.actions.relations import let_in, let_out
from handrail.people.country import country_pack
from handrail.people.limits import check_not_blocked, standing_relations, traits_of
from handrail.people.models import Consent, ConsentStatusChange, ConsentYes, Participant, Relation, Supporter
from handrail.people.rules import RELATIONSHIPS, Relationship
from handrail.people.rules import consent as rules
from handrail.people.rules.blocked import Place, Traits
from handrail.people.rules.consent import ConsentPurpose, ConsentStatus, Voice, Way
from handrail.people.rules.guardians import age_on

WITHDRAWN, CLOSED = "withdraw_consent", "close_relation"


@frozen
class Recipient:
    """To whom: an account, a supporter without one, or an organisation in words. Exactly one of them."""

    user: User | None = None
    supporter: Supporter | None = None
    words: str = ""

    @property
    def name(self) -> str:
        return self.user.name if self.user else self.supporter.name if self.supporter else self.words

    @property
    def traits(self) -> Traits:
        if self.user:
            return traits_of(self.user)
        if self.supporter:
            return Traits(None, self.supporter.name, self.supporter.phone, self.supporter.email or "")
        return Traits(name=self.words)


@frozen
class OneThing:
    """The one row that an invitation is for, with everything that it opens of it, said before it is saved."""

    id: UUID
    said: str


@frozen
class Terms:
    """
    What a consent says: which categories, for what, until when, who was there, and who said yes in what way.

    With ``only`` it is an invitation: of these categories it opens the rows of that one thing.
    """

    opens: frozenset[Category]
    yeses: Mapping[Voice, Way]
    purpose: ConsentPurpose = ConsentPurpose.SUPPORT
    to_on: date | None = None
    present: str = ""
    only: OneThing | None = None


def needed_voices(participant: Participant, today: date) -> frozenset[Voice]:
    """Return whose yes a consent of this person needs today, as the country pack says."""
    ages = country_pack(participant.organisation.country).ages
    age = age_on(participant.birth_on, today, leap_is_march=ages.leap_is_march)
    return rules.voices_needed(age, own_word=ages.own_word, alone=ages.alone)


def _check(participant: Participant, recipient: Recipient, terms: Terms, by: Viewer) -> None:
    if sum(map(bool, (recipient.user, recipient.supporter, recipient.words.strip()))) != 1:
        raise DomainError(str(_("Name one person or one organisation. Each has a consent of its own.")))
    is_own = by.participant_id == participant.pk
    if is_own and set(terms.yeses) != {Voice.PERSON}:
        raise NotAllowed(str(_("Here you say yes for yourself. Your guardian tells your coordinator.")))
    if not terms.yeses:
        raise DomainError(str(_("Nobody has said yes yet. Ask first.")))
    if not is_own and not terms.present.strip():
        raise DomainError(str(_("Write who was there when it was agreed.")))
    check_not_blocked(participant, recipient.traits, place=Place.CONSENT, by=by)


def change_consent_status(consent: Consent, to: ConsentStatus, *, by: Viewer) -> None:
    """Change where a consent stands, inside another action."""
    before = ConsentStatus(consent.status)
    check_transition(rules.CONSENT_TRANSITIONS, before, to)
    consent.status = to
    consent.version += 1
    consent.save()
    ConsentStatusChange.objects.create(
        organisation_id=consent.organisation_id,
        participant_id=consent.participant_id,
        label=consent.label,
        consent=consent,
        from_status=before,
        to_status=to,
        changed_by_id=by.user_id,
    )


def _part(participant: Participant, user: User) -> str:
    known = Supporter.objects.filter(participant=participant, user=user, to_on=None).first()
    if known is None:
        return ""
    return known.called.split(", ")[-1][:80] or str(RELATIONSHIPS[Relationship(known.relationship)])


def _say_yes(consent: Consent, voice: Voice, way: Way, by: Viewer) -> None:
    ConsentYes.objects.create(
        organisation_id=consent.organisation_id,
        participant_id=consent.participant_id,
        label=consent.label,
        consent=consent,
        voice=voice,
        way=way,
        written_by_id=by.user_id,
    )


def _take_effect(consent: Consent, by: Viewer) -> None:
    """Open the record once everybody who has to has said yes: a relation of its own, with the consent's end."""
    said = {Voice(one) for one in consent.yeses.values_list("voice", flat=True)}
    if not needed_voices(consent.participant, by.today) <= said:
        return
    _close_what_ran(consent, by)
    if consent.user is not None:
        consent.relation = let_in(
            participant=consent.participant,
            user=consent.user,
            kind=RelationKind.INVITED if consent.thing else RelationKind.FAMILY,
            scopes=consent.scopes,
            thing=consent.thing,
            part=_part(consent.participant, consent.user),
            source=f"consent:{consent.key}",
            to_on=consent.to_on,
            by=by,
        )
    change_consent_status(consent, ConsentStatus.GIVEN, by=by)


def _close(consent: Consent, by: Viewer) -> list[Relation]:
    """Withdraw one consent and close what it opened; return that."""
    consent.withdrawn_on = by.today
    change_consent_status(consent, ConsentStatus.WITHDRAWN, by=by)
    relation = consent.relation
    if relation is None or (relation.to_on and relation.to_on <= by.today):
        return []
    return [let_out(relation=relation, by=by)]


def _same(consent: Consent) -> QuerySet[Consent]:
    """Return the consents for the same recipient about the same: one thing, or what is shared in whole parts."""
    alike = ("participant_id", "user_id", "supporter_id", "recipient", "thing")
    found: QuerySet[Consent] = Consent.objects.filter(**{name: getattr(consent, name) for name in alike})
    return found


def _close_what_ran(consent: Consent, by: Viewer) -> None:
    """Let a newer yes take the place of what ran for the same recipient, so that one page says all of it."""
    before = _same(consent).exclude(status=ConsentStatus.WITHDRAWN).exclude(pk=consent.pk)
    for old in before.filter(to_on__gt=by.today):
        _close(old, by)
    if consent.user is None or consent.thing:
        return
    about = {"user": consent.user, "kind": RelationKind.FAMILY}
    for relation in standing_relations(consent.participant_id, by.today, **about):
        let_out(relation=relation, by=by)


def _scopes_and_words(participant: Participant, recipient: Recipient, terms: Terms) -> tuple[int, str]:
    """Return what a consent opens, and that in sentences."""
    if terms.only is not None:
        return scope_bits(terms.opens), terms.only.said
    scopes = rules.shared_scopes(terms.opens)
    opens = rules.categories_in(scopes)
    said = rules.effect(
        sees=opens, hides=rules.family_hides(opens), who=recipient.name, name=participant.called
    )
    return scopes, " ".join(said)


def new_consent(*, participant: Participant, recipient: Recipient, terms: Terms, by: Viewer) -> Consent:
    """Write down a yes inside another action; the record opens when everybody who has to has said it."""
    _check(participant, recipient, terms, by)
    scopes, words = _scopes_and_words(participant, recipient, terms)
    consent = Consent.objects.create(
        organisation_id=participant.organisation_id,
        participant=participant,
        user=recipient.user,
        supporter=recipient.supporter,
        recipient=kept(recipient.words).strip()[:200],
        scopes=scopes,
        thing=terms.only.id if terms.only else None,
        purpose=terms.purpose,
        words=words,
        present=kept(terms.present).strip()[:200],
        legal_basis=rules.basis_of(needed_voices(participant, by.today)),
        from_on=by.today,
        to_on=rules.checked_end(by.today, terms.to_on),
    )
    for voice, way in terms.yeses.items():
        _say_yes(consent, voice, way, by)
    _take_effect(consent, by)
    return consent


@transaction.atomic
def give_consent(*, participant: Participant, recipient: Recipient, terms: Terms, by: Viewer) -> Consent:
    """
    Keep that somebody may see something, for one purpose, for twelve months at most (S-011).

    It takes the place of what ran for the same recipient. A child's waits until a guardian has said yes beside them.
    Raises DomainError for what cannot be shown or promised, Blocked, which looks like NotFound, for a blocked contact.
    """
    consent = new_consent(participant=participant, recipient=recipient, terms=terms, by=by)
    record(by, "give_consent", consent, op="create")
    tell_of_replaced(consent, by)
    return consent


@transaction.atomic
def add_yes(*, consent: Consent, voice: Voice, way: Way, by: Viewer) -> Consent:
    """Add the second yes that a consent waits for; with it the record opens."""
    row: Consent = Consent.objects.select_for_update(of=("self",)).get(pk=consent.pk)
    if row.status != ConsentStatus.WAITING or row.to_on <= by.today:
        raise DomainError(str(_("This does not wait any more. Open it again to see how it stands.")))
    if row.yeses.filter(voice=voice).exists():
        raise DomainError(str(_("This yes is written down already.")))
    _say_yes(row, voice, way, by)
    _take_effect(row, by)
    record(by, "add_yes", row)
    tell_of_replaced(row, by)
    return row


def tell_ledger(consent: Consent) -> None:
    """Write outside the database that a consent was taken back, so that a restored copy repeats it."""
    ids = {"relation": consent.relation_id} if consent.relation_id else {}
    ledger.write(
        WITHDRAWN,
        organisation=consent.organisation_id,
        participant=consent.participant_id,
        consent=consent.pk,
        **ids,
    )


def tell_of_replaced(consent: Consent, by: Viewer) -> None:
    """Write outside the database what this yes took the place of today, so that a restored copy shows no more than it."""
    about = {"participant": consent.participant_id, "user": consent.user_id}
    for old in _same(consent).filter(withdrawn_on=by.today):
        tell_ledger(old)
    if consent.user_id is None or consent.thing:
        return
    views = Relation.objects.filter(**about, kind=RelationKind.FAMILY, to_on=by.today, consent=None)
    for relation in views:
        ledger.write(
            CLOSED,
            organisation=consent.organisation_id,
            participant=consent.participant_id,
            relation=relation.pk,
        )


@transaction.atomic
def withdraw_consent(*, consent: Consent, by: Viewer) -> Consent:
    """Take a yes back, without a reason: the next request of the recipient finds nothing."""
    row: Consent = Consent.objects.select_for_update(of=("self",)).get(pk=consent.pk)
    _close(row, by)
    record(by, "withdraw_consent", row)
    tell_ledger(row)
    return row


@transaction.atomic
def close_to(*, participant: Participant, user: User, by: Viewer) -> Participant:
    """Close the record to family or a friend at once: every consent for them is taken back, every view ends."""
    rows = Consent.objects.select_for_update(of=("self",)).filter(participant=participant, user=user)
    closed = list(rows.exclude(status=ConsentStatus.WITHDRAWN).filter(Q(to_on__gt=by.today)))
    for consent in closed:
        _close(consent, by)
    ended = standing_relations(participant.pk, by.today, user=user, kind=RelationKind.FAMILY)
    for relation in ended:
        let_out(relation=relation, by=by)
    record(by, "close_to", participant, participant_id=participant.pk)
    for consent in closed:
        tell_ledger(consent)
    for relation in ended:
        ledger.write(
            CLOSED,
            organisation=participant.organisation_id,
            participant=participant.pk,
            relation=relation.pk,
        )
    return participant
