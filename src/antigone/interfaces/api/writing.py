"""Partners bring PFIF; a registrar looks at it before it goes into the registry.

The answer is the status document of the People Finder Data API: how many records were read, how many are kept, and for
each other one why not.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from antigone.bureau.disclosure.partners import Admitted, Scope
from antigone.interfaces.api.arrivals import MOST_BYTES, Arrival, NoRoom, TooMany, sorted_out
from antigone.interfaces.api.keys import for_partners, key_of
from antigone.interfaces.api.problems import problem
from antigone.interfaces.exchange.errors import NotReadNow, UnreadableFile
from antigone.interfaces.exchange.pfif import NEWEST, read_stream
from antigone.interfaces.exchange.pfif.writing import escaped

_STATUS = "http://zesty.ca/pfif/1.4/status"


@for_partners(Scope.WRITE, "POST")
def write(request: HttpRequest, partner: Admitted) -> HttpResponse:
    """Take up to a hundred records of the partner's own domain."""
    # Not `request.body`, whose bound is the families' forms'.
    body = request.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        return problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"send at most {MOST_BYTES:,} bytes at once")
    try:
        arrival = sorted_out(read_stream("the document", io.BytesIO(body)), partner.domain)
        arrival.keep(key_of(request))
    except TooMany as trouble:
        return problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, str(trouble))
    except NotReadNow as trouble:
        return problem(HTTPStatus.SERVICE_UNAVAILABLE, str(trouble), Retry_After="60")
    except UnreadableFile as trouble:
        return problem(HTTPStatus.BAD_REQUEST, str(trouble))
    except NoRoom as trouble:
        return problem(HTTPStatus.SERVICE_UNAVAILABLE, str(trouble), Retry_After="86400")
    response = HttpResponse(_status(arrival).encode(), content_type="application/xml; charset=utf-8")
    response["Cache-Control"] = "no-store"
    return response


def _status(arrival: Arrival) -> str:
    persons, notes, inside = arrival.persons, arrival.notes, arrival.notes_inside
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<status:status xmlns:status="{_STATUS}" xmlns:pfif="{NEWEST.namespace}">\n'
        f"{_of_type('person', persons.parsed, len(persons.kept), persons.skipped)}"
        f"{_of_type('note', notes.parsed + inside, len(notes.kept) + inside, notes.skipped)}"
        "</status:status>\n"
    )


def _of_type(kind: str, parsed: int, written: int, skipped: Sequence[tuple[str, str]]) -> str:
    lines = "".join(
        f"    <status:skipped>\n      <pfif:{kind}_record_id>{escaped(identifier)}</pfif:{kind}_record_id>\n"
        f"      <status:error>{escaped(why)}</status:error>\n    </status:skipped>\n"
        for identifier, why in skipped
    )
    return (
        f"  <status:write>\n    <status:record_type>pfif:{kind}</status:record_type>\n"
        f"    <status:parsed>{parsed}</status:parsed>\n    <status:written>{written}</status:written>\n"
        f"{lines}  </status:write>\n"
    )
