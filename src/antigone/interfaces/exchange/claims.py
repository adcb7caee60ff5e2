"""Claims in and out: JSON, CSV, a ledger of statements with several numbers each, and schema.org's ClaimReview."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from antigone.evidence.claims import FIELDS, Claim, Counted, NotAClaim, claim_document, claim_of, said_number
from antigone.interfaces.exchange.errors import (
    BrokenTable,
    EmptyTable,
    FileMissing,
    FileTooLarge,
    MappingNeeded,
    UndecodableText,
)

_MOST_BYTES = 64 * 1024 * 1024
_LISTS = frozenset({"includes", "excludes", "relayed_by", "unclear"})
_NUMBERS = frozenset({"low", "best", "high"})
_BETWEEN = " | "

#: Words in a statement's own description of itself -> its standing; the first that fits is taken.
_STANDINGS = (
    ("withdrawn", "withdrawn by its publisher"),
    ("documented by name", "documented by name"),
    ("statistical", "statistical estimate"),
    ("adversary", "of the other side"),
    ("own losses", "official, of its own side"),
    ("holder", "count of bodies or graves"),
    ("third-party", "third party's estimate"),
)
#: Words in what a statement says it counts -> what that is.
_COUNTED = (
    ("irreplaceable", Counted.IRREPLACEABLE_LOSSES),
    ("bodies held", Counted.BODIES_HELD),
)


def read_claims(path: Path) -> tuple[Claim, ...]:
    """Every claim of a file, in its order.

    A CSV file has a column a field (`evidence.claims.FIELDS`), lists divided by « | »; a column «value» may hold a
    number as said («more than 7,000»), from which low, best, high and qualifier are read. JSON is a list of such
    documents, or a ledger ``{"claims": [...]}`` whose statements carry ``killed``, ``wounded`` or ``count`` ranges.

    Raises:
        UnreadableFile: one sentence that names the file, the line or the claim, the field and the cure.
    """
    text = _text(path)
    if text.lstrip()[:1] in ("{", "["):
        return tuple(_from_json(path.name, text))
    return tuple(_from_rows(path.name, text))


def claims_as_csv(claims: Iterable[Claim]) -> str:
    """The claims as `read_claims` reads them back; a cell that a spreadsheet would run is made plain with «'»."""
    out = io.StringIO()
    writer = csv.DictWriter(out, FIELDS, lineterminator="\n")
    writer.writeheader()
    for claim in claims:
        writer.writerow({name: _cell(value) for name, value in claim_document(claim).items()})
    return out.getvalue()


def claims_as_json(claims: Iterable[Claim]) -> str:
    """The claims as a JSON list that `read_claims` reads back."""
    return json.dumps([claim_document(claim) for claim in claims], ensure_ascii=False, indent=1) + "\n"


#: Columns of the low, best and high of a claim, named as the UCDP's event data names them where it has such a column.
UCDP_COLUMNS = ("id", "source_office", "source_date", "side_a", "type", "date_start", "date_end", "low", "best", "high",
                "number_of_sources", "source_original")  # fmt: skip


def claims_as_ucdp(claims: Iterable[Claim]) -> str:
    """A table of low, best and high after the event data of the Uppsala Conflict Data Program.

    Three numbers are not what that program means by them: low and high are the claim's own ends, not those of several
    sources, and a claim without a best number has none here.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(UCDP_COLUMNS)
    for claim in claims:
        amount, quantity = claim.amount, claim.amount.quantity
        cells = (
            claim.key, claim.source.publisher or claim.source.url, claim.source.published, quantity.population.force,
            quantity.counted.value, quantity.period_from, claim.as_of, amount.least, amount.best, amount.most,
            1 + len(claim.source.relayed_by), claim.claimant,
        )  # fmt: skip
        writer.writerow([_plain(cell) if isinstance(cell, str) else cell for cell in cells])
    return out.getvalue()


def claim_review(claim: Claim, *, reviewer: str, page: str) -> dict[str, Any]:
    """The claim as a schema.org ClaimReview document. It has no field for numbers or ranges: they stand in words.

    Args:
        reviewer: the bureau's name.
        page: the address at which the bureau shows the claim.
    """
    appearance = {"@type": "CreativeWork", "url": claim.source.url, "datePublished": claim.source.published}
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": page,
        "author": {"@type": "Organization", "name": reviewer},
        "claimReviewed": _in_words(claim),
        "reviewRating": {"@type": "Rating", "alternateName": f"recorded as a statement {claim.standing.value}"},
        "itemReviewed": {
            "@type": "Claim",
            "author": {"@type": "Organization", "name": claim.claimant},
            "datePublished": claim.as_of,
            **({"appearance": appearance} if claim.source.url else {}),
        },
    }


def _in_words(claim: Claim) -> str:
    amount = claim.amount
    numbers = [f"{value:,}" for value in (amount.low, amount.best, amount.high) if value is not None]
    said = amount.as_said or " to ".join(dict.fromkeys(numbers))
    return f"{said}: {amount.quantity.in_words()}, as of {claim.as_of}"


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise FileTooLarge(f"{path.name} is larger than {_MOST_BYTES // 1024 // 1024} MiB")
        content = path.read_bytes()
    except OSError as trouble:
        raise FileMissing(f"{path} cannot be read: {trouble.strerror}") from trouble
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as trouble:
        line = content.count(b"\n", 0, trouble.start) + 1
        raise UndecodableText(f"{path.name}, line {line}: this is not UTF-8; save the table as UTF-8 text") from None


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return _plain(_BETWEEN.join(value))
    return _plain(value) if isinstance(value, str) else value


def _plain(text: str) -> str:
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r", "'") else text


def _from_rows(name: str, text: str) -> Iterator[Claim]:
    reader = csv.DictReader(io.StringIO(text), strict=True)
    columns = [column.strip() for column in reader.fieldnames or ()]
    if unknown := [column for column in columns if column not in (*FIELDS, "value")]:
        raise MappingNeeded(f"{name}, line 1: there is no field «{unknown[0]}»; fields are value, {', '.join(FIELDS)}")
    found = 0
    try:
        for row in reader:
            if None in row:
                raise BrokenTable(f"{name}, line {reader.line_num}: more cells than columns; check for unquoted commas")
            document = {key.strip(): _read_cell(key.strip(), value) for key, value in row.items() if value}
            try:
                yield claim_of(_with_value(document))
            except NotAClaim as trouble:
                raise BrokenTable(f"{name}, line {reader.line_num}: {trouble}") from None
            found += 1
    except csv.Error as trouble:
        raise BrokenTable(f"{name}, line {reader.line_num + 1}: {trouble}; check the quotation marks") from None
    if not found:
        raise EmptyTable(f"{name}: there is no claim in it")


def _read_cell(field: str, cell: str) -> Any:
    plain = cell[1:] if cell[:1] == "'" and cell[1:2] in ("=", "+", "-", "@", "\t", "\r", "'") else cell
    if field in _LISTS:
        return [part.strip() for part in plain.split("|") if part.strip()]
    if field in _NUMBERS:
        return int(plain) if plain.strip().isdecimal() else plain
    return plain


def _with_value(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document with its «value» read as a number that somebody said."""
    rest = {key: value for key, value in document.items() if key != "value"}
    if "value" not in document:
        return rest
    said = said_number(str(document["value"]))
    numbers = {"low": said.low, "best": said.best, "high": said.high}
    return {
        **{key: value for key, value in numbers.items() if value is not None},
        "qualifier": said.qualifier.value,
        "as_said": said.as_said,
        **rest,
    }


