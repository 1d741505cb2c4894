from typing import Any, ClassVar, Self

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import F, Q

from handrail.access import Category, Label, Viewer
from handrail.base import clock
from handrail.base.models import Row
from handrail.people.models.facts import Supporter
from handrail.people.models.person import Relation, choices
from handrail.people.models.rows import AboutPerson, AboutPersonQuerySet, PersonRow, StatusChange
from handrail.people.rules.blocked import Place
from handrail.people.rules.consent import ConsentPurpose, ConsentStatus, LegalBasis, Voice, Way
from handrail.people.rules.guardians import GuardianBasis
from handrail.people.rules.tasks import AccessTaskStatus, TaskKind


class DatedQuerySet(AboutPersonQuerySet):
    def running(self, viewer: Viewer) -> Self:
        """Keep what holds on the viewer's day: from its first day until the day before its end."""
        return self.filter(Q(to_on__isnull=True) | Q(to_on__gt=viewer.today), from_on__lte=viewer.today)


class Consent(AboutPerson):
    """
    One yes to one recipient for one purpose. It opens nothing itself: its own Relation does.

    The recipient is an account, a supporter without one, or an organisation in words.
    """

    category: ClassVar = Category.ACCESS

    user = models.ForeignKey(get_user_model(), on_delete=models.PROTECT, null=True, related_name="+")
    supporter = models.ForeignKey(Supporter, on_delete=models.PROTECT, null=True, related_name="consents")
    recipient = models.CharField(max_length=200, blank=True)
    scopes = models.PositiveIntegerField()
    purpose = models.CharField(max_length=12, choices=choices(ConsentPurpose))
    words = models.TextField()
    present = models.CharField(max_length=200, blank=True)
    legal_basis = models.CharField(max_length=16, choices=choices(LegalBasis))
    status = models.CharField(max_length=12, choices=choices(ConsentStatus), default=ConsentStatus.WAITING)
    from_on = models.DateField()
    to_on = models.DateField()
    withdrawn_on = models.DateField(null=True)
    relation = models.OneToOneField(Relation, on_delete=models.PROTECT, null=True, related_name="consent")
    thing = models.UUIDField(null=True)  # the one goal or look back that it is for, when it is an invitation
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[Any] = DatedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["organisation", "participant", "to_on"], name="consent_list")]
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=True) | Q(supporter__isnull=True), name="consent_one_recipient"
            ),
            models.CheckConstraint(condition=Q(to_on__gt=F("from_on"), scopes__gt=0), name="consent_dates"),
            models.CheckConstraint(
                condition=Q(status=ConsentStatus.WITHDRAWN, withdrawn_on__isnull=False)
                | (~Q(status=ConsentStatus.WITHDRAWN) & Q(withdrawn_on__isnull=True)),
                name="consent_withdrawn_on",
            ),
            models.CheckConstraint(
                condition=~Q(status=ConsentStatus.WAITING, relation__isnull=False),
                name="consent_waits_closed",
            ),
        ]


class ConsentYes(PersonRow, Row):
    """One voice that said yes to a consent, and in what way: the person's own, or a guardian's beside it."""

    category: ClassVar = Category.ACCESS

    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="yeses")
    voice = models.CharField(max_length=12, choices=choices(Voice))
    way = models.CharField(max_length=12, choices=choices(Way))
    said_at = models.DateTimeField(default=clock.now)
    written_by = models.ForeignKey(get_user_model(), on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["consent", "voice"], name="one_yes_a_voice")]


class ConsentStatusChange(StatusChange):
    category: ClassVar = Category.ACCESS

    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="status_changes")


class Refusal(AboutPerson):
    """A no to one account: it takes its categories out of every relation of theirs, until the person lifts it."""

    category: ClassVar = Category.ACCESS

    user = models.ForeignKey(get_user_model(), on_delete=models.PROTECT, related_name="+")
    scopes = models.PositiveIntegerField()
    from_on = models.DateField()
    lifted_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "participant", "user"], name="refusal_list")]
        constraints = [
            models.CheckConstraint(condition=Q(scopes__gt=0), name="refusal_of_something"),
            models.UniqueConstraint(
                fields=["participant", "user"],
                condition=Q(lifted_on__isnull=True),
                name="one_standing_refusal",
            ),
        ]


class GuardianGrant(AboutPerson):
    """Why a guardian or proxy may see some areas: granted in person, after a private check that nobody forces it."""

    category: ClassVar = Category.ACCESS
    default_label: ClassVar = Label.RESTRICTED

    user = models.ForeignKey(get_user_model(), on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(max_length=12, choices=choices(GuardianBasis))
    scopes = models.PositiveIntegerField()
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    private_check_on = models.DateField()
    private_check_by = models.ForeignKey(
        get_user_model(), on_delete=models.PROTECT, null=True, related_name="+"
    )
    document = models.BinaryField(null=True)
    relation = models.OneToOneField(Relation, on_delete=models.PROTECT, related_name="guardian_grant")

    objects: ClassVar[Any] = DatedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["organisation", "participant", "to_on"], name="guardian_list")]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="guardian_dates"
            )
        ]


class BlockedContact(AboutPerson):
    """Somebody who must not come near this record, known by account, name, phone or e-mail."""

    category: ClassVar = Category.ACCESS
    default_label: ClassVar = Label.RESTRICTED

    user = models.ForeignKey(get_user_model(), on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.CharField(max_length=254, blank=True)
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    made_by = models.ForeignKey(get_user_model(), on_delete=models.PROTECT, null=True, related_name="+")

    objects: ClassVar[Any] = DatedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["organisation", "participant", "to_on"], name="blocked_list")]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="blocked_dates"
            ),
        ]


class AccessTask(AboutPerson):
    """Something about who sees this record that a person has to decide; it waits for the coordinator."""

    category: ClassVar = Category.ACCESS
    default_label: ClassVar = Label.RESTRICTED

    kind = models.CharField(max_length=16, choices=choices(TaskKind))
    status = models.CharField(max_length=12, choices=choices(AccessTaskStatus), default=AccessTaskStatus.OPEN)
    place = models.CharField(max_length=12, choices=choices(Place), blank=True)
    about_user = models.ForeignKey(get_user_model(), on_delete=models.PROTECT, null=True, related_name="+")
    words = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    opened_on = models.DateField()
    settled_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["organisation", "participant"], condition=Q(status="open"), name="access_task_open"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status=AccessTaskStatus.OPEN, settled_on__isnull=True)
                | (~Q(status=AccessTaskStatus.OPEN) & Q(settled_on__isnull=False)),
                name="access_task_settled_on",
            )
        ]


class AccessTaskStatusChange(StatusChange):
    category: ClassVar = Category.ACCESS
    default_label: ClassVar = Label.RESTRICTED

    task = models.ForeignKey(AccessTask, on_delete=models.PROTECT, related_name="status_changes")
