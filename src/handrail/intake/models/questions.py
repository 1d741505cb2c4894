"""What a place asks in its own words. About no person."""

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Q

from handrail.accounts.models import Organisation
from handrail.base.models import Row
from handrail.intake.rules.questions import QuestionKind


class SiteQuestion(Row):
    """
    One version of one question as a place asks it. A version never changes: who answered it is shown its words.

    Versions of a place count from 1001, so that they never meet those of the questions that we ship.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    edition = models.PositiveIntegerField()  # one more at each save of this place
    part = models.CharField(max_length=40)
    code = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=[(str(one), str(one)) for one in QuestionKind])
    is_sensitive = models.BooleanField(default=False)
    is_hidden = models.BooleanField(default=False)
    # {"text": {locale: words}, "why": …, "hint": …}
    texts = models.JSONField(default=dict)
    # [{"code": …, "text": {locale: words}}]
    choices = models.JSONField(default=list)
    # {"any": [{"question": …, "choices": […], "without": …}]}, or "all"
    asked_after = models.JSONField(default=dict)
    source = models.CharField(max_length=300, blank=True)  # the form and item that it was taken from
    written_on = models.DateField()
    written_by = models.ForeignKey(get_user_model(), on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["organisation", "edition"], name="site_question_edition")]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code", "version"], name="one_row_a_version"),
            models.CheckConstraint(condition=Q(version__gt=1000), name="site_versions_from_1001"),
        ]
