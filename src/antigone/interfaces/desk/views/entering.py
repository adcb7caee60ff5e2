"""Enter a record, amend a record, see what it was before. The form tells live what the treaty's minimum still lacks."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from antigone.bureau.disclosure.actions import publish_what_may_be
from antigone.bureau.registry.cards import RecordCard, record_card, source_card
from antigone.bureau.registry.drafts import RecordDraft, RecordKind
from antigone.bureau.registry.entering import (
    AlreadyKept,
    Basis,
    Buried,
    ChangedMeanwhile,
    NotASource,
    NothingChanged,
    NotKept,
    Version,
    amend_record,
    changes_between,
    enter_record,
    merged,
    own_source,
    versions,
)
from antigone.bureau.registry.queries import outside_sources
from antigone.bureau.registry.treaty import MINIMUM, TreatyItem, missing_items
from antigone.bureau.registry.values import SourceDraft, UnknownRecord, UnknownSource
from antigone.interfaces.desk.pages import StaffRequest, accepts, page, static_address
from antigone.interfaces.desk.registrars.record_form import (
    NAME_ROWS,
    AmendForm,
    EnterForm,
    RecordForm,
    initial_of,
    understood_of,
)
from antigone.interfaces.desk.registrars.record_words import (
    DATES,
    ChangeInWords,
    changes_in_words,
)

_ROWS_ADDED = 2


@accepts("GET", "HEAD")
def choose(request: StaffRequest) -> HttpResponse:
    """Whom the new record speaks of."""
    return page(request, "records/choose", kinds=[kind.value for kind in RecordKind])


@accepts("GET", "HEAD", "POST")
def enter(request: StaffRequest, kind: str) -> HttpResponse:
    """The form of a new record; and, when it is sent, the record."""
    record_kind = _kind(kind)
    sources = [(str(number), name) for number, name in outside_sources()]
    if request.method != "POST":
        wanted = request.GET.get("source", "")
        form = EnterForm(record_kind, sources=sources, initial={"source": wanted}, rows=NAME_ROWS)
        return _form_page(request, form)
    form = EnterForm(record_kind, request.POST, sources=sources, rows=_rows(request))
    if request.POST.get("do") != "keep" or not form.is_valid():
        return _form_page(request, form)
    actor = request.visitor.actor(request.route)
    try:
        entered = enter_record(form.draft(), source=_source(form), actor=actor)
    except AlreadyKept as kept:
        form.add_error("source_record_id", _("This source has a record of this number already."))
        return _form_page(request, form, standing=kept.public_id)
    except Buried:
        form.add_error(
            "source_record_id", _("The record of this number was deleted and stays deleted. Do not enter it again.")
        )
        return _form_page(request, form)
    except NotKept:
        form.add_error(None, _("A name or the number is longer than any true one. Is it a text?"))
        return _form_page(request, form)
    publish_what_may_be(actor=actor)
    messages.success(request, _("The record is kept."))
    return redirect("desk:record", public_id=entered)


@accepts("GET", "HEAD", "POST")
def amend(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """The form of a kept record. What it said before stays in its history."""
    card = _card(public_id)
    of_the_bureau = card.source.kind == "bureau"
    if request.method != "POST":
        initial = initial_of(card.said) | {"version": card.version, "kind": card.said.kind.value}
        rows = len(card.said.names) + 1
        return _form_page(
            request, AmendForm(card.said.kind, of_the_bureau=of_the_bureau, initial=initial, rows=rows), card
        )
    form = AmendForm(card.said.kind, request.POST, of_the_bureau=of_the_bureau, rows=_rows(request))
    if request.POST.get("do") != "keep" or not form.is_valid():
        return _form_page(request, form, card)
    actor = request.visitor.actor(request.route)
    try:
        amend_record(
            card.public_id,
            form.draft(),
            version=form.cleaned_data["version"],
            basis=Basis(form.cleaned_data["basis"]),
            reason=form.cleaned_data["reason"],
            actor=actor,
        )
    except NothingChanged:
        messages.info(request, _("The record says all this already; nothing was changed."))
    except ChangedMeanwhile:
        return _merge_page(request, form, public_id)
    except NotASource:
        form.add_error("basis", _("What the bureau itself knows is entered as a record of its own."))
        return _form_page(request, form, card)
    except NotKept:
        form.add_error(None, _("A name is longer than any true one. Is it a text?"))
        return _form_page(request, form, card)
    except UnknownRecord:
        raise Http404 from None
    else:
        publish_what_may_be(actor=actor)
        messages.success(request, _("The record is amended. What it said before stays in its history."))
    return redirect("desk:record", public_id=public_id)


@accepts("POST")
def check(request: StaffRequest, kind: str) -> HttpResponse:
    """What was understood of a form that is still being filled, and what the treaty's minimum lacks. Keeps nothing."""
    record_kind = _kind(request.POST.get("kind") or kind)
    form = RecordForm(record_kind, request.POST, rows=_rows(request))
    form.is_valid()
    return render(request, "desk/records/state.html", _state(form))