def _from_json(name: str, text: str) -> Iterator[Claim]:
    try:
        content = json.loads(text)
    except json.JSONDecodeError as trouble:
        raise BrokenTable(f"{name}, line {trouble.lineno}: this is not JSON; check the brackets and commas") from None
    except RecursionError:
        raise BrokenTable(f"{name}: this JSON is nested too deeply to be claims") from None
    entries = content.get("claims") if isinstance(content, dict) else content
    if not isinstance(entries, list) or not entries:
        raise EmptyTable(f"{name}: there is no claim in it")
    for place, entry in enumerate(entries, 1):
        if not isinstance(entry, dict):
            raise BrokenTable(f"{name}, claim {place}: this is no claim but {str(entry)[:40]!r}")
        documents = _of_statement(entry) if "id" in entry else [_with_value(entry)]
        for document in documents:
            try:
                yield claim_of(document)
            except NotAClaim as trouble:
                raise BrokenTable(
                    f"{name}, claim {place} («{entry.get('id') or entry.get('key')}»): {trouble}"
                ) from None


def _of_statement(entry: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The claims of one statement of a ledger: one a number, the second and third named after the first."""
    said_counts = str(entry.get("counts", ""))
    numbers = [(what, entry[what]) for what in ("killed", "wounded", "count") if entry.get(what)]
    main = str(entry["id"])
    for place, (what, ends) in enumerate(numbers):
        counted = _what_is_counted(what, said_counts, str(entry.get("about", "")))
        yield {
            "key": main if not place else f"{main}/{what}",
            "speaker": str(entry.get("speaker", "")),
            "force": str(entry.get("about", "")).partition(":")[0].strip(),
            "as_of": str(entry.get("as_of", "")),
            "standing": _standing(str(entry.get("status", "")), counted),
            "counted": counted.value,
            "tally": "stock" if counted is Counted.BODIES_HELD else "cumulative",
            "as_said": _BETWEEN.join(filter(None, [str(entry.get("approx", "")), said_counts])),
            "method": str(entry.get("method", "")),
            "url": str(entry.get("url", "")),
            "part_of": str(entry.get("part_of", "")),
            "unclear": list(entry.get("unclear", [])),
            "territory": _territory(str(entry.get("about", "")), counted),
            **_numbers(ends, entry, first=not place),
        }


def _numbers(ends: Any, entry: Mapping[str, Any], *, first: bool) -> dict[str, Any]:
    low, high = ends if isinstance(ends, list) and len(ends) == 2 else (ends, ends)
    best = entry.get("best") if first else None
    approx = str(entry.get("approx", "")).casefold()
    if low is not None and low == high:
        qualifier = "about" if approx.startswith("about") else "exactly"
        return {"best": low, "qualifier": qualifier}
    kept = {key: value for key, value in (("low", low), ("best", best), ("high", high)) if value is not None}
    if low is not None and high is None:
        return {**kept, "qualifier": "more than" if approx.startswith("more") else "at least"}
    interval = (
        "95 % confidence" if entry.get("interval") == "95%" else "range as claimed" if low is not None else "none"
    )
    return {**kept, "interval": interval}


def _what_is_counted(what: str, said: str, about: str) -> Counted:
    if "excess" in about:
        return Counted.EXCESS_DEATHS
    if what == "wounded":
        return Counted.WOUNDED
    found = next((counted for words, counted in _COUNTED if words in said.casefold()), None)
    return found or (Counted.KILLED if what == "killed" else Counted.UNSAID)


def _standing(said: str, counted: Counted) -> str:
    lowered = said.casefold()
    found = next((standing for words, standing in _STANDINGS if words in lowered), "")
    return found or ("count of bodies or graves" if counted is Counted.BODIES_HELD else "third party's estimate")


def _territory(about: str, counted: Counted) -> str:
    if counted is not Counted.BODIES_HELD:
        return ""
    return about.partition(":")[2].strip() or about
