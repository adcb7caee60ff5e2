"""How drafts become records: staged by COPY, then sorted out by the database in sets.

A staged row is one of five: its identifier has a tombstone (rejected); it says what we already have (unchanged); the
same source has said something newer (stale); it replaces what the source said before (replaced, the former version
is kept with the batch); it is new (added). What we have already is also what an amendment at the desk corrected:
the same list sent once more brings the slip back no more.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields
from hashlib import blake2b
from itertools import islice
from typing import Any

from django.db import connection
from psycopg.types.json import Jsonb

from antigone.bureau.registry.drafts import ParsedRow, RecordDraft, RejectedRow, RowWarning
from antigone.bureau.registry.name_index import index_keys, index_words, near_numbers, script_of
from antigone.evidence import names
from antigone.evidence.dates import NotADate, UncertainDate

Progress = Callable[[int], None]

_CHUNK = 5_000
_LONGEST_IDENTIFIER = 300
_LONGEST_NAME = 400
_LONGEST_SORT_KEY = 120
#: Columns of a draft that are columns of `registry_record` under the same name.
_PLAIN = tuple(field.name for field in fields(RecordDraft) if field.name not in {"names", "original"})
_STAGED = (*_PLAIN, "original", "content_hash", "line")
_RECORD = (*_PLAIN, "original", "content_hash")
_NAME = ("value", "kind", "script", "sort_key", "keys", "words", "birth_from", "birth_to")
# PostgreSQL's text cannot hold NUL (0x00), and lone surrogates are not UTF-8.
_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(slots=True)
class StagedRows:
    """What `stage` put into the temporary tables, and what it could not."""

    rejections: list[RejectedRow] = field(default_factory=list)
    warnings: list[RowWarning] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class MergedCounts:
    added: int
    replaced: int
    unchanged: int
    stale: int


def keepable(text: str) -> str:
    """The text without what PostgreSQL cannot hold."""
    return _UNKEEPABLE.sub("", text)


def content_hash(draft: RecordDraft) -> str:
    """The same for two drafts that say the same (BLAKE2b, 16 bytes, over the canonical JSON)."""
    content = [
        [str(getattr(draft, name) or "") for name in _PLAIN],
        [(name.value, name.kind) for name in draft.names],
        sorted(draft.original.items()),
    ]
    return blake2b(json.dumps(content).encode(), digest_size=16).hexdigest()


def birth_years(draft: RecordDraft) -> tuple[int | None, int | None]:
    """First and last year of birth that a draft allows, from its birth date or from its age at the source's date."""
    if draft.birth_date:
        try:
            return UncertainDate.parse(draft.birth_date).years
        except NotADate:
            return None, None
    if draft.age_low is None and draft.age_high is None:
        return None, None
    try:
        first, last = UncertainDate.parse(draft.occurred_date or draft.source_date).years
    except NotADate:
        return None, None
    oldest = draft.age_high if draft.age_high is not None else 110
    youngest = draft.age_low if draft.age_low is not None else 0
    return max(first - oldest - 1, 1), max(last - youngest, 1)


def _second_row_rejection(row: ParsedRow, identifier: str, first_line: int) -> RejectedRow:
    return RejectedRow(
        row.line,
        "",
        identifier,
        f"line {first_line} already gave the record «{identifier}»; give each person one row",
    )


def _oversized(row: ParsedRow) -> RejectedRow | None:
    """A rejection when an identifier or a name is longer than any true one; an index could not hold it."""
    identifier = row.draft.source_record_id
    if len(identifier) > _LONGEST_IDENTIFIER:
        return RejectedRow(
            row.line,
            "",
            identifier,
            f"the record's identifier has {len(identifier)} characters; {_LONGEST_IDENTIFIER} at most",
        )
    for name in row.draft.names:
        if len(name.value) > _LONGEST_NAME:
            return RejectedRow(
                row.line,
                "",
                name.value,
                f"a name has {len(name.value)} characters; {_LONGEST_NAME} at most: is this a text?",
            )
    return None


def _chunks(rows: Iterable[ParsedRow | RejectedRow]) -> Iterator[list[ParsedRow | RejectedRow]]:
    iterator = iter(rows)
    while chunk := list(islice(iterator, _CHUNK)):
        yield chunk


