"""How often somebody may try. A wait, never a lock: what is open to everybody and what is signed in stays open."""

from datetime import timedelta
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from handrail.accounts import rules
from handrail.accounts.models import SignInTry, User
from handrail.base import clock, ids
from handrail.base.frozen import frozen

KNOWN = "handrail_known"
KNOWN_SALT = "handrail.known"
KNOWN_FOR = timedelta(days=180)


def _hidden(kind: str, text: str) -> str:
    return salted_hmac(f"handrail.tries.{kind}", text, algorithm="sha256").hexdigest()


def address_of(request: HttpRequest) -> str:
    """Return where a request comes from; of the newer kind of address the half that a house shares."""
    found = request.META.get("REMOTE_ADDR", "")
    if settings.ADDRESS.is_https:  # a server with TLS stands in front and says who asked it
        found = request.META.get("HTTP_X_FORWARDED_FOR", found).rsplit(",", 1)[-1].strip()
    try:
        address = ip_address(found)
    except ValueError:
        return found
    return str(ip_network(f"{address}/64", strict=False)) if address.version == 6 else str(address)


def _known(request: HttpRequest, account: str) -> str:
    """Return the mark of a device on which this account has signed in before, or no words."""
    try:
        name, mark = signing.loads(request.COOKIES.get(KNOWN, ""), salt=KNOWN_SALT, max_age=KNOWN_FOR)
    except (signing.BadSignature, ValueError):
        return ""
    return str(mark) if name == account else ""


def know_device(response: HttpResponse, account: str) -> None:
    """Let this device count its own tries from now on: strangers who guess cannot make its owner wait."""
    response.set_cookie(
        KNOWN,
        signing.dumps([account, ids.key()], salt=KNOWN_SALT),
        max_age=KNOWN_FOR,
        httponly=True,
        secure=settings.ADDRESS.is_https,
        samesite="Lax",
    )


def account_mark(kind: str, name: str) -> str:
    """Return the name of an account in tries and on devices; its hash, for a name is personal."""
    return _hidden(kind, name)


@frozen
class Trying:
    """One try that is under way; it counts until it is known to be right."""

    row: SignInTry

    def is_odd(self) -> bool:
        """Return whether a device that is new gets in after some tries for the same account that did not fit."""
        if not self.row.account:
            return False
        since = clock.now() - rules.TRIES_COUNT_FOR
        rows = SignInTry.objects.filter(account=self.row.account, created_at__gt=since)
        return rows.exclude(pk=self.row.pk).count() >= rules.FEW_WRONG

    def was_right(self) -> None:
        """Forget the wrong tries of this pair: somebody got in."""
        SignInTry.objects.filter(pair=self.row.pair).delete()


def begin_try(request: HttpRequest, account: str) -> Trying:
    """
    Count a try for an account before anything is compared, so that many at once count too.

    Raises TooManyTries with the wait. A device that signed in with this account before is counted by itself.
    """
    now = clock.now()
    device = _known(request, account)
    address = address_of(request)
    row = SignInTry(
        pair=_hidden("known", device) if device else _hidden("pair", f"{account}|{address}"),
        account="" if device else account,
        address="" if device else _hidden("address", address),
        created_at=now,
    )
    row.save()
    since = now - rules.TRIES_COUNT_FOR
    tried = SignInTry.objects.filter(created_at__gt=since)
    before = list(
        tried.filter(pair=row.pair)
        .exclude(pk=row.pk)
        .order_by("created_at")
        .values_list("created_at", flat=True)
    )
    left = (before[-1] + rules.wait_after(len(before)) - now) if before else timedelta(0)
    if not device:
        many = tried.filter(account=account).count() > rules.TRIES_AN_ACCOUNT
        if many or tried.filter(address=row.address).count() > rules.TRIES_AN_ADDRESS:
            left = max(left, rules.LONGEST_WAIT)
    if left > timedelta(0):
        row.delete()  # whoever waits does not lengthen the wait
        raise rules.TooManyTries(left)
    return Trying(row)


def spend_try(kind: str, name: str, *, at_most: int, within: timedelta) -> None:
    """
    Count something that ``name`` may try so often within a time; raise TooManyTries with the wait when it is spent.

    Belongs inside the transaction of what is tried: the account's row is held, so that many at once count too.
    """
    now = clock.now()
    list(User.objects.select_for_update().filter(pk=name).values_list("pk"))
    pair = _hidden(kind, name)
    before = SignInTry.objects.filter(pair=pair, created_at__gt=now - within).order_by("-created_at")
    spent = list(before.values_list("created_at", flat=True)[:at_most])
    if len(spent) == at_most:
        raise rules.TooManyTries(spent[-1] + within - now)
    SignInTry(pair=pair, created_at=now).save()


def forget_tries() -> int:
    """Delete tries older than a day and return how many."""
    return SignInTry.objects.filter(created_at__lt=clock.now() - timedelta(days=1)).delete()[0]
