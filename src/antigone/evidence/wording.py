"""Sentences that can be said in another language: English text that remembers how it was made.

A reason is built from a template and what fills it. `Phrase` is the English sentence, a plain `str` to everybody who
reads, compares, keeps or sends it; beside the text it holds the template and its arguments, so that whoever knows
other languages can say the same there::

    phrase("units differ: {one} and {two}", one="«72 омбр»", two="«93 омбр»")

An argument is a phrase again (it is translated), a `Figure` or a whole number, a `Day` (both written as the language
writes them), or any other text: a word of a record, a name. That is quoted as it stands and never translated.

Templates are found by their callers' names: the first argument of `phrase`, the first two of `phrases`, both of `term`
must be literals. Nothing here knows a language but English; `told` is given one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol, Self

#: The context of a message that is a reason or a part of one, and not a word by itself.
REASON: Final = "reason"
#: The argument that governs a plural.
COUNT: Final = "count"
_SLOT = re.compile(r"\{([a-z_]+)\}")
_DEEPEST: Final = 20

#: A phrase as JSON keeps it; see `Phrase.said`.
Said = dict[str, Any]


class Words(Protocol):
    """A language: its messages, as `gettext` has them, and how it writes numbers and dates."""

    def pgettext(self, context: str, message: str, /) -> str:
        """The message in this language."""
        ...

    def npgettext(self, context: str, one: str, many: str, n: int, /) -> str:
        """The form of the message that goes with the number."""
        ...

    def figure(self, english: str, /) -> str:
        """A number that English writes so: ``1,234.5``."""
        ...

    def day(self, edtf: str, /) -> str:
        """A date that EDTF writes so: ``1987-05~``."""
        ...


class NotAPhrase(ValueError):
    """What was kept is no phrase."""


class Figure(str):
    """A number as English writes it, ``1,234.5``."""

    __slots__ = ()


class Day(str):
    """A date as EDTF writes it, ``1987-05~``; in English it stands so."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class _Template:
    one: str
    many: str
    context: str
    arguments: Mapping[str, str | int]

    def told(self, words: Words | None) -> str:
        if self.many:
            count = self.arguments[COUNT]
            if not isinstance(count, int):
                raise NotAPhrase(f"what governs a plural is a whole number, not {count!r}")
            if words:
                template = words.npgettext(self.context, self.one, self.many, count)
            else:
                template = self.one if count == 1 else self.many
        else:
            template = words.pgettext(self.context, self.one) if words else self.one
        if not self.arguments:
            return template
        return _SLOT.sub(lambda slot: _argument(self.arguments[slot[1]], words), template)

    def said(self) -> Said:
        kept: Said = {"say": self.one}
        if self.many:
            kept["many"] = self.many
        if self.context != REASON:
            kept["as"] = self.context
        if self.arguments:
            kept["with"] = {name: _kept(value) for name, value in self.arguments.items()}
        return kept


@dataclass(frozen=True, slots=True)
class _Joined:
    items: tuple[str | int, ...]
    by: str

    def told(self, words: Words | None) -> str:
        return self.by.join(_argument(item, words) for item in self.items)

    def said(self) -> Said:
        return {"join": [_kept(item) for item in self.items], "by": self.by}


@dataclass(frozen=True, slots=True)
class _Sentence:
    of: str

    def told(self, words: Words | None) -> str:
        text = _argument(self.of, words)
        return text[:1].upper() + text[1:] + "."

    def said(self) -> Said:
        return {"sentence": _kept(self.of)}


_Form = _Template | _Joined | _Sentence


class Phrase(str):
    """An English text that can be said in other languages. Equal to its text, and hashed as it."""

    __slots__ = ("_form",)
    _form: _Form

    def __new__(cls, form: _Form) -> Self:
        made = super().__new__(cls, form.told(None))
        made._form = form
        return made

    def told(self, words: Words) -> str:
        """The same in another language."""
        return self._form.told(words)

    @property
    def said(self) -> Said:
        """How it was made, as JSON can keep it beside the text; `read_back` makes a phrase of it again.

        ``{"say": template, "many": its plural, "as": context, "with": arguments}``, each but the first only where
        there is one; or ``{"join": [...], "by": "; "}``; or ``{"sentence": ...}``. Of arguments a text is a quotation,
        a number a count, ``{"figure": "1,234.5"}`` a figure, ``{"day": "1987-05~"}`` a date, anything else a phrase.
        """
        return self._form.said()

    def __reduce__(self) -> tuple[Any, ...]:
        return Phrase, (self._form,)


