"""Traits that fall into classes, looked up: what the lines of classes and of colours share.

Each record's statement becomes one small number (how it came about, what it says); each line keeps a table of log10 LR
for every two numbers, computed from its parameters. To weigh a pair is to look it up.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.linkage.lines import Floats, Rows
from antigone.evidence.linkage.particulars import Columns, Particulars, as_columns
from antigone.evidence.traits.columns import Codes, Described, described
from antigone.evidence.traits.ratios import class_ratios
from antigone.evidence.traits.values import Traits
from antigone.evidence.weight import Weight
from antigone.evidence.wording import Phrase, code_word, phrase, term

ROW = np.zeros(1, dtype=np.int64)
_BUILD_WORDS = {
    "slim": term("build", "slim"),
    "medium": term("build", "of medium build"),
    "sturdy": term("build", "sturdy"),
    "heavy": term("build", "heavy"),
}
#: Lines whose statements are letters and signs, the same in every language.
_SIGNS = ("blood group",)


def looked_up(table: Floats, left: Codes, right: Codes, left_rows: Rows, right_rows: Rows) -> Floats:
    width = table.shape[1]
    at = left[left_rows].astype(np.int32) * width + right[right_rows]
    return np.asarray(table.ravel()[at])


def channel_table(truth: Floats, channels: Sequence[Floats]) -> Floats:
    """log10 LR over [1 + channel * statements + statement] on both sides; row and column 0 are silence."""
    statements = channels[0].shape[1]
    size = 1 + len(channels) * statements
    table = np.zeros((size, size))
    for i, left in enumerate(channels):
        for j, right in enumerate(channels):
            rows = slice(1 + i * statements, 1 + (i + 1) * statements)
            columns = slice(1 + j * statements, 1 + (j + 1) * statements)
            table[rows, columns] = np.log10(class_ratios(truth, left, right))
    table.setflags(write=False)
    return table


def mixed(error: float, truth: Floats) -> Floats:
    """A source that says the truth, or with chance `error` draws from the population."""
    return np.asarray((1 - error) * np.eye(len(truth)) + error * truth[None, :])


def codes(seen: Described, statements: Sequence[str], said: Callable[[Traits], str]) -> Codes:
    number = {code: at for at, code in enumerate(statements)}
    code = seen.codes(lambda traits: number.get(said(traits), -1))
    return np.where(code < 0, 0, 1 + seen.channel * len(statements) + code).astype(np.int16)


def said_by_both(
    left: Columns, right: Columns, statements: Sequence[str], said: Callable[[Traits], str]
) -> NDArray[np.int64]:
    """What the records of both lists say, as numbers of the statements; -1 for anything else."""
    number = {code: at for at, code in enumerate(statements)}
    return np.concatenate(
        [described(side).codes(lambda traits: number.get(said(traits), -1)) for side in (left, right)]
    )


def explained(line: Any, name: str, left: Particulars, right: Particulars, one: str, two: str) -> Weight:
    a, b = line.encode(as_columns([left])), line.encode(as_columns([right]))
    weight = float(line.weigh(a, b, ROW, ROW)[0])
    line = code_word("line", name)
    if not a[0] or not b[0]:
        return Weight(name, weight, phrase("{line} not said on one side", line=line))
    left_says, right_says = _statement(name, one), _statement(name, two)
    if one == two:
        return Weight(name, weight, phrase("{line}: both say {one}", line=line, one=left_says))
    if weight > 0:
        reason = phrase("{line}: {one} and {two}, which can be one", line=line, one=left_says, two=right_says)
    elif name == "eyes":
        reason = phrase("eyes differ: {one} and {two}", one=left_says, two=right_says)
    else:
        reason = phrase("{line} differs: {one} and {two}", line=line, one=left_says, two=right_says)
    return Weight(name, weight, reason)


def _statement(line: str, code: str) -> str:
    """What one side says in a line of classes, such as a colour."""
    if line in _SIGNS:
        return code
    said: Phrase | None = _BUILD_WORDS.get(code)
    return code_word(line, code) if said is None else said
