"""What is done with a file in hand: reading its columns, previewing, importing. Each returns what is known after it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from itertools import islice
from typing import Any
from uuid import UUID

from antigone.bureau.disclosure.actions import publish_what_may_be
from antigone.bureau.ledger import Actor
from antigone.bureau.registry.actions import import_records, preview_import
from antigone.bureau.registry.cards import newest_mapping
from antigone.bureau.registry.drafts import ParsedRow, RecordDraft, RejectedRow, RowWarning
from antigone.bureau.registry.values import ImportedFile, ImportSummary, RegistryError, UploadAlreadyImported
from antigone.interfaces.desk.registrars.importing.uploads import (
    Stage,
    Upload,
    is_to_stop,
    load,
    remove,
    save,
    tell_progress,
)
from antigone.interfaces.exchange import (
    ColumnMapping,
    DayOrder,
    Field,
    MappingInvalid,
    MappingNeeded,
    NamesNobody,
    Table,
    UnreadableFile,
    open_table,
    parse_mapping,
    propose_mapping,
    read_drafts,
    uses_by_header,
)

#: Columns that the page of the mapping can show; a wider table goes in by the command line with a mapping file.
MOST_COLUMNS = 300
_SAMPLES, _SAMPLED_ROWS, _LONGEST_SAMPLE = 4, 300, 80
_FIRST_PEOPLE = 5
_SHOWN = 200
_TOLD_EVERY = 500


class _Stopped(Exception):
    """A person dropped the file."""


class TooWide(UnreadableFile):
    """More columns than the page of the mapping can show."""


def perform(number: UUID) -> None:
    """Do the work of the stage that a file is in, and keep what came of it. For whoever holds the file's lock."""
    upload = load(number)
    after: Upload | None
    works: Mapping[Stage, Callable[[Upload], Upload | None]] = {
        Stage.READING: _read,
        Stage.PREVIEWING: _preview,
        Stage.IMPORTING: _import,
    }
    try:
        after = works[upload.stage](upload)
    except (_Stopped, UploadAlreadyImported):
        after = None
    except (UnreadableFile, RegistryError) as problem:
        after = _went_wrong(upload, str(problem))
    except Exception:
        # Its text may name people; the page says that the fault is ours.
        after = _went_wrong(upload, "?")
    if after is None or is_to_stop(number):
        remove(number)
    else:
        save(after)


def _went_wrong(upload: Upload, problem: str) -> Upload:
    """Back to the mapping where there is one to change; else the file can only be dropped."""
    return replace(upload, stage=Stage.MAPPING if upload.reading else Stage.FAILED, problem=problem)


def _open(upload: Upload) -> Table:
    return open_table(upload.table, sheet=upload.asked.sheet or None, name=upload.file_name)


