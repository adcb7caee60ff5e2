"""A file goes in: upload, mapping, preview, import. Every step that reads the file is done by a process of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from antigone.bureau.registry.agreements import AgreementView, agreements_of
from antigone.bureau.registry.cards import batch_of_upload, source_card
from antigone.bureau.registry.drafts import NameDraft, NameKind, RecordKind
from antigone.bureau.registry.queries import outside_sources, source_named
from antigone.bureau.registry.values import SourceDraft, UnknownSource
from antigone.interfaces.desk.pages import StaffRequest, accepts, page, static_address
from antigone.interfaces.desk.registrars import importing
from antigone.interfaces.desk.registrars.importing import Asked, Stage, UnknownUpload, Upload
from antigone.interfaces.desk.registrars.importing.forms import MappingForm, UploadForm
from antigone.interfaces.desk.registrars.importing.handler import IncomingTable
from antigone.interfaces.desk.registrars.importing.uploads import now
from antigone.interfaces.desk.registrars.record_words import label_of, value_in_words
from antigone.interfaces.exchange import dump_mapping


@accepts("GET", "HEAD", "POST")
def new(request: StaffRequest) -> HttpResponse:
    """Send a file, and say whose it is."""
    importing.sweep()
    sources = [(str(number), name) for number, name in outside_sources()]
    if request.method != "POST":
        form = UploadForm(sources=sources, initial={"source": request.GET.get("source", "")})
        return page(request, "imports/new", form=form)
    form = UploadForm(request.POST, request.FILES, sources=sources)
    file = request.FILES.get("file")
    if getattr(request, "file_too_large", False):
        form.fields["file"].error_messages["required"] = _(
            "This file is larger than 128 MiB. Import it by the command line."
        )
    if not form.is_valid() or not isinstance(file, IncomingTable):
        if isinstance(file, IncomingTable):
            importing.drop(file.number)
        return page(request, "imports/new", form=form, status=400)
    actor = request.visitor.actor(request.route)
    upload = Upload(
        number=file.number,
        by=actor.name,
        role=actor.role,
        at=now(),
        file_name=file.name or "table",
        size=file.size or 0,
        sha256=file.sha256,
        source=_source(form),
        stage=Stage.READING,
    )
    importing.save(upload)
    return _work(upload, Stage.READING)


@accepts("GET", "HEAD", "POST")
def incoming(request: StaffRequest, number: UUID) -> HttpResponse:
    """A file in hand: what it waits for, or how far the work has come."""
    upload = _upload(number)
    if upload is None:
        return _gone(request, number)
    if importing.is_running(number):
        if request.POST.get("do") == "drop":
            return _dropped(request, upload)
        return page(request, "imports/working", **_progress(upload))
    if request.method != "POST":
        return _waiting_page(request, upload)
    do = request.POST.get("do")
    if do == "drop":
        return _dropped(request, upload)
    if do == "again" and upload.stage.is_work:
        return _work(upload, upload.stage)
    if do == "reread" and upload.reading:
        return _work(replace(upload, asked=_asked(request, upload)), Stage.READING)
    if do == "preview" and upload.reading:
        return _preview(request, upload)
    if do == "mapping" and upload.stage is Stage.PREVIEWED:
        importing.save(replace(upload, stage=Stage.MAPPING))
    if do == "import" and upload.stage is Stage.PREVIEWED:
        # Whoever imports is who answers for it, and not who brought the file.
        actor = request.visitor.actor(request.route)
        return _work(replace(upload, by=actor.name, role=actor.role), Stage.IMPORTING)
    return redirect("desk:incoming", number=number)


@accepts("GET", "HEAD")
def progress(request: StaffRequest, number: UUID) -> HttpResponse:
    """How far the work has come, as a piece of a page; status 204 when there is something new to see."""
    upload = _upload(number)
    if upload is None or not importing.is_running(number):
        return HttpResponse(status=204)
    return render(request, "desk/imports/progress.html", _progress(upload))


def _work(upload: Upload, stage: Stage) -> HttpResponse:
    importing.begin(upload, stage)
    importing.wait(upload.number)
    return redirect("desk:incoming", number=upload.number)


def _upload(number: UUID) -> Upload | None:
    try:
        return importing.load(number)
    except UnknownUpload:
        return None


def _gone(request: StaffRequest, number: UUID) -> HttpResponse:
    """A file that is no longer in hand was imported, or dropped."""
    batch = batch_of_upload(number)
    if batch is None:
        raise Http404
    messages.success(
        request, _("The file is imported. The file itself is deleted here; its rows stand in the records.")
    )
    return redirect("desk:import", batch_id=batch)


def _dropped(request: StaffRequest, upload: Upload) -> HttpResponse:
    importing.drop(upload.number)
    messages.info(request, _("The file is dropped. Nothing of it was kept."))
    return redirect("desk:imports")


def _progress(upload: Upload) -> dict[str, Any]:
    return {
        "upload": upload,
        "rows": importing.progress_of(upload.number),
        "of": upload.preview.get("rows", 0) if upload.stage is Stage.IMPORTING else 0,
        "script": static_address("desk/import_progress.js"),
    }


def _waiting_page(
    request: StaffRequest, upload: Upload, form: MappingForm | None = None, *, status: int = 200
) -> HttpResponse:
    """What waits for a person."""
    around: dict[str, Any] = {"upload": upload, "agreement": _agreement(upload.source), "status": status}
    if upload.stage.is_work:
        return page(request, "imports/interrupted", **around)
    if upload.stage is Stage.FAILED:
        return page(request, "imports/unreadable", **around)
    if upload.stage is Stage.PREVIEWED:
        return page(request, "imports/preview", first=_people(upload), **around)
    mapping = form or MappingForm(reading=upload.reading, as_of=upload.as_of)
    return page(request, "imports/mapping", form=mapping, **around)


def _preview(request: StaffRequest, upload: Upload) -> HttpResponse:
    form = MappingForm(request.POST, reading=upload.reading)
    if not form.is_valid():
        return _waiting_page(request, replace(upload, stage=Stage.MAPPING, problem=""), form, status=400)
    chosen = form.mapping()
    proposal = upload.reading["proposal"] | {
        "uses": {use.column: use.field.value for use in chosen.columns},
        "kind": chosen.kind.value,
        "day_order": form.cleaned_data["day_order"],
        "two_digit_years_from": chosen.two_digit_years_from,
    }
    kept = replace(
        upload,
        mapping=dump_mapping(chosen),
        as_of=form.cleaned_data["as_of"],
        reading=upload.reading | {"proposal": proposal},
    )
    return _work(kept, Stage.PREVIEWING)


def _asked(request: StaffRequest, upload: Upload) -> Asked:
    line = request.POST.get("header", "").strip()
    header = int(line) if line.isascii() and line.isdigit() and len(line) < 6 else None
    return Asked(sheet=request.POST.get("sheet", upload.asked.sheet)[:200], header=header)


def _people(upload: Upload) -> list[tuple[int, list[tuple[str, str]]]]:
    """The first people of the file as they would be kept: line, and what is said of each in words."""
    kind = RecordKind(upload.reading["proposal"]["kind"])
    people = []
    for row in upload.preview["first"]:
        said = dict(row["said"])
        names = tuple(NameDraft(value, NameKind(name_kind)) for value, name_kind in said.pop("names"))
        lines = [(label_of("names", kind), value_in_words("names", names))] if names else []
        lines += [(label_of(name, kind), value_in_words(name, value)) for name, value in said.items()]
        people.append((row["line"], lines))
    return people


def _agreement(source: SourceDraft) -> AgreementView | None:
    """The agreement with a source that is kept, where it does not allow anything today."""
    number = source_named(source.name)
    agreement = next(iter(agreements_of(number)), None) if number is not None else None
    return agreement if agreement is not None and not agreement.allows else None


def _source(form: UploadForm) -> SourceDraft:
    if form.cleaned_data["source"]:
        try:
            return source_card(int(form.cleaned_data["source"])).kept
        except UnknownSource:
            raise Http404 from None
    name = " ".join(str(form.cleaned_data["new_source"]).split())
    number = source_named(name)
    return (
        source_card(number).kept
        if number
        else SourceDraft(name, publication=form.cleaned_data["publication"] or "private")
    )
