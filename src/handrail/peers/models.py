from typing import Any, ClassVar, Self

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Q

from handrail.access import Category, Label
from handrail.accounts.models import Organisation
from handrail.base.models import KeyedRow, Row
from handrail.peers.rules import (
    HOLDING,
    LONGEST_DAY,
    PEOPLE_AT_MOST,
    How,
    Need,
    PairingStatus,
    PeerOfferStatus,
    Side,
)
from handrail.people.models import LABELS, AboutPerson, AboutPersonQuerySet, PersonRow, Relation, StatusChange
from handrail.plans.models import Goal


def _choices(kind: Any) -> list[tuple[str, str]]:
    return [(member.value, member.value) for member in kind]


class MentorPage(KeyedRow):
    """
    A mentor's own page: what they choose to share, languages, hours, how many people, what they do not take on.

    It is about a colleague, by their own hand. No row about a person points to it or copies from it.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(get_user_model(), on_delete=models.PROTECT, related_name="+")
    called = models.CharField(max_length=80)
    shares = models.TextField(blank=True)
    not_taken_on = models.TextField(blank=True)
    hours = models.CharField(max_length=200, blank=True)
    languages = models.JSONField(default=list)
    ways = models.JSONField(default=list)
    people_at_most = models.PositiveSmallIntegerField(default=0)
    is_shown = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "user"], name="one_mentor_page"),
            models.CheckConstraint(
                condition=Q(people_at_most__lte=PEOPLE_AT_MOST), name="mentor_people_at_most"
            ),
        ]


class PeerOffer(AboutPerson):
    """The offer of a peer to one person and the answer, with its day (S-056). One row a person; changes are kept."""

    category: ClassVar = Category.PEERS

    offered_on = models.DateField()
    offered_by = models.ForeignKey(get_user_model(), on_delete=models.PROTECT, null=True, related_name="+")
    answered_on = models.DateField(null=True)
    ask_again_on = models.DateField(null=True)
    status = models.CharField(
        max_length=16, choices=_choices(PeerOfferStatus), default=PeerOfferStatus.OFFERED
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "status", "answered_on"], name="peer_offer_list"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["participant"], name="one_peer_offer"),
            models.CheckConstraint(
                condition=Q(status=PeerOfferStatus.ASK_AGAIN, ask_again_on__isnull=False)
                | (~Q(status=PeerOfferStatus.ASK_AGAIN) & Q(ask_again_on__isnull=True)),
                name="peer_offer_ask_again_on",
            ),
            models.CheckConstraint(
                condition=Q(status=PeerOfferStatus.OFFERED, answered_on__isnull=True)
                | (~Q(status=PeerOfferStatus.OFFERED) & Q(answered_on__isnull=False)),
                name="peer_offer_answered_on",
            ),
        ]


class PeerOfferStatusChange(StatusChange):
    category: ClassVar = Category.PEERS

    offer = models.ForeignKey(PeerOffer, on_delete=models.PROTECT, related_name="changes")


class PairingQuerySet(AboutPersonQuerySet):
    def live(self) -> Self:
        """Keep pairings that have not ended."""
        return self.exclude(status=PairingStatus.ENDED)

    def holding(self) -> Self:
        """Keep pairings in which the mentor holds a place."""
        return self.filter(status__in=HOLDING)


class Pairing(AboutPerson):
    """A person and a mentor: two yeses, one first meeting, then as long as both like. It ends without a reason."""

    category: ClassVar = Category.PEERS

    mentor = models.ForeignKey(get_user_model(), on_delete=models.PROTECT, related_name="pairings")
    relation = models.ForeignKey(Relation, on_delete=models.PROTECT, null=True, related_name="+")
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, null=True, related_name="pairings")
    asked_on = models.DateField()
    both_on = models.DateField(null=True)
    opens_week = models.BooleanField(default=False)
    place = models.PositiveSmallIntegerField(null=True)  # which of the mentor's places this person has
    person_goes_on = models.BooleanField(default=False)
    mentor_goes_on = models.BooleanField(default=False)
    next_on = models.DateField(null=True)
    next_at = models.TimeField(null=True)
    next_where = models.CharField(max_length=120, blank=True)
    ended_on = models.DateField(null=True)
    status = models.CharField(max_length=16, choices=_choices(PairingStatus), default=PairingStatus.OFFERED)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar = PairingQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "mentor", "status"], name="pairing_of_mentor"),
            models.Index(fields=["participant", "asked_on"], name="pairing_of_person"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["participant"], condition=~Q(status=PairingStatus.ENDED), name="one_live_pairing"
            ),
            models.UniqueConstraint(
                fields=["organisation", "mentor", "place"],
                condition=Q(place__isnull=False),
                name="one_person_a_place",
            ),
            models.CheckConstraint(
                condition=Q(status__in=sorted(HOLDING), place__isnull=False, place__range=(1, PEOPLE_AT_MOST))
                | (~Q(status__in=sorted(HOLDING)) & Q(place__isnull=True)),
                name="pairing_holds_a_place",
            ),
            models.CheckConstraint(
                condition=Q(status=PairingStatus.ENDED, ended_on__isnull=False)
                | (~Q(status=PairingStatus.ENDED) & Q(ended_on__isnull=True)),
                name="pairing_ended_on",
            ),
            models.CheckConstraint(
                condition=Q(next_on__isnull=False) | Q(next_at__isnull=True), name="pairing_next_day_and_time"
            ),
        ]


class PairingStatusChange(StatusChange):
    category: ClassVar = Category.PEERS

    pairing = models.ForeignKey(Pairing, on_delete=models.PROTECT, related_name="changes")


class CheckIn(AboutPerson):
    """
    That one side checked in for a week, and for how long they met: what a supervisor may count.

    What was said stands in ``PeerWords`` and opens to the two alone.
    """

    category: ClassVar = Category.PEERS

    pairing = models.ForeignKey(Pairing, on_delete=models.PROTECT, related_name="check_ins")
    mentor = models.ForeignKey(get_user_model(), on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=8, choices=_choices(Side))
    week_on = models.DateField()  # the Monday
    said_on = models.DateField()
    minutes = models.PositiveSmallIntegerField(default=0)
    is_left_out = models.BooleanField(default=False)
    asks_talk = models.BooleanField(default=False)
    talked_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "mentor", "week_on"], name="check_in_of_mentor"),
            models.Index(fields=["organisation", "week_on", "side"], name="check_in_weeks"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["pairing", "side", "week_on"], name="one_check_in_a_week"),
            models.CheckConstraint(condition=~Q(side=Side.TEAM), name="check_in_by_the_two"),
            models.CheckConstraint(condition=Q(minutes__lte=LONGEST_DAY), name="check_in_minutes"),
            models.CheckConstraint(
                condition=Q(side=Side.MENTOR) | Q(minutes=0), name="check_in_minutes_by_mentor"
            ),
            models.CheckConstraint(
                condition=Q(asks_talk=True) | Q(talked_on__isnull=True), name="check_in_talked_when_asked"
            ),
        ]


class PeerWords(PersonRow, Row):
    """What one of the two said to the other: with a check-in, or with the first question. Open to the two alone."""

    category: ClassVar = Category.PEERS
    default_label: ClassVar = Label.PEER

    label = models.PositiveSmallIntegerField(choices=LABELS, default=Label.PEER)
    pairing = models.ForeignKey(Pairing, on_delete=models.PROTECT, related_name="said")
    check_in = models.OneToOneField(CheckIn, on_delete=models.PROTECT, null=True, related_name="said")
    side = models.CharField(max_length=8, choices=_choices(Side))
    how = models.CharField(max_length=10, choices=_choices(How), blank=True)
    helped = models.JSONField(default=list)
    need = models.CharField(max_length=10, choices=_choices(Need), blank=True)
    words = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["participant", "pairing"], name="peer_words_of_pairing")]
        constraints = [
            models.CheckConstraint(condition=Q(label=Label.PEER), name="peer_words_stay_between_the_two")
        ]


class SupervisionTalk(Row):
    """That a supervisor talked with a mentor, and when. What about stays with the two."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    mentor = models.ForeignKey(get_user_model(), on_delete=models.PROTECT, related_name="+")
    supervisor = models.ForeignKey(get_user_model(), on_delete=models.PROTECT, null=True, related_name="+")
    held_on = models.DateField()
    minutes = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["organisation", "mentor", "held_on"], name="supervision_of_mentor")]