def stage(rows: Iterable[ParsedRow | RejectedRow], *, progress: Progress | None = None) -> StagedRows:
    """Put drafts with their names and search keys into temporary tables of this transaction.

    `progress` is called with the number of rows read so far. Memory is bounded by a chunk, the identifiers of the
    file and its rejections.
    """
    staged = StagedRows()
    lines_of: dict[str, int] = {}
    words: set[str] = set()
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMP TABLE incoming ON COMMIT DROP AS SELECT {', '.join(_RECORD)}, 0 AS line"
            " FROM registry_record WITH NO DATA"
        )
        cursor.execute(
            "CREATE TEMP TABLE incoming_name ON COMMIT DROP AS"
            f" SELECT ''::text AS source_record_id, {', '.join(_NAME)} FROM registry_name WITH NO DATA"
        )
        seen = 0
        for chunk in _chunks(rows):
            drafts: list[ParsedRow] = []
            for row in chunk:
                if isinstance(row, RejectedRow):
                    staged.rejections.append(row)
                    continue
                if rejection := _oversized(row):
                    staged.rejections.append(rejection)
                    continue
                identifier = keepable(row.draft.source_record_id)
                if identifier in lines_of:
                    staged.rejections.append(_second_row_rejection(row, identifier, lines_of[identifier]))
                    continue
                lines_of[identifier] = row.line
                staged.warnings.extend(row.warnings)
                drafts.append(row)
            _copy_chunk(cursor.cursor, drafts, words)
            seen += len(chunk)
            if progress:
                progress(seen)
        cursor.execute("CREATE TEMP TABLE incoming_word (word text, near bigint[]) ON COMMIT DROP")
        with cursor.cursor.copy("COPY incoming_word (word, near) FROM STDIN") as copy:
            for word in words:
                copy.write_row((word, near_numbers(word)))
        cursor.execute("CREATE INDEX ON incoming (source_record_id)")
        cursor.execute("CREATE INDEX ON incoming_name (source_record_id)")
        cursor.execute("ANALYZE incoming")
        cursor.execute("ANALYZE incoming_name")
    return staged


def _copy_chunk(cursor: Any, rows: list[ParsedRow], words: set[str]) -> None:
    named: list[tuple[object, ...]] = []
    with cursor.copy(f"COPY incoming ({', '.join(_STAGED)}) FROM STDIN") as copy:
        for row in rows:
            draft = row.draft
            values: list[object] = []
            for column in _PLAIN:
                value = getattr(draft, column)
                values.append(keepable(str(value)) if value and isinstance(value, str) else value)
            original = {keepable(key): keepable(value) for key, value in draft.original.items()}
            copy.write_row((*values, Jsonb(original), content_hash(draft), row.line))
            first, last = birth_years(draft)
            identifier = keepable(draft.source_record_id)
            for name in draft.names:
                value = keepable(name.value)
                its_words = index_words(value)
                words |= its_words
                sort_key = names.sort_key(value)[:_LONGEST_SORT_KEY]
                filed = (sort_key, index_keys(value), sorted(its_words), first, last)
                named.append((identifier, value, str(name.kind), script_of(value), *filed))
    with cursor.copy(f"COPY incoming_name (source_record_id, {', '.join(_NAME)}) FROM STDIN") as copy:
        for entry in named:
            copy.write_row(entry)


def merge(source_id: int, batch_id: int) -> tuple[MergedCounts, list[RejectedRow]]:
    """Sort the staged rows out against what the source said before, and keep them. See the head of this file."""
    columns = ", ".join(_RECORD)
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM incoming i USING registry_tombstone t WHERE t.source_id = %s"
            " AND t.source_record_id = i.source_record_id RETURNING i.line, i.source_record_id, t.reason",
            [source_id],
        )
        rejections = [
            RejectedRow(line, "", identifier, f"this record was deleted and stays deleted: {reason}")
            for line, identifier, reason in cursor.fetchall()
        ]
        cursor.execute(
            "DELETE FROM incoming i USING registry_record r WHERE r.source_id = %s"
            " AND r.source_record_id = i.source_record_id AND i.content_hash IN (r.content_hash, r.corrected_hash)",
            [source_id],
        )
        unchanged = cursor.rowcount
        # ISO 8601 dates sort as text; a record without a date neither blocks nor is blocked.
        cursor.execute(
            "DELETE FROM incoming i USING registry_record r WHERE r.source_id = %s"
            " AND r.source_record_id = i.source_record_id AND i.source_date <> '' AND r.source_date > i.source_date",
            [source_id],
        )
        stale = cursor.rowcount
        replaced = _replace_known(cursor.cursor, source_id, batch_id, corrected="''")
        cursor.execute(
            f"INSERT INTO registry_record (source_id, batch_id, {columns})"
            f" SELECT %s, %s, {columns} FROM incoming ORDER BY line"
            " ON CONFLICT (source_id, source_record_id) DO NOTHING",
            [source_id, batch_id],
        )
        added = cursor.rowcount
        _keep_names(cursor.cursor, source_id)
    return MergedCounts(added, replaced, unchanged, stale), rejections