def phrase(template: str, /, **arguments: str | int) -> Phrase:
    """A sentence, or a part of one.

    Args:
        template: English, with ``{name}`` for each argument; a literal.
        arguments: see the head of this module.
    """
    return Phrase(_Template(template, "", REASON, arguments))


def phrases(one: str, many: str, /, *, count: int, **arguments: str | int) -> Phrase:
    """The same with a number that governs it: `one` for a count of 1, else `many`; both are literals."""
    return Phrase(_Template(one, many, REASON, {COUNT: count, **arguments}))


def term(context: str, english: str, /) -> Phrase:
    """A word or two that mean something else elsewhere: ``term("hair", "grey")``; both are literals."""
    return Phrase(_Template(english, "", context, {}))


def code_word(context: str, code: str, /) -> Phrase:
    """A word that stands in data and not in the code, and is its own English; see `antigone.evidence.coded_words`."""
    return Phrase(_Template(code, "", context, {}))


def english(text: str, /) -> Phrase:
    """A text for which no language has words, so that what it is a part of is said in English; a phrase as it is."""
    return text if isinstance(text, Phrase) else code_word(REASON, text)


def joined(by: str, items: Iterable[str | int], /) -> Phrase:
    """Phrases, or texts that are not translated, one after the other."""
    return Phrase(_Joined(tuple(items), by))


def sentence(of: str, /) -> Phrase:
    """A phrase with a capital letter and a full stop."""
    return Phrase(_Sentence(of))


def figure(number: float, spec: str = ",.0f", /) -> Figure:
    """A number, written as `format` writes it with this specification."""
    return Figure(format(number, spec))


def stored(text: str) -> Said | None:
    """What to keep beside a text so that it can be said in other languages; None for a plain text."""
    return text.said if isinstance(text, Phrase) else None


def read_back(text: str, said: Said | None) -> str:
    """The phrase that was kept, or the plain text.

    The text is what was decided on: where what stands beside it does not say just that, in English, it does not count.
    """
    if not said:
        return text
    try:
        found = _read(said, _DEEPEST)
    except (NotAPhrase, KeyError, TypeError, AttributeError):
        return text
    return found if isinstance(found, Phrase) and found == text else text


def _argument(value: str | int, words: Words | None) -> str:
    if isinstance(value, Phrase):
        return value.told(words) if words else value
    if isinstance(value, Figure):
        return words.figure(value) if words else value
    if isinstance(value, Day):
        return words.day(value) if words else value
    if isinstance(value, int):
        return words.figure(str(value)) if words else str(value)
    return value


def _kept(value: str | int) -> Any:
    if isinstance(value, Phrase):
        return value.said
    if isinstance(value, Figure):
        return {"figure": str(value)}
    if isinstance(value, Day):
        return {"day": str(value)}
    return int(value) if isinstance(value, int) else str(value)


def _read(said: Any, deep: int) -> str | int:
    if isinstance(said, str | int):
        return said
    if not deep or not isinstance(said, dict):
        raise NotAPhrase("what was kept is no part of a phrase")
    if "figure" in said:
        return Figure(said["figure"])
    if "day" in said:
        return Day(said["day"])
    if "join" in said:
        return joined(str(said["by"]), [_read(item, deep - 1) for item in said["join"]])
    if "sentence" in said:
        return sentence(_text(_read(said["sentence"], deep - 1)))
    arguments = {str(name): _read(value, deep - 1) for name, value in said.get("with", {}).items()}
    return Phrase(_Template(str(said["say"]), str(said.get("many", "")), str(said.get("as", REASON)), arguments))


def _text(value: str | int) -> str:
    if not isinstance(value, str):
        raise NotAPhrase(f"{value!r} is no text")
    return value
