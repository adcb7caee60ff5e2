"""Every sentence that people read on a site, and its translations. Each site (a room of `interfaces`) has its own.

Reasons are built below the sites, in evidence, which knows English only: their templates (`antigone.evidence.wording`)
are translated in the room `reasons`.

``python -m antigone.interfaces.catalogue`` collects the sentences from templates and code, brings the translation
files up to date (new sentences come in empty, those that nobody uses go out) and compiles them. It needs no GNU
gettext.
"""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from antigone.evidence.coded_words import coded_words
from antigone.evidence.wording import REASON

INTERFACES = Path(__file__).parent
#: The room that says in other languages what evidence, and the bureau for it, says in English.
REASONS = "reasons"
_PHRASES = {"phrase": None, "phrases": (1, 2), "term": ((1, "c"), 2)}
#: The sentences themselves are English, so that English needs no translation file.
LANGUAGES = ("ru", "uk")

_KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
_PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|\{[a-z_]*\}|%[sd]")
# A fixed date: a catalogue changes when a sentence changes, not when somebody runs the command.
_EPOCH = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)

Key = tuple[str, str | None]
Sentence = tuple[str, str | tuple[str, ...], str | None]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that keeps a catalogue from being complete."""

    language: str
    sentence: str
    what: str

    def __str__(self) -> str:
        return f"{self.language}: {self.what}: «{self.sentence}»"


def rooms(interfaces: Path = INTERFACES) -> list[Path]:
    """The folders of the sites that speak to people."""
    folders = (path for path in sorted(interfaces.iterdir()) if path.is_dir())
    return [room for room in folders if (room / "locale").exists() or next(sentences(room), None)]


def file_of(room: Path, language: str) -> Path:
    """Where a room's translations into a language are kept."""
    return room / "locale" / language / "LC_MESSAGES" / "django.po"


def sentences(room: Path) -> Iterator[Sentence]:
    """Every translatable sentence of a room: the file's path in it, the sentence, its context.

    A sentence with a plural is a tuple of both forms.
    """
    for path in sorted(room.rglob("*")):
        if path.suffix == ".py":
            source = path.read_text(encoding="utf-8")
        elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
            # Inside a bracket Python's tokenizer does not mind how a template is indented.
            source = f"(\n{templatize(path.read_text(encoding='utf-8'), origin=str(path))}\n)"
        else:
            continue
        stream = io.BytesIO(source.encode())
        for _line, message, _comments, context in extract("python", stream, keywords=_KEYWORDS):
            yield path.relative_to(room).as_posix(), message, context
    if room.name == REASONS:
        yield from _of_reasons()


@cache
def _of_reasons() -> tuple[Sentence, ...]:
    """Every template of a reason, and every word of data that may stand in one."""
    found: list[Sentence] = []
    package = INTERFACES.parent
    for path in sorted([*(package / "evidence").rglob("*.py"), *(package / "bureau").rglob("*.py")]):
        source = path.read_bytes()
        if b"evidence.wording import" not in source:
            continue
        for _line, message, _comments, context in extract("python", io.BytesIO(source), keywords=_PHRASES):
            found.append((path.relative_to(package).as_posix(), message, context or REASON))
    found += [("evidence/coded_words.py", word, context) for context, word in coded_words()]
    return tuple(found)


def collected(room: Path) -> Catalog:
    """All sentences of a room in the order of their files, untranslated."""
    catalogue = Catalog(project="Antigone", creation_date=_EPOCH, charset="utf-8")
    for path, message, context in sentences(room):
        catalogue.add(message, locations=[(path, 0)], context=context)
    return catalogue


def stored(room: Path, language: str) -> Catalog:
    """A room's translation file; empty where there is none yet."""
    path = file_of(room, language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as stream:
        return read_po(stream, locale=language)


def update(room: Path, language: str) -> None:
    """Write a room's translation file anew: every sentence in use, with the translation it had."""
    old = stored(room, language)
    new = Catalog(
        locale=language,
        project="Antigone",
        version="1",
        msgid_bugs_address="Antigone",
        last_translator="Antigone",
        language_team="Antigone",
        creation_date=_EPOCH,
        revision_date=_EPOCH,
        charset="utf-8",
        fuzzy=False,
        header_comment="# Write as to the person who will read it. On the families' site this is a frightened mother.",
    )
    for message in collected(room):
        if not message.id:
            continue
        before = old.get(message.id, message.context)
        new.add(
            message.id,
            before.string if before else None,
            locations=message.locations,
            context=message.context,
            flags=before.flags if before else (),
        )
    path = file_of(room, language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        write_po(stream, new, width=100, include_lineno=False)


def compile_catalogue(room: Path, language: str) -> None:
    """Write the compiled file beside the translation file, for Django to read."""
    with file_of(room, language).with_suffix(".mo").open("wb") as stream:
        write_mo(stream, stored(room, language))


def faults(room: Path, language: str) -> list[Fault]:
    """What is missing, unsure, unused or broken in a room's translation file; empty when it is complete."""
    used = {_key(message): message for message in collected(room) if message.id}
    known = {_key(message): message for message in stored(room, language) if message.id}
    found = [Fault(language, key[0], "no translation") for key in used if not _translated(known.get(key))]
    found += [Fault(language, key[0], "no page uses it") for key in known if key not in used]
    found += [Fault(language, key[0], "marked as unsure (fuzzy)") for key in known if known[key].fuzzy]
    found += [
        Fault(language, key[0], "the placeholders differ")
        for key, message in known.items()
        if _translated(message) and not _same_placeholders(message)
    ]
    return found


def disagreements(all_rooms: Sequence[Path], language: str) -> list[Fault]:
    """Sentences that two rooms translate differently.

    Django keeps one translation of a sentence for all sites, so that one of the two would never be seen. Give one of
    them a context (``{% translate "Home" context "of a person" %}``, `pgettext`).
    """
    said: dict[Key, list[str]] = {}
    found = []
    for room in all_rooms:
        for message in stored(room, language):
            if not message.id or not _translated(message):
                continue
            if said.setdefault(_key(message), _forms(message.string)) != _forms(message.string):
                found.append(Fault(language, _key(message)[0], "two rooms translate it differently"))
    return found


def _forms(text: str | list[str] | tuple[str, ...] | None) -> list[str]:
    """The singular and plural forms of a sentence or of its translation."""
    return [text] if isinstance(text, str) else list(text or ())


def _key(message: Message) -> Key:
    return _forms(message.id)[0], message.context


def _translated(message: Message | None) -> bool:
    return message is not None and bool(message.string) and all(_forms(message.string))


def _same_placeholders(message: Message) -> bool:
    wanted = set(_PLACEHOLDER.findall(_forms(message.id)[-1]))
    return all(set(_PLACEHOLDER.findall(form)) == wanted for form in _forms(message.string))


def main() -> None:
    """Bring every translation file up to date, compile it, and say what is still to be written."""
    for language in LANGUAGES:
        for room in rooms():
            update(room, language)
            compile_catalogue(room, language)
            for fault in faults(room, language):
                print(room.name, fault)
        for fault in disagreements(rooms(), language):
            print(fault)


if __name__ == "__main__":
    main()