def correct(source_id: int, batch_id: int) -> None:
    """Let the one staged row replace what the source said under its identifier, older or newer, as a correction.

    The record remembers what it was received as; see the head of this file.
    """
    with connection.cursor() as cursor:
        received = "CASE WHEN r.corrected_hash <> '' THEN r.corrected_hash ELSE r.content_hash END"
        _replace_known(cursor.cursor, source_id, batch_id, corrected=received)
        _keep_names(cursor.cursor, source_id)


def _replace_known(cursor: Any, source_id: int, batch_id: int, *, corrected: str) -> int:
    """Replace records by staged rows of the same identifier and keep what they were. Gives their number.

    `corrected` is the SQL of the new `corrected_hash`, with the record as it was for ``r``.
    """
    cursor.execute(
        "INSERT INTO registry_replacedversion (batch_id, record_id, before)"
        " SELECT %s, r.id, jsonb_build_object('record', to_jsonb(r), 'names', coalesce("
        "   (SELECT jsonb_agg(to_jsonb(n) ORDER BY n.id) FROM registry_name n WHERE n.record_id = r.id), '[]'::jsonb))"
        " FROM registry_record r JOIN incoming i USING (source_record_id) WHERE r.source_id = %s",
        [batch_id, source_id],
    )
    replaced = int(cursor.rowcount)
    if replaced:
        cursor.execute(
            "DELETE FROM registry_name n USING registry_replacedversion v"
            " WHERE v.batch_id = %s AND n.record_id = v.record_id",
            [batch_id],
        )
        assignments = ", ".join(f"{column} = i.{column}" for column in _RECORD)
        cursor.execute(
            f"UPDATE registry_record r SET {assignments}, corrected_hash = {corrected}, batch_id = %s FROM incoming i"
            " WHERE r.source_id = %s AND r.source_record_id = i.source_record_id",
            [batch_id, source_id],
        )
    return replaced


def _keep_names(cursor: Any, source_id: int) -> None:
    """Give the staged names and words to the records that the staged rows became, and drop what was staged."""
    cursor.execute(
        f"INSERT INTO registry_name (record_id, {', '.join(_NAME)})"
        f" SELECT r.id, {', '.join('n.' + column for column in _NAME)} FROM incoming_name n"
        " JOIN registry_record r ON r.source_id = %s AND r.source_record_id = n.source_record_id"
        " JOIN incoming i ON i.source_record_id = n.source_record_id",
        [source_id],
    )
    cursor.execute(
        "INSERT INTO registry_nameword (word, near) SELECT word, near FROM incoming_word ON CONFLICT DO NOTHING"
    )
    cursor.execute("DROP TABLE incoming, incoming_name, incoming_word")


def restore_batch(batch_id: int) -> tuple[int, int]:
    """Take a batch's records back to what they were. Gives the numbers of removed and of restored records."""
    columns = ", ".join(_RECORD)
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM registry_name n USING registry_record r WHERE r.id = n.record_id AND r.batch_id = %s",
            [batch_id],
        )
        cursor.execute(
            f"UPDATE registry_record r SET ({columns}, batch_id, corrected_hash)"
            f" = (SELECT {columns}, batch_id, coalesce(corrected_hash, '')"
            " FROM jsonb_populate_record(NULL::registry_record, v.before->'record'))"
            " FROM registry_replacedversion v WHERE v.batch_id = %s AND v.record_id = r.id",
            [batch_id],
        )
        restored = cursor.rowcount
        former = ", ".join(f"former.{column}" for column in _NAME)
        cursor.execute(
            f"INSERT INTO registry_name (record_id, {', '.join(_NAME)}) SELECT v.record_id, {former}"
            " FROM registry_replacedversion v,"
            " jsonb_populate_recordset(NULL::registry_name, v.before->'names') AS former WHERE v.batch_id = %s"
            " ORDER BY former.id",
            [batch_id],
        )
        cursor.execute("DELETE FROM registry_replacedversion WHERE batch_id = %s", [batch_id])
        cursor.execute("DELETE FROM registry_record WHERE batch_id = %s", [batch_id])
        removed = cursor.rowcount
    return removed, restored
