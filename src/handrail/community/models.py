from typing import Any, ClassVar, Self

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from handrail.access import Category
from handrail.accounts.models import Organisation
from handrail.base import clock
from handrail.base.models import KeyedRow, Row
from handrail.community.rules import (
    ACTIVITY_KINDS,
    OPEN_LINKS,
    ActivityStatus,
    Again,
    GotIt,
    LinkStatus,
    PlaceKind,
    PlaceStatus,
    Transport,
    asked_words,
)
from handrail.people.models import AboutPerson, AboutPersonQuerySet, PersonRow, StatusChange
from handrail.plans.models import Goal, Step
from handrail.plans.rules import SupportLevel


def _choices(kind: Any) -> list[tuple[str, str]]:
    return [(member.value, member.value) for member in kind]


_USER = get_user_model()
WALKED_BELOW = 3


class PlaceQuerySet(models.QuerySet["Place"]):
    def found_by(self, search: str, organisation_id: Any) -> Self:
        """
        Keep places that have, for each word of ``search``, a word that begins with it.

        A beginning of one or two letters fits so many words that the places are walked instead.
        """
        found = self
        for word in asked_words(search):
            fitting = PlaceWord.objects.filter(word__gte=word, word__lt=word + "\U0010ffff")
            if len(word) < WALKED_BELOW:
                found = found.filter(Exists(fitting.filter(place=OuterRef("pk"))))
            else:
                of = fitting.filter(organisation_id=organisation_id)
                found = found.filter(pk__in=of.values("place_id"))
        return found


class Place(KeyedRow):
    """A place or service near by: about no person. Entered by hand or read from a directory file."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    provider = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=12, choices=_choices(PlaceKind))
    about = models.TextField(blank=True)
    who_for = models.TextField(blank=True)
    how_to_join = models.TextField(blank=True)
    address = models.CharField(max_length=300, blank=True)
    walk_minutes = models.PositiveSmallIntegerField(null=True)
    bus = models.TextField(blank=True)
    opening = models.TextField(blank=True)
    cost = models.TextField(blank=True)
    contact = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    email = models.CharField(max_length=254, blank=True)
    website = models.CharField(max_length=300, blank=True)
    languages = models.CharField(max_length=300, blank=True)
    access = models.TextField(blank=True)
    # None: nobody has asked there yet.
    is_peer_led = models.BooleanField(null=True)
    is_clinical = models.BooleanField(null=True)
    is_free = models.BooleanField(null=True)
    needs_referral = models.BooleanField(null=True)
    has_bus = models.BooleanField(default=False)
    checked_on = models.DateField(null=True)
    status = models.CharField(max_length=8, choices=_choices(PlaceStatus), default=PlaceStatus.OPEN)
    closed_on = models.DateField(null=True)
    sort_key = models.CharField(max_length=200)
    source = models.CharField(max_length=100, blank=True)
    outside_id = models.CharField(max_length=120, blank=True)
    as_read = models.JSONField(
        default=dict
    )  # the fields as a file last said them, so that edits here are kept
    version = models.PositiveIntegerField(default=1)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["organisation", "sort_key", "id"], name="place_list")]
        constraints = [
            models.CheckConstraint(
                condition=Q(status=PlaceStatus.CLOSED, closed_on__isnull=False)
                | (~Q(status=PlaceStatus.CLOSED) & Q(closed_on__isnull=True)),
                name="place_closed_has_its_day",
            ),
            models.UniqueConstraint(
                fields=["organisation", "source", "outside_id"],
                condition=~Q(outside_id=""),
                name="one_place_from_outside",
            ),
        ]


class PlaceStatusChange(Row):
    """A place that closed, rests or is open again: from, to, who, when, why. Written once."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="changes")
    from_status = models.CharField(max_length=8, blank=True)
    to_status = models.CharField(max_length=8)
    changed_at = models.DateTimeField(default=clock.now)
    changed_by = models.ForeignKey(_USER, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True)


class PlaceWord(models.Model):
    """A folded word of a place: what search compares, by its beginning."""

    id = models.BigAutoField(primary_key=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="words")
    word = models.CharField(max_length=40)

    class Meta:
        indexes = [models.Index(fields=["organisation", "word", "place"], name="place_word_find")]
        constraints = [models.UniqueConstraint(fields=["place", "word"], name="one_place_word")]

    def __str__(self) -> str:
        return f"PlaceWord {self.pk}"


class LinkQuerySet(AboutPersonQuerySet):
    def open(self) -> Self:
        """Keep links that somebody still sees to."""
        return self.filter(status__in=OPEN_LINKS)


