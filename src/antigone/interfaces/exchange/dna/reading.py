"""Reading any of the formats: told from the content, or named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from antigone.interfaces.exchange.dna.formats.codis import read_codis
from antigone.interfaces.exchange.dna.formats.familias import read_familias
from antigone.interfaces.exchange.dna.formats.frequency_files import (
    read_long_frequencies,
    read_strider,
    read_wide_frequencies,
)
from antigone.interfaces.exchange.dna.formats.headers import DELIMITERS, kind_and_delimiter
from antigone.interfaces.exchange.dna.formats.niem import NAMESPACE_PART, read_niem
from antigone.interfaces.exchange.dna.formats.ped import read_ped
from antigone.interfaces.exchange.dna.formats.profile_tables import read_long, read_smartrank, read_wide
from antigone.interfaces.exchange.dna.opening import DNA_LIMITS, NotThisFormat, Opened, opened
from antigone.interfaces.exchange.dna.values import DnaFile, DnaFormat
from antigone.interfaces.exchange.limits import Limits

_CMF: Final = (DnaFormat.CMF_32, DnaFormat.CMF_33)
_XML: Final = (*_CMF, DnaFormat.NIEM, DnaFormat.STRIDER)


def read_dna(
    path: str | Path,
    kind: DnaFormat | None = None,
    *,
    limits: Limits = DNA_LIMITS,
    progress: Callable[[int], None] = lambda _done: None,
) -> DnaFile:
    """Everything that a laboratory's file says, whatever program wrote it.

    What is wrong with one reading, person, family or locus is a `Finding` and costs no more than that; everything else
    of the file is there. `kind` None tells the format from the content; the two versions of CMF are told by the file.

    Raises:
        UnreadableFile: nothing of the file can be used; the sentence names file, line and cure.
    """
    with opened(Path(path), limits) as file:
        told, delimiter = _told(file)
        wanted = told if kind is None else kind
        if wanted is None:
            raise NotThisFormat(
                f"{file.name} is in no format that is known here; say which with --format: {', '.join(DnaFormat)}"
            )
        if (wanted in _XML) != file.is_xml:
            is_one = "is XML" if file.is_xml else "is no XML"
            raise NotThisFormat(f"{file.name} {is_one}, and {wanted} is {'' if wanted in _XML else 'not '}written so")
        return _read(file, wanted, delimiter if told is wanted else _likely_delimiter(file), progress)


def _read(file: Opened, kind: DnaFormat, delimiter: str, progress: Callable[[int], None]) -> DnaFile:
    if kind in _CMF:
        return read_codis(file, progress)
    if kind is DnaFormat.NIEM:
        return read_niem(file, progress)
    if kind is DnaFormat.STRIDER:
        return read_strider(file, progress)
    if kind is DnaFormat.FAMILIAS:
        return read_familias(file, progress)
    if kind is DnaFormat.PED:
        return read_ped(file, progress)
    if kind is DnaFormat.SMARTRANK:
        return read_smartrank(file, delimiter, progress)
    if kind is DnaFormat.GENEMAPPER_WIDE:
        return read_wide(file, delimiter, progress)
    if kind is DnaFormat.FREQUENCIES_LONG:
        return read_long_frequencies(file, delimiter, progress)
    if kind is DnaFormat.FREQUENCIES_WIDE:
        return read_wide_frequencies(file, delimiter, progress)
    return read_long(file, delimiter, kind, progress)


def _told(file: Opened) -> tuple[DnaFormat | None, str]:
    """What the content says that it is, and the delimiter of a table."""
    head = file.head
    if file.is_xml:
        if NAMESPACE_PART in head:
            return DnaFormat.NIEM, ""
        if "CODIS" in head:
            return DnaFormat.CMF_33, ""
        if "<frequencies" in head or "<marker" in head:
            return DnaFormat.STRIDER, ""
        return None, ""
    first = next((line.strip() for line in head.splitlines() if line.strip()), "")
    if "Output from Familias" in first:
        return DnaFormat.FAMILIAS, ""
    table = kind_and_delimiter(head)
    if table is not None:
        return table
    return (DnaFormat.PED, "") if file.path.suffix.lower() == ".ped" else (None, "")


def _likely_delimiter(file: Opened) -> str:
    first = next((line for line in file.head.splitlines() if line.strip()), "")
    return max(DELIMITERS, key=first.count)