@accepts("GET", "HEAD")
def history(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Every version of a record: who, when, why, and what changed."""
    card = _card(public_id)
    told = [
        VersionInWords(version, changes_in_words(version.changes, version.said.kind))
        for version in versions(card.public_id)
    ]
    return page(request, "records/history", card=card, versions=told)


@dataclass(frozen=True, slots=True)
class VersionInWords:
    """One version for the page of the history."""

    version: Version
    changes: list[ChangeInWords]


@dataclass(frozen=True, slots=True)
class TreatyLine:
    """One item of the treaty's minimum, and whether the record holds it."""

    item: TreatyItem
    held: bool


def treaty_lines(draft: RecordDraft) -> list[TreatyLine]:
    """The treaty's minimum for a record of this kind, item by item."""
    lacking = set(missing_items(draft))
    return [TreatyLine(item, item not in lacking) for item in MINIMUM[draft.kind]]


def _state(form: RecordForm, said: RecordDraft | None = None) -> dict[str, object]:
    """What the margin of the form tells: of what was sent, or of a record as it stands."""
    draft = said or (form.draft() if form.is_bound else RecordDraft(form.of_kind))
    lines = treaty_lines(draft)
    wrong = {name: errors[0] for name, errors in form.errors.items() if name in DATES or name == "age"}
    understood = form.understood if form.is_bound else understood_of(draft)
    return {
        "kind": draft.kind.value,
        "lines": lines,
        "lacking": sum(not line.held for line in lines),
        "understood": understood,
        "wrong": wrong,
    }


def _form_page(
    request: StaffRequest, form: RecordForm, card: RecordCard | None = None, *, answer: int = 0, **more: object
) -> HttpResponse:
    """The form with what was understood of it. Looking on the way, or asking for more rows, is no mistake."""
    keeping = request.POST.get("do") == "keep"
    address = reverse("desk:amend", args=[card.public_id]) if card else reverse("desk:enter", args=[form.of_kind.value])
    errors = dict(form.errors) if form.is_bound else {}
    if form.is_bound and not keeping:
        for name in ("__all__", "basis", "reason"):
            form.errors.pop(name, None)
    context: dict[str, object] = {
        "form": form,
        "card": card,
        "address": address,
        "script": static_address("desk/record_form.js"),
        "of_the_bureau": card is not None and card.source.kind == "bureau",
        **_state(form, card.said if card is not None and not form.is_bound else None),
    }
    return page(request, "records/form", status=answer or (400 if keeping and errors else 200), **context | more)


def _merge_page(request: StaffRequest, form: AmendForm, public_id: UUID) -> HttpResponse:
    """Somebody else was first: what she changed is taken over where this person left it alone; where both changed the
    same field this person's word stays in the form with the other's beside it. Nothing is kept until it is sent again.
    """
    card = _card(public_id)
    told = versions(card.public_id)
    since = [one for one in told if one.version == form.cleaned_data["version"]]
    base = since[0].said if since else RecordDraft(card.said.kind)
    both = merged(base, form.draft(), card.said)
    initial = initial_of(both.draft) | {
        "version": card.version,
        "kind": both.draft.kind.value,
        "basis": form.cleaned_data["basis"],
        "reason": form.cleaned_data["reason"],
    }
    fresh = AmendForm(
        card.said.kind, of_the_bureau=card.source.kind == "bureau", initial=initial, rows=len(both.draft.names) + 1
    )
    return _form_page(
        request,
        fresh,
        card,
        **_state(fresh, both.draft),
        meanwhile=changes_in_words(changes_between(base, card.said), card.said.kind),
        contested=changes_in_words(both.contested, card.said.kind),
        newest=told[0],
        answer=409,
    )


def _source(form: EnterForm) -> SourceDraft:
    chosen = form.cleaned_data["source"]
    if not chosen:
        return own_source(settings.CONFIGURATION.bureau_name)
    try:
        return source_card(int(chosen)).kept
    except UnknownSource:
        raise Http404 from None


def _rows(request: StaffRequest) -> int:
    """How many rows of names were sent, and two more where they were asked for."""
    numbers = [name.removeprefix("name_") for name in request.POST if name.startswith("name_")]
    sent = max((int(one) + 1 for one in numbers if one.isascii() and one.isdigit() and len(one) < 3), default=1)
    return sent + (_ROWS_ADDED if request.POST.get("do") == "more" else 0)


def _kind(kind: str) -> RecordKind:
    try:
        return RecordKind(kind)
    except ValueError:
        raise Http404 from None


def _card(public_id: UUID) -> RecordCard:
    try:
        return record_card(public_id)
    except UnknownRecord:
        raise Http404 from None