class Link(AboutPerson):
    """A person is put in touch with a place: asked, answered by the place, visited, answered by the person (S-057)."""

    category: ClassVar = Category.LINKS

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="links")
    need = models.TextField(blank=True)
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, null=True, related_name="links")
    step = models.ForeignKey(Step, on_delete=models.PROTECT, null=True, related_name="links")
    owner = models.ForeignKey(_USER, on_delete=models.PROTECT, null=True, related_name="+")
    asked_on = models.DateField()
    due_on = models.DateField()
    visited_on = models.DateField(null=True)
    # The referral that some places ask for; where the paper itself lies, for it holds more than a link needs.
    paper_from = models.CharField(max_length=120, blank=True)
    paper_on = models.DateField(null=True)
    paper_kept = models.CharField(max_length=200, blank=True)
    answer = models.CharField(max_length=8, choices=_choices(GotIt), blank=True)
    answer_words = models.TextField(blank=True)
    answered_on = models.DateField(null=True)
    status = models.CharField(max_length=16, choices=_choices(LinkStatus), default=LinkStatus.ASKED)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar = LinkQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "participant", "asked_on"], name="link_list"),
            models.Index(fields=["organisation", "status", "due_on"], name="link_due"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "place"], condition=Q(status__in=OPEN_LINKS), name="one_open_link"
            ),
            models.CheckConstraint(
                condition=Q(status=LinkStatus.ANSWERED, answered_on__isnull=False, answer__in=list(GotIt))
                | (~Q(status=LinkStatus.ANSWERED) & Q(answered_on__isnull=True, answer="")),
                name="link_answered_has_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[LinkStatus.VISITED, LinkStatus.ANSWERED])
                | Q(visited_on__isnull=False),
                name="link_visited_has_its_day",
            ),
            models.CheckConstraint(condition=Q(due_on__gte=F("asked_on")), name="link_due_after_asked"),
            models.CheckConstraint(
                condition=Q(paper_from="") | Q(paper_on__isnull=False), name="paper_has_its_day"
            ),
        ]


class LinkStatusChange(StatusChange):
    category: ClassVar = Category.LINKS

    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="changes")


class Activity(AboutPerson):
    """Something a person does among others: club, volunteering, sport, faith, library, café (S-107)."""

    category: ClassVar = Category.LINKS

    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in ACTIVITY_KINDS])
    title = models.CharField(max_length=200)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, related_name="activities")
    where = models.CharField(max_length=200, blank=True)
    when_words = models.CharField(max_length=200, blank=True)
    with_whom = models.CharField(max_length=200, blank=True)
    support_wanted = models.CharField(max_length=10, choices=_choices(SupportLevel))
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, null=True, related_name="activities")
    step = models.ForeignKey(Step, on_delete=models.PROTECT, null=True, related_name="activities")
    began_on = models.DateField()
    ended_on = models.DateField(null=True)
    status = models.CharField(max_length=8, choices=_choices(ActivityStatus), default=ActivityStatus.GOING)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["organisation", "participant", "began_on"], name="activity_list")]
        constraints = [
            models.CheckConstraint(
                condition=Q(status=ActivityStatus.ENDED, ended_on__isnull=False)
                | (~Q(status=ActivityStatus.ENDED) & Q(ended_on__isnull=True)),
                name="activity_ended_has_its_day",
            ),
        ]


class ActivityStatusChange(StatusChange):
    category: ClassVar = Category.LINKS

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="changes")


class ActivityDay(PersonRow, Row):
    """One day on which a person took part: with which support, with whom, and whether they like to again."""

    category: ClassVar = Category.LINKS

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="days")
    on = models.DateField()
    given = models.CharField(max_length=10, choices=_choices(SupportLevel))
    with_whom = models.CharField(max_length=200, blank=True)
    again = models.CharField(max_length=8, choices=_choices(Again), blank=True)
    words = models.TextField(blank=True)
    written_by = models.ForeignKey(_USER, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["organisation", "on"], name="activity_day_list")]
        constraints = [models.UniqueConstraint(fields=["activity", "on"], name="one_activity_day")]


class WayThere(AboutPerson):
    """How one person gets to one place: the line, the minutes, who comes along, and what if it does not work."""

    category: ClassVar = Category.LINKS

    place_name = models.CharField(max_length=200)
    place_key = models.CharField(max_length=200)
    transport = models.CharField(max_length=8, choices=_choices(Transport))
    line = models.CharField(max_length=300, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True)
    with_whom = models.CharField(max_length=200, blank=True)
    fallback = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["participant", "place_key"], name="one_way_to_a_place")
        ]
