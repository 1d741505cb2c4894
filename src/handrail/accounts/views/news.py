"""What is new about how I sign in."""

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localtime

from handrail import ui
from handrail.access import Permission, check_about, once, requires, viewer_of
from handrail.accounts import actions, queries, rules
from handrail.accounts.actions.told import FLAG
from handrail.accounts.forgetting import forget_all


@requires(Permission.ACCOUNT)
def news(request: HttpRequest) -> HttpResponse:
    """List what changed of how I sign in; say that it was me, or sign out everywhere."""
    viewer = viewer_of(request)
    user = queries.account_of(viewer)
    if request.POST.get("do") == "everywhere":
        check_about(request)
        actions.sign_out_everywhere(user=user, by=viewer)
        logout(request)
        return forget_all(request, redirect("accounts:sign_in"))
    if request.method == "POST":
        done = once(
            request,
            lambda about: actions.answer_news(user=user, by=viewer),
            lambda user: reverse("accounts:settings"),
        )
        request.session.pop(FLAG, None)
        return done
    rows = [
        (rules.NEWS[rules.News(one.kind)], localtime(one.created_at), one.answered_at)
        for one in queries.own_news(viewer)
    ]
    context = {"rows": rows, "asks": any(not answered for _words, _at, answered in rows)}
    return ui.page(request, "accounts/news.html", context)
