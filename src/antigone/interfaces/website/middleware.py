"""What the families' website forgets of a request before anything else sees it, and says in every answer."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# Everything else that a browser or a proxy says (addresses, cookies, the browser's name, where the reader came
# from, what it has cached) is dropped, so that no view, log line or traceback further in can hold it.
_HEADERS_KEPT = frozenset({"HTTP_HOST", "HTTP_ACCEPT_LANGUAGE", "HTTP_X_FORWARDED_PROTO"})

_EVERY_ANSWER = {
    # An answer made shorter on its way could be told from others by its length.
    "Cache-Control": "no-store, no-transform",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}

# They would tell answers apart, or let a browser be recognised when it comes back.
_NEVER_ANSWERED = ("ETag", "Expires", "Last-Modified", "Vary")


class PrivatePages:
    """Takes out of the request what identifies the reader and gives every answer the same headers.

    Stands before every middleware that reads cookies or the language. Static files are answered before it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        forget_the_reader(request)
        response = self._get_response(request)
        response.cookies.clear()
        for name in _NEVER_ANSWERED:
            if name in response:
                del response[name]
        for name, value in _EVERY_ANSWER.items():
            response[name] = value
        return response


def forget_the_reader(request: HttpRequest) -> None:
    """Drop every request header but the few that the pages need, the network address, and any query string.

    No page takes anything from the address, so a query string can only be a trace to carry along.
    """
    for name in list(request.META):
        if name.startswith("REMOTE_") or (name.startswith("HTTP_") and name not in _HEADERS_KEPT):
            del request.META[name]
    request.META["QUERY_STRING"] = ""
