"""Which encoding the bytes of a table are in.

The whole file is looked at: a list may be plain ASCII for a thousand lines and then name somebody. UTF-8 proves
itself; UTF-16 shows by its mark or its zeros; single-byte Cyrillic is judged by its letters (see `cyrillic`);
what is left goes to charset-normalizer.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from charset_normalizer import from_bytes

from antigone.interfaces.exchange.errors import UndecodableText, WrongFormat
from antigone.interfaces.exchange.tables.cyrillic import likeliest_encoding, plausibility
from antigone.interfaces.exchange.tables.sources import reading

_SAMPLE = 64 * 1024
_LONGEST_JUDGED = 4096
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SPOKEN = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32": "UTF-32",
    "cp1251": "windows-1251",
    "koi8_u": "KOI8-U",
    "cp1125": "cp866 (DOS)",
    "cp1252": "windows-1252",
}
_CONTROLS = re.compile(rb"[\x01-\x08\x0e-\x19\x1b-\x1f\x7f]")
_SEQUENCES = re.compile(rb"[\xc2-\xf4][\x80-\xbf]+")
_HIGH_RUNS = re.compile(rb"[\x80-\xff]+")
_CAPITALS_INSIDE = re.compile(r"[а-яёіїєґ][А-ЯЁІЇЄҐ]{2}")
_SURE = 0.15
_AGREED = 0.5


@dataclass(frozen=True, slots=True)
class Encoding:
    """Python's `codec` for the file, and a remark where it was guessed with little to go by."""

    codec: str
    remark: str = ""

    @property
    def spoken(self) -> str:
        return _SPOKEN.get(self.codec, self.codec)


def detect_encoding(name: str, file: IO[bytes]) -> Encoding:
    """The encoding of the text in `file`.

    Raises:
        WrongFormat: it is no text at all.
        UndecodableText: it is in no known encoding, or in two.
    """
    head = reading(file).read(_SAMPLE)
    for mark, codec in _MARKS:
        if head.startswith(mark):
            _check_decodes(name, file, codec)
            return Encoding(codec)
    wide = _wide_codec(head)
    if wide:
        _check_decodes(name, file, wide)
        return Encoding(wide)
    if len(_CONTROLS.findall(head)) * 100 > len(head) + 100 or head.count(0) * 5 > len(head) + 10:
        first = _CONTROLS.search(head)
        line = head.count(b"\n", 0, first.start() if first else 0) + 1
        raise WrongFormat(
            f"{name}, line {line}: there are bytes here that no text has, so this is no table; "
            "send CSV, TSV, XLSX or JSON"
        )
    if _is_utf8(file):
        return Encoding("utf-8")
    return _single_byte(name, file)


