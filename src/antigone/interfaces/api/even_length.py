"""Answers about one person, alike to someone who watches the line.

«Nobody», «withheld» and «too vague» are one answer already. Whoever sees only how long an encrypted answer is must not
learn either whether somebody was found, so that all answers of these operations, refusals too, fill the same length
together with their head. Blanks after a JSON document, or after an XML one, belong to it (RFC 8259, section 2; XML 1.0,
production 1): every reader takes them. A proxy in front must not compress these answers, nor pack their heads as HTTP/2
does, or the length speaks again.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from antigone.interfaces.website.even_answers import padded_length

#: Bytes of which an answer with its head has a multiple. Whoever is singled out fits once, with ten other names.
STEP = 8 * 1024
_ABOUT_ONE = ("/api/v1/persons", "/api/v1/enquiries", "/api/v1/records")
_FEEDS = "/partners/feeds/"


def is_about_one_person(request: HttpRequest) -> bool:
    """Whether the answer's length could tell something of one person, or of what a family or a partner brought."""
    return request.path.startswith(_ABOUT_ONE) or (
        request.path.startswith(_FEEDS) and "person_record_id" in request.GET
    )


def filled(response: HttpResponse) -> HttpResponse:
    """The answer with blanks behind it, so that it fills a multiple of `STEP` together with its head."""
    if "no-transform" not in response.get("Cache-Control", ""):
        response["Cache-Control"] = "no-store, no-transform"
    head = len(response.reason_phrase) + sum(len(f"{name}: {value}\r\n") for name, value in response.items())
    response.content = response.content.ljust(padded_length(head + len(response.content), STEP) - head)
    # Said before it is sent: nothing then hangs on how a server cuts it into pieces.
    response["Content-Length"] = str(len(response.content))
    return response
