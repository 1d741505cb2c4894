"""What a browser forgets when somebody leaves for good: everything, but for what waits there to be sent."""

from django.http import HttpRequest, HttpResponse

# Of one letter, set by the browser itself while sealed answers wait in its store to be sent.
WAITS = "handrail_waits"


def forget_all(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """
    Tell the browser to drop pages, cookies and whatever else it keeps of this place.

    While sealed answers wait to be sent, its store and the cookie that says so stay, and everything else goes.
    """
    if WAITS not in request.COOKIES:
        response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
        return response
    response.headers["Clear-Site-Data"] = '"cache"'
    for name in request.COOKIES:
        if name != WAITS:
            response.delete_cookie(name, samesite="Lax")
    return response
