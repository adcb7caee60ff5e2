"""Every sentence that a reader of the interfaces sees, and its translations.

``python -m antigone.interfaces.website.catalogue`` collects the sentences from templates and code and brings
the translation files up to date: new sentences come in empty, those that nobody uses go out. It needs no GNU
gettext. Compile with ``pybabel compile -d src/antigone/interfaces/website/locale -D django``.
"""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

INTERFACES = Path(__file__).parents[1]
LOCALE = Path(__file__).parent / "locale"
#: The sentences themselves are English, so that English needs no translation file.
LANGUAGES = ("ru", "uk")

_KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
_PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|\{[a-z_]*\}|%[sd]")
# A fixed date: a catalogue changes when a sentence changes, not when somebody runs the command.
_EPOCH = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)

Key = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that keeps a catalogue from being complete."""

    language: str
    sentence: str
    what: str

    def __str__(self) -> str:
        return f"{self.language}: {self.what}: «{self.sentence}»"


def sentences(root: Path = INTERFACES) -> Iterator[tuple[str, str | tuple[str, ...], str | None]]:
    """Every translatable sentence under `root`: the file's path relative to it, the sentence, its context.

    A sentence with a plural is a tuple of both forms.
    """
    for path in sorted(root.rglob("*")):
        if path.suffix == ".py":
            source = path.read_text(encoding="utf-8")
        elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
            # Inside a bracket Python's tokenizer does not mind how a template is indented.
            source = f"(\n{templatize(path.read_text(encoding='utf-8'), origin=str(path))}\n)"
        else:
            continue
        stream = io.BytesIO(source.encode())
        for _line, message, _comments, context in extract("python", stream, keywords=_KEYWORDS):
            yield path.relative_to(root).as_posix(), message, context


def collected(root: Path = INTERFACES) -> Catalog:
    """All sentences under `root` in the order of their files, untranslated."""
    catalogue = Catalog(project="Antigone", creation_date=_EPOCH, charset="utf-8")
    for path, message, context in sentences(root):
        catalogue.add(message, locations=[(path, 0)], context=context)
    return catalogue


def stored(language: str, locale: Path = LOCALE) -> Catalog:
    """A language's translation file; empty where there is none yet."""
    path = locale / language / "LC_MESSAGES" / "django.po"
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as stream:
        return read_po(stream, locale=language)


def update(language: str, root: Path = INTERFACES, locale: Path = LOCALE) -> Catalog:
    """Write a language's translation file anew: every sentence in use, with the translation it had."""
    old = stored(language, locale)
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
        header_comment="# Words for families. Write as to a frightened mother; treat both sides alike.",
    )
    for message in collected(root):
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
    path = locale / language / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        write_po(stream, new, width=100, include_lineno=False)
    return new


def faults(language: str, root: Path = INTERFACES, locale: Path = LOCALE) -> list[Fault]:
    """What is missing, unsure, unused or broken in a language's translation file; empty when it is complete."""
    used = {_key(message): message for message in collected(root) if message.id}
    known = {_key(message): message for message in stored(language, locale) if message.id}
    found = [Fault(language, key[0], "no translation") for key in used if not _translated(known.get(key))]
    found += [Fault(language, key[0], "no page uses it") for key in known if key not in used]
    found += [Fault(language, key[0], "marked as unsure (fuzzy)") for key in known if known[key].fuzzy]
    found += [
        Fault(language, key[0], "the placeholders differ")
        for key, message in known.items()
        if _translated(message) and not _same_placeholders(message)
    ]
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
    """Bring every translation file up to date and say what is still to be written."""
    for language in LANGUAGES:
        update(language)
        for fault in faults(language):
            print(fault)


if __name__ == "__main__":
    main()
