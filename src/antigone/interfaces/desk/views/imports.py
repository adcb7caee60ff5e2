"""Imports: what came of each, its rejected rows, and taking it back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from django.contrib import messages
from django.db import OperationalError
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from psycopg.errors import QueryCanceled

from antigone.bureau.disclosure.actions import publish_what_may_be
from antigone.bureau.disclosure.queries import published_of_batch
from antigone.bureau.registry.actions import undo_batch
from antigone.bureau.registry.cards import BatchCard, batch_card, record_of_act, rejected_rows, undo_forecast
from antigone.bureau.registry.drafts import RejectedRow
from antigone.bureau.registry.queries import batch_summaries
from antigone.bureau.registry.values import BatchAlreadyUndone, LaterBatchStands, RecordIsHeld, UnknownBatch
from antigone.interfaces.desk.pages import StaffRequest, accepts, page
from antigone.interfaces.desk.registrars import importing
from antigone.interfaces.exchange import safe_cell

_LISTED = 200
_ROWS_A_PAGE = 100


@accepts("GET", "HEAD")
def import_list(request: StaffRequest) -> HttpResponse:
    """The newest imports first; to who may import, the files that are still in hand too."""
    in_hand = []
    if request.visitor.may("desk:incoming"):
        importing.sweep()
        in_hand = [(upload, importing.is_running(upload.number)) for upload in importing.in_hand()]
    return page(request, "imports", batches=batch_summaries(_LISTED), most=_LISTED, in_hand=in_hand)


@accepts("GET", "HEAD")
def import_page(request: StaffRequest, batch_id: int) -> HttpResponse:
    """One import, its mapping, and its rejected rows page by page."""
    card = _import_card(batch_id)
    last = max(1, -(-card.summary.rejected // _ROWS_A_PAGE))
    number = min(_page_number(request), last)
    rows = rejected_rows(batch_id, start=(number - 1) * _ROWS_A_PAGE, limit=_ROWS_A_PAGE)
    return page(request, "import", card=card, rows=rows, number=number, last=last)


@accepts("GET", "HEAD")
def rejected_csv(request: StaffRequest, batch_id: int) -> StreamingHttpResponse:
    """The rejected rows as a file that a spreadsheet program opens without taking a cell for a formula."""
    card = _import_card(batch_id)
    return StreamingHttpResponse(
        _csv_lines(rejected_rows(card.summary.batch_id)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="rejected-rows-of-import-{batch_id}.csv"'},
    )


@accepts("GET", "HEAD", "POST")
def undo(request: StaffRequest, batch_id: int) -> HttpResponse:
    """Take an import, or one act at the desk, back, after a page that says what will happen."""
    card = _card(batch_id)
    record = record_of_act(batch_id)
    if request.method != "POST":
        return page(
            request,
            "undo",
            card=card,
            record=record,
            forecast=undo_forecast(batch_id),
            published=published_of_batch(batch_id),
        )
    actor = request.visitor.actor(request.route)
    try:
        summary = undo_batch(batch_id, actor=actor)
    except BatchAlreadyUndone:
        messages.info(request, _("This import was undone before."))
    except LaterBatchStands:
        messages.error(request, _("A later import replaced records of this one. Please undo that one first."))
    except RecordIsHeld:
        messages.error(request, _("A record of this import stands in an identification. Take that back first."))
    except UnknownBatch:
        raise Http404 from None
    except OperationalError as error:
        if not isinstance(error.__cause__, QueryCanceled):
            raise
        messages.error(
            request,
            _("Too large to be undone from here; nothing was changed. On the machine: antigone undo %(number)s")
            % {"number": batch_id},
        )
    else:
        publish_what_may_be(actor=actor)
        if card.summary.act != "import":
            return _taken_back(request, record, restored=summary.restored)
        removed = ngettext("%(count)s record removed", "%(count)s records removed", summary.removed)
        restored = ngettext("%(count)s put back as it was", "%(count)s put back as they were", summary.restored)
        messages.success(
            request,
            _("The import is undone: %(removed)s, %(restored)s.")
            % {"removed": removed % {"count": summary.removed}, "restored": restored % {"count": summary.restored}},
        )
    if card.summary.act != "import":
        return redirect("desk:history", public_id=record) if record else redirect("desk:home")
    return redirect("desk:import", batch_id=batch_id)


def _taken_back(request: StaffRequest, record: str, *, restored: int) -> HttpResponse:
    if restored:
        messages.success(request, _("It is taken back: the record says again what it said before."))
        return redirect("desk:record", public_id=record)
    messages.success(request, _("It is taken back: the record that was entered is gone."))
    return redirect("desk:home")


def _card(batch_id: int) -> BatchCard:
    try:
        return batch_card(batch_id)
    except UnknownBatch:
        raise Http404 from None


def _import_card(batch_id: int) -> BatchCard:
    card = _card(batch_id)
    if card.summary.act != "import":
        raise Http404
    return card


def _page_number(request: StaffRequest) -> int:
    wanted = request.GET.get("page", "1")
    return max(1, int(wanted)) if wanted.isascii() and wanted.isdigit() and len(wanted) < 7 else 1


def _csv_lines(rows: Iterable[RejectedRow]) -> Iterator[str]:
    line = io.StringIO()
    writer = csv.writer(line, quoting=csv.QUOTE_ALL)
    yield "\ufeff"  # spreadsheet programs need the mark to see UTF-8
    for cells in (("line", "column", "value", "reason"), *_cells(rows)):
        writer.writerow(cells)
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def _cells(rows: Iterable[RejectedRow]) -> Iterator[tuple[str, str, str, str]]:
    for row in rows:
        yield str(row.line), safe_cell(row.column), safe_cell(row.value), safe_cell(row.reason)