def _wide_codec(head: bytes) -> str:
    """UTF-16 without its mark: one half of every pair of bytes is nearly always 0 or the Cyrillic or Arabic block."""
    if len(head) < 4 or b"\0" not in head:
        return ""
    even, odd = head[0::2], head[1::2]
    blocks = b"\x00\x04\x06"
    in_even = sum(even.count(bytes([b])) for b in blocks) / len(even)
    in_odd = sum(odd.count(bytes([b])) for b in blocks) / len(odd)
    if in_odd > 0.9 > in_even + 0.2 or (in_odd > 0.9 and even.count(0) == 0):
        codec = "utf-16-le"
    elif in_even > 0.9 > in_odd + 0.2 or (in_even > 0.9 and odd.count(0) == 0):
        codec = "utf-16-be"
    else:
        return ""
    text = head[: len(head) // 2 * 2].decode(codec, errors="replace")
    readable = sum(1 for character in text if character.isprintable() or character in "\r\n\t")
    return codec if readable > 0.95 * len(text) else ""


def _check_decodes(name: str, file: IO[bytes], codec: str) -> None:
    """Decodes the whole file, a piece at a time; names the line where that fails."""
    decoder = codecs.getincrementaldecoder(codec)(errors="strict")
    stream = reading(file)
    line = 1
    while True:
        piece = stream.read(1 << 18)
        try:
            text = decoder.decode(piece, final=not piece)
        except UnicodeDecodeError as error:
            try:
                before = piece[: error.start].decode(codec, errors="ignore")
            except UnicodeDecodeError:
                before = ""
            line += before.count("\n")
            raise UndecodableText(
                f"{name}, line {line}: these bytes are not {_SPOKEN.get(codec, codec)}, as the file's beginning says; "
                "the file is damaged or was cut off, ask for it again"
            ) from None
        line += text.count("\n")
        if not piece:
            return


def _is_utf8(file: IO[bytes]) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")(errors="strict")
    stream = reading(file)
    try:
        while piece := stream.read(1 << 20):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


@dataclass(slots=True)
class _Lines:
    """What a pass over all lines that are not ASCII found."""

    utf8: int = 0
    other: int = 0
    first_utf8: int = 0
    first_other: int = 0
    sample: bytes = b""


def _survey(file: IO[bytes]) -> _Lines:
    found = _Lines()
    kept: list[bytes] = []
    size = 0
    for number, line in enumerate(_bounded_lines(file), start=1):
        if line.isascii():
            continue
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            found.other += 1
            found.first_other = found.first_other or number
            if size < _SAMPLE:
                kept.append(line[:_LONGEST_JUDGED])
                size += len(kept[-1])
        else:
            if len(_SEQUENCES.findall(line)) >= 2:
                found.utf8 += 1
                found.first_utf8 = found.first_utf8 or number
    found.sample = b"\n".join(kept)
    return found


def _bounded_lines(file: IO[bytes]) -> Iterator[bytes]:
    stream = reading(file)
    while line := stream.readline(1 << 20):
        yield line


def _single_byte(name: str, file: IO[bytes]) -> Encoding:
    found = _survey(file)
    if found.utf8 and found.other:
        strange, usual = (
            (found.first_other, "not UTF-8, as other lines are")
            if found.utf8 >= found.other
            else (found.first_utf8, "UTF-8, as other lines are not")
        )
        raise UndecodableText(
            f"{name}, line {strange}: this line is {usual}, so names would be spoilt; save the whole file as UTF-8"
        )
    runs = _HIGH_RUNS.findall(found.sample)
    alone = sum(1 for run in runs if len(run) == 1)
    if alone * 10 > len(runs) * 7:
        return _western(name, found)
    codec, score = likeliest_encoding(found.sample)
    if score < _SURE:
        return _western(name, found)
    _check_one_alphabet(name, file, codec)
    _check_decodes(name, file, codec)
    return Encoding(codec)


def _western(name: str, found: _Lines) -> Encoding:
    """Neither Unicode nor Russian or Ukrainian."""
    guesses = from_bytes(found.sample, cp_isolation=["cp1250", "cp1252", "cp1254", "cp1256", "cp1257"])
    best = guesses.best()
    if best is None or best.percent_chaos > 10:
        raise UndecodableText(
            f"{name}, line {found.first_other}: the letters of this line are in no encoding that is known here; "
            "save the file as UTF-8"
        )
    # Among neighbours that make equally clean text, windows-1252 is by far the most written.
    western = next((guess for guess in guesses if guess.encoding == "cp1252"), best)
    codec = western.encoding if western.percent_chaos <= best.percent_chaos else best.encoding
    return Encoding(codec, f"the encoding {codec} was guessed from few letters; look at the names before you import")


def _check_one_alphabet(name: str, file: IO[bytes], codec: str) -> None:
    """Finds a line in the other Cyrillic encoding: it decodes, into capitals after small letters."""
    for number, line in enumerate(_bounded_lines(file), start=1):
        if line.isascii():
            continue
        text = line[:_LONGEST_JUDGED].decode(codec, errors="replace")
        if _CAPITALS_INSIDE.search(text) and plausibility(text) < 0:
            other, score = likeliest_encoding(line[:_LONGEST_JUDGED])
            if other != codec and score > _AGREED:
                raise UndecodableText(
                    f"{name}, line {number}: this line is in {_SPOKEN.get(other, other)} and the others are in "
                    f"{_SPOKEN.get(codec, codec)}; save the whole file as UTF-8"
                )
