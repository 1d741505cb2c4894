from typing import Any, ClassVar, Self

from django.contrib.auth import get_user_model
from django.db import models

from handrail.access import Category, Label, Viewer
from handrail.accounts.models import Organisation
from handrail.base import clock
from handrail.base.models import KeyedRow, Row
from handrail.people.models.person import LABELS, Participant, open_relations
from handrail.people.opened import Opened


class AboutPersonQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Keep rows whose person, category and label a relation of ``viewer`` opens today."""
        if viewer.sees_every_row:
            return self.filter(organisation_id=viewer.organisation_id) if viewer.organisation_id else self
        opened = Opened(viewer, self.model.category.bit, self.model.of_thing)
        return self.filter(opened, organisation_id=viewer.organisation_id)

    def among_people_of(self, viewer: Viewer, *, in_order: bool = False) -> Self:
        """
        Keep what ``visible_to`` keeps, for a list across people: the database begins with the viewer's people.

        Without that, or ``in_order``, it looks at each row of the organisation and asks who opens it.
        """
        seen = self.visible_to(viewer)
        if viewer.sees_every_row or in_order:
            return seen
        return seen.filter(participant_id__in=open_relations(viewer).values("participant_id"))


def about(*, has_index: bool = True) -> Any:
    """Return the field for the person that a row is about; without an index where another begins with it."""
    return models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="%(class)ss", db_index=has_index
    )


def who(**options: Any) -> Any:
    """Return the field for a user who did something: no index, for nobody asks for rows by it alone."""
    return models.ForeignKey(
        get_user_model(), on_delete=models.PROTECT, related_name="+", db_index=False, **options
    )


class PersonRow(models.Model):
    """What every row about one person has: opened by Relation, scope and label."""

    category: ClassVar[Category]
    default_label: ClassVar = Label.NORMAL
    # The column of the one thing that an invitation can open, for the few tables of which it shows rows.
    of_thing: ClassVar[str] = ""

    # An index of an organisation's rows finds most of the table: it costs each write and serves no question.
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    participant = about()
    label = models.PositiveSmallIntegerField(choices=LABELS, default=Label.NORMAL)

    objects = AboutPersonQuerySet.as_manager()

    class Meta:
        abstract = True


class AboutPerson(PersonRow, KeyedRow):
    """A row about one person that a page addresses, under the person's key."""

    class Meta:
        abstract = True


class StatusChange(PersonRow, Row):
    """One step through a table of states: from, to, who, when, why. Written once, never changed."""

    from_status = models.CharField(max_length=16)
    to_status = models.CharField(max_length=16)
    changed_at = models.DateTimeField(default=clock.now)
    changed_by = who(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        abstract = True
