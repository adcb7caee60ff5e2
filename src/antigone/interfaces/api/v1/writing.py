"""Write: a family's enquiry, and records for a registrar. Each act has one effect, however often it is asked for."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Header, Router
from pydantic import BaseModel

from antigone.bureau.disclosure.partners import Scope, state_of_delivery
from antigone.bureau.disclosure.partners.once import AnotherRequest, Asked, KeyGone, StillAtWork, once
from antigone.bureau.enquiries import values
from antigone.bureau.enquiries.intake import leave_enquiry
from antigone.interfaces.api.arrivals import NoRoom, TooMany, sorted_out
from antigone.interfaces.api.keys import key_of
from antigone.interfaces.api.problems import Refused
from antigone.interfaces.api.v1 import shapes
from antigone.interfaces.api.v1.gate import JSON, behind, partner_of, told
from antigone.interfaces.exchange.pfif import Note, Person

router = Router()
RequestName = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[!-~]{8,200}$",
        description="The program's name for this one request, such as a random UUID; the same when it asks again.",
    ),
]


@router.post(
    "/enquiries",
    **behind(Scope.ENQUIRE),
    response={201: shapes.Receipt},
    operation_id="leave_enquiry",
    summary="Leave an enquiry for a family",
)
def leave(request: HttpRequest, enquiry: shapes.Enquiry, idempotency_key: RequestName) -> HttpResponse:
    """Keep what a family asks, as if it had asked on the website. Give the family its ten words and keep no copy: they
    alone open the enquiry's page. When this is answered, the enquiry is on the disk."""
    draft = values.EnquiryDraft(
        values.Sought(**enquiry.sought.model_dump() | {"names": tuple(enquiry.sought.names)}),
        relation=enquiry.relation,
        contact=values.Contact(**enquiry.contact.model_dump()),
        may_be_told=frozenset(enquiry.may_be_told),
        keep_record=enquiry.keep_record,
        language=enquiry.language,
        first_message=enquiry.message,
    )

    def act() -> shapes.Receipt:
        try:
            receipt = leave_enquiry(draft)
        except values.EnquiryRejected as trouble:
            raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, str(trouble)) from None
        return shapes.Receipt(receipt=receipt.text, language=receipt.language)

    return _done_once(request, idempotency_key, enquiry, act, HTTPStatus.CREATED)


@router.post(
    "/records",
    **behind(Scope.WRITE),
    response={202: shapes.Brought},
    operation_id="bring_records",
    summary="Bring records",
)
def bring(request: HttpRequest, records: shapes.Records, idempotency_key: RequestName) -> HttpResponse:
    """Records of the key's own domain, for a registrar to look at; a status in them is hearsay and nobody's death."""
    domain = partner_of(request).domain

    def act() -> shapes.Brought:
        try:
            arrival = sorted_out(_records(records), domain)
            delivery = arrival.keep(key_of(request))
        except TooMany as trouble:
            raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, str(trouble)) from None
        except NoRoom as trouble:
            raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, str(trouble), Retry_After="86400") from None
        return shapes.Brought(
            delivery=delivery,
            persons=len(arrival.persons.kept),
            notes=len(arrival.notes.kept) + arrival.notes_inside,
            skipped=[
                shapes.Skipped(id=identifier, why=why)
                for identifier, why in (*arrival.persons.skipped, *arrival.notes.skipped)
            ],
        )

    return _done_once(request, idempotency_key, records, act, HTTPStatus.ACCEPTED)


@router.get(
    "/records/{uuid:delivery}",
    **behind(Scope.WRITE),
    response=shapes.Delivery,
    operation_id="delivery",
    summary="What became of records",
)
def delivery(request: HttpRequest, delivery: UUID) -> HttpResponse:
    """Whether a registrar has taken the records in, dropped them, or not looked at them yet."""
    found = state_of_delivery(key_of(request), delivery)
    if found is None:
        raise Refused(HTTPStatus.NOT_FOUND, "this key brought nothing under this id")
    closed = "taken" if found.taken else "dropped"
    said = {
        "id": delivery,
        "state": closed if found.closed_on else "waiting",
        "records": found.records,
        "received_on": found.received_on,
        "closed_on": found.closed_on,
    }
    return told(shapes.Delivery.model_validate(said))


def _records(records: shapes.Records) -> Iterator[Person | Note]:
    for person in records.persons:
        fields = _said(person)
        own = {"person_record_id": person.person_record_id}
        yield Person(fields, tuple(Note(_said(note) | own) for note in person.notes))
    for note in records.notes:
        yield Note(_said(note))


def _said(record: shapes.PfifPerson | shapes.PfifNote) -> dict[str, str]:
    return {name: " ".join(text.split()) if name != "text" else text for name, text in _texts(record) if text.strip()}


def _texts(record: BaseModel) -> Iterator[tuple[str, str]]:
    return ((name, value) for name, value in record if isinstance(value, str))


def _done_once(
    request: HttpRequest, name: str, asked: BaseModel, act: Callable[[], BaseModel], status: HTTPStatus
) -> HttpResponse:
    content = f"{request.path}\0{json.dumps(asked.model_dump(mode='json'), sort_keys=True)}".encode()
    try:
        answer, again = once(Asked(key_of(request), name, content), lambda: act().model_dump_json().encode())
    except AnotherRequest as trouble:
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, str(trouble)) from None
    except StillAtWork as trouble:
        raise Refused(HTTPStatus.CONFLICT, str(trouble), Retry_After="1") from None
    except KeyGone:
        raise Refused(HTTPStatus.UNAUTHORIZED, "the key was taken back", WWW_Authenticate="Bearer") from None
    headers: dict[str, Any] = {"Idempotency-Replayed": "true"} if again else {}
    return HttpResponse(answer, status=status.value, content_type=JSON, headers=headers)
