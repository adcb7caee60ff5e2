"""Papers about one person, as signed PDF with its signature in one file."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from antigone.bureau.identification.deciding.values import UnknownIdentification, UnknownPair
from antigone.bureau.remains.values import UnknownNumber
from antigone.interfaces.desk.pages import StaffRequest, accepts
from antigone.interfaces.desk.remains.reading import packed, paper_languages
from antigone.interfaces.papers.remains import NotWritable
from antigone.interfaces.papers.remains.issuing import Issued
from antigone.interfaces.papers.remains.issuing_forms import (
    issue_capture_card,
    issue_certificate,
    issue_comparison_report,
    issue_death_notification,
    issue_death_of_identified,
    issue_packet_list,
    issue_summary,
)

_OF_RECORD = {"summary": issue_summary, "capture-card": issue_capture_card, "death": issue_death_notification}
_OF_IDENTIFICATION = {"certificate": issue_certificate, "death": issue_death_of_identified}


@accepts("POST")
def of_record(request: StaffRequest, public_id: UUID, paper: str) -> HttpResponse:
    """The summary of a record, a capture card, the notification of a death."""
    if paper not in _OF_RECORD:
        raise Http404
    return _issued(request, _OF_RECORD[paper], public_id, back=("desk:description", public_id))


@accepts("POST")
def of_pair(request: StaffRequest, sought: UUID, found: UUID) -> HttpResponse:
    """The comparison report of two records."""
    return _issued(request, issue_comparison_report, sought, found, back=("desk:pair", sought, found))


@accepts("POST")
def of_identification(request: StaffRequest, public_id: UUID, paper: str) -> HttpResponse:
    """The certificate of an identification, or the notification of the death."""
    if paper not in _OF_IDENTIFICATION:
        raise Http404
    return _issued(request, _OF_IDENTIFICATION[paper], public_id, back=("desk:identification", public_id))


@accepts("POST")
def of_packets(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """The sealed packets of a part."""
    return _issued(request, issue_packet_list, [public_id], back=("desk:remains-part", public_id))


def _issued(
    request: StaffRequest, issue: Callable[..., Issued], *about: object, back: tuple[str, *tuple[UUID, ...]]
) -> HttpResponse:
    try:
        made = issue(*about, paper_languages(), actor=request.visitor.actor(request.route))
    except (UnknownNumber, UnknownPair, UnknownIdentification):
        raise Http404 from None
    except NotWritable:
        messages.error(request, _("This paper cannot be written of this. Nothing was signed."))
        return redirect(back[0], *back[1:])
    return packed(made)
