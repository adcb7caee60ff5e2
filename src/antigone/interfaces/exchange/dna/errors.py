"""Why a laboratory's file cannot be written, or a frequency table not be used as asked.

Reading raises `UnreadableFile` of the room above.
"""

from __future__ import annotations


class ExportRefused(Exception):
    """The file cannot be written as asked; the sentence says what is missing or in the way."""


class FrequenciesRefused(Exception):
    """A frequency table cannot be changed as asked; the sentence names table, locus and cure."""
