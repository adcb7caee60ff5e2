"""Why a file or a mapping cannot be used. The text of each error is one sentence for the person who sent it.

Anything wrong with a single row is a `RejectedRow`, not an error: an error means that nothing of the file
may be kept, also when it comes after rows were already read.
"""

from __future__ import annotations


class UnreadableFile(Exception):
    """The file cannot be imported; `str(error)` names the file, the line where there is one, and the cure."""


class FileMissing(UnreadableFile):
    """No such file, not an ordinary file, or no permission to read it."""


class FileTooLarge(UnreadableFile):
    """The file, or what is packed inside it, is above a limit."""


class EmptyTable(UnreadableFile):
    """There is nothing in the file, or nothing below its header."""


class NotReadNow(UnreadableFile):
    """Nothing is wrong with the file; the sandbox that reads it does not run."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} is not read now, because the sandbox for foreign files does not run here; "
            "try again, and if it stays so ask whoever runs Antigone to look at «antigone doctor»"
        )


class WrongFormat(UnreadableFile):
    """The file is not a table that can be read: a picture, a web page, an old workbook, an archive, noise."""


class UndecodableText(UnreadableFile):
    """The bytes are not text in one known encoding."""


class BrokenTable(UnreadableFile):
    """The structure is damaged: a quotation mark never closed, a NUL byte, a workbook cut off."""


class TooManyColumns(UnreadableFile):
    """More columns, or a longer line, than any list of people has."""


class NamesNobody(UnreadableFile):
    """The rows speak of events or counts, not of people."""


class MappingNeeded(UnreadableFile):
    """The columns could be read in more than one way; a mapping file or a kind must say which."""


class MappingInvalid(UnreadableFile):
    """The mapping file is wrong, or does not fit the table; names its line."""
