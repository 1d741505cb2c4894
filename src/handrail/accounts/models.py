from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from handrail.access import Role
from handrail.accounts.rules import How, JobTitle, News
from handrail.base import clock
from handrail.base.models import KeyedRow, Row
from handrail.prepared.rows import Stored


class Installation(models.Model):
    """One row: what this database is. ``is_demo`` is set when it is made and never after."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    is_demo = models.BooleanField()
    made_at = models.DateTimeField(default=clock.now)
    demo_seed = models.PositiveIntegerField(null=True)
    demo_today = models.DateField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_installation")]

    def __str__(self) -> str:
        return "Installation"


class Organisation(KeyedRow):
    """The tenant: every row about a person names one, and nothing crosses it."""

    name = models.CharField(max_length=200)
    zone = models.CharField(max_length=64)
    language = models.CharField(max_length=12)
    currency = models.CharField(max_length=3)
    country = models.CharField(max_length=2, blank=True)


class Site(KeyedRow):
    """A place of an organisation. Field dates are local dates of the site's zone."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    name = models.CharField(max_length=200)
    address = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    zone = models.CharField(max_length=64)
    opening = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "name"], name="site_list")]


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(sign_in_name=username)


class User(AbstractBaseUser, Stored):
    """Somebody with an account. Accounts come by invitation or in person; nobody signs up."""

    id = models.UUIDField(primary_key=True, default=Row._meta.get_field("id").default, editable=False)
    sign_in_name = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    email = models.EmailField(null=True)
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=12, blank=True)
    theme = models.CharField(max_length=8, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    USERNAME_FIELD = "sign_in_name"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()


class Membership(Row):
    """What a user is in an organisation, from when to when. One organisation per session."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True)
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    job_title = models.CharField(max_length=30, blank=True, default=JobTitle.NONE)
    is_called = models.BooleanField(default=False)  # somebody needs them now: written by safety alone
    from_on = models.DateField()
    to_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "role", "user"], name="member_list")]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user", "role"],
                condition=models.Q(to_on__isnull=True),
                name="one_current_membership",
            ),
            models.CheckConstraint(
                condition=models.Q(to_on__isnull=True) | models.Q(to_on__gte=models.F("from_on")),
                name="membership_dates",
            ),
        ]


class SecondStep(Row):
    """What somebody's telephone makes its codes of, sealed; ``last_step`` is the newest half minute already used."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="second_step")
    sealed = models.BinaryField()
    last_step = models.PositiveBigIntegerField(default=0)


class RecoveryCode(Row):
    """One code on paper for the day on which the telephone is gone. It works once."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="recovery_codes")
    number = models.PositiveSmallIntegerField()
    hashed = models.CharField(max_length=200)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "number"], name="one_recovery_code")]


class Card(KeyedRow):
    """A printed card: its letters and a word of the person's own open their account. A new one ends the old one."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="cards")
    hashed = models.CharField(max_length=200)
    expires_on = models.DateField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(ended_at__isnull=True), name="one_current_card"
            )
        ]


class SignIn(KeyedRow):
    """One session of somebody: on what device, since when, by what. What it opens stands in the session itself."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="sign_ins")
    session_key = models.CharField(max_length=40)
    device = models.CharField(max_length=60, blank=True)
    how = models.CharField(max_length=12, choices=[(how.value, how.value) for how in How])
    is_shared = models.BooleanField(default=False)
    began_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user", "began_at"], name="sign_in_list")]


class SignInNews(Row):
    """What is new about how somebody signs in, kept until they say that it was them; ``made_in`` need not hear of it."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="sign_in_news")
    kind = models.CharField(max_length=16, choices=[(kind.value, kind.value) for kind in News])
    made_in = models.CharField(max_length=12, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user", "created_at"], name="sign_in_news_list")]


class SignInTry(Row):
    """One wrong try, as numbers that only this place can make of a name and an address. Forgotten after a day."""

    pair = models.CharField(max_length=64)
    account = models.CharField(max_length=64, blank=True)
    address = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["pair", "created_at"], name="try_pair"),
            models.Index(fields=["account", "created_at"], name="try_account"),
            models.Index(fields=["address", "created_at"], name="try_address"),
        ]