def _read(upload: Upload) -> Upload:
    with _open(upload) as table:
        header = table.header_line if upload.asked.header is None else (upload.asked.header or None)
        columns = table.columns_with(header)
        if len(columns) > MOST_COLUMNS:
            raise TooWide(
                f"{upload.file_name} has {len(columns)} columns, more than a page can show; "
                "import it by the command line with a mapping file"
            )
        rows = [cells for _line, cells in islice(table.rows(header), _SAMPLED_ROWS)]
        reading = {
            "format": str(table.format),
            "sheet": table.sheet,
            "header": header or 0,
            "title": [line[:200] for line in table.title[:5] if line],
            "notes": list(table.notes),
            "columns": [{"name": name, "samples": _samples(rows, at)} for at, name in enumerate(columns)],
            "proposal": asdict(_proposal(upload, table, columns, header)),
        }
    return replace(upload, stage=Stage.MAPPING, reading=reading, problem="")


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the page of the mapping begins with.

    `told_by` says where it is from: the ``last import`` of this source, the ``header``, or a ``guess`` of each column
    by itself, with `sentence` saying why the header does not suffice.
    """

    told_by: str
    sentence: str
    kind: str
    uses: dict[str, str]
    day_order: str
    two_digit_years_from: int | None
    constants: dict[str, str]
    id_columns: list[str]


def _proposal(upload: Upload, table: Table, columns: tuple[str, ...], header: int | None) -> Proposal:
    sentence = ""
    if (before := _as_last_time(upload, columns)) is not None:
        return _told(before, "last import")
    if header is not None and header == table.header_line:
        try:
            return _told(propose_mapping(table), "header")
        except (MappingNeeded, NamesNobody) as needed:
            sentence = str(needed)
    uses = {column: field.value for column, field in uses_by_header(columns).items()}
    return Proposal("guess", sentence, "", uses, DayOrder.UNKNOWN.value, None, {}, [])


def _as_last_time(upload: Upload, columns: tuple[str, ...]) -> ColumnMapping | None:
    """The mapping of the newest import of this source, if every column that it names is here too."""
    text = newest_mapping(upload.source.name)
    if not text:
        return None
    try:
        mapping = parse_mapping(text, upload.source.name)
    except MappingInvalid:
        return None
    named = {use.column for use in mapping.columns} | set(mapping.id_columns)
    return mapping if named <= set(columns) else None


def _told(mapping: ColumnMapping, told_by: str) -> Proposal:
    orders = {use.day_order for use in mapping.columns} - {DayOrder.UNKNOWN}
    return Proposal(
        told_by=told_by,
        sentence="",
        kind=mapping.kind.value,
        uses={use.column: use.field.value for use in mapping.columns},
        day_order=(orders.pop() if len(orders) == 1 else DayOrder.UNKNOWN).value,
        two_digit_years_from=mapping.two_digit_years_from,
        # The list's own date is another one every time.
        constants={what.value: value for what, value in mapping.constants if what is not Field.SOURCE_DATE},
        id_columns=list(mapping.id_columns),
    )


def _samples(rows: list[list[str]], at: int) -> list[str]:
    """A few different values of a column, shortened."""
    found: dict[str, None] = {}
    for cells in rows:
        value = " ".join(cells[at].split())[:_LONGEST_SAMPLE] if at < len(cells) else ""
        if value:
            found.setdefault(value)
        if len(found) == _SAMPLES:
            break
    return list(found)


def _preview(upload: Upload) -> Upload:
    with _open(upload) as table:
        mapping = parse_mapping(upload.mapping, upload.file_name)
        first: list[dict[str, Any]] = []
        rows = _watched(upload, read_drafts(table, mapping), first)
        summary = preview_import(upload.source, rows, file=_described(upload, table), actor=_actor(upload))
    return replace(upload, stage=Stage.PREVIEWED, preview=_told_of(summary) | {"first": first}, problem="")


def _import(upload: Upload) -> None:
    with _open(upload) as table:
        mapping = parse_mapping(upload.mapping, upload.file_name)
        rows = _watched(upload, read_drafts(table, mapping), [])
        import_records(upload.source, rows, file=_described(upload, table), actor=_actor(upload))
    publish_what_may_be(actor=_actor(upload))


def _watched(
    upload: Upload, rows: Iterable[ParsedRow | RejectedRow], first: list[dict[str, Any]]
) -> Iterator[ParsedRow | RejectedRow]:
    """The rows themselves. On the way their number is told, the first people noted, and a wish to stop heeded."""
    read = 0
    for read, row in enumerate(rows, 1):
        if read % _TOLD_EVERY == 0:
            tell_progress(upload.number, read)
            if is_to_stop(upload.number):
                raise _Stopped
        if len(first) < _FIRST_PEOPLE and isinstance(row, ParsedRow):
            first.append({"line": row.line, "said": _said(row.draft)})
        yield row
    tell_progress(upload.number, read)
    if is_to_stop(upload.number):
        raise _Stopped


def _said(draft: RecordDraft) -> dict[str, Any]:
    """What a draft says, without what it does not say, as the page shows it."""
    names = [[name.value, name.kind.value] for name in draft.names]
    texts = {
        field.name: str(value)
        for field in fields(draft)
        if field.name not in {"kind", "names", "original"} and (value := getattr(draft, field.name)) not in ("", None)
    }
    return {"names": names} | texts


def _described(upload: Upload, table: Table) -> ImportedFile:
    return ImportedFile(
        name=upload.file_name,
        sha256=upload.sha256,
        table_format=str(table.format),
        mapping={"yaml": upload.mapping},
        upload=str(upload.number),
    )


def _actor(upload: Upload) -> Actor:
    return Actor(upload.by, upload.role)


def _told_of(summary: ImportSummary) -> dict[str, Any]:
    return {
        "added": summary.added,
        "replaced": summary.replaced,
        "unchanged": summary.unchanged,
        "stale": summary.stale,
        "rejected": len(summary.rejections),
        "warned": len(summary.warnings),
        "rows": summary.rows,
        "rejections": _shown(summary.rejections),
        "warnings": _shown(summary.warnings),
    }


def _shown(rows: Iterable[RejectedRow | RowWarning]) -> list[dict[str, Any]]:
    return [asdict(row) for row in islice(rows, _SHOWN)]
