"""A few invented people for the families' website: one who may be shown, one who may not, two of one name."""

from __future__ import annotations

import hashlib

from antigone.bureau.disclosure.actions import publish_records
from antigone.bureau.ledger import Actor
from antigone.bureau.registry.actions import import_records
from antigone.bureau.registry.drafts import NameDraft, NameKind, ParsedRow, RecordDraft, RecordKind
from antigone.bureau.registry.values import ImportedFile, SourceDraft

REGISTRAR = Actor("registrar", "registrar")

FOUND = {"name": "Верещака Остап Данилович", "born": "12.03.1987"}
FOUND_BY_TWO_SOURCES = {"name": "Скоробогатько Мирон Лукич", "born": "19.08.1979"}
WITHHELD = {"name": "Гайдабура Юхим Савич", "born": "04.07.1991"}
UNKNOWN = {"name": "Цимбалистий Касьян Орестович", "born": "21.09.1990"}
TOO_VAGUE = {"name": "Коваленко"}

_MEMORIAL = (
    RecordDraft(
        RecordKind.DEAD,
        names=(
            NameDraft("Верещака Остап Данилович"),
            NameDraft("Vereshchaka Ostap", kind=NameKind.TRANSLITERATION),
        ),
        source_record_id="m-1",
        birth_date="1987-03-12",
        birthplace="Полтавська область, Лубни",
        occurred_date="2023-05-02",
        source_date="2024-01-31",
    ),
    RecordDraft(
        RecordKind.DEAD,
        names=(NameDraft("Скоробогатько Мирон Лукич"),),
        source_record_id="m-2",
        birth_date="1979-08-19",
        birthplace="Сумська область",
        occurred_date="2022-11/2023-02",
        source_date="2024-01-31",
    ),
    RecordDraft(
        RecordKind.DEAD,
        names=(NameDraft("Коваленко Іван Петрович"),),
        source_record_id="m-3",
        birth_date="1985",
        source_date="2024-01-31",
    ),
    RecordDraft(
        RecordKind.DEAD,
        names=(NameDraft("Коваленко Іван Петрович"),),
        source_record_id="m-4",
        birth_date="1996",
        source_date="2024-01-31",
    ),
)
_PARISH = (
    RecordDraft(
        RecordKind.DEAD,
        names=(NameDraft("Скоробогатько Мирон Лукич"),),
        source_record_id="p-1",
        birth_date="1979-08-19",
        occurred_date="2022",
        source_date="2024-06-15",
    ),
)
_CONFIDENCE = (
    RecordDraft(
        RecordKind.PRISONER,
        names=(NameDraft("Гайдабура Юхим Савич"),),
        source_record_id="c-1",
        birth_date="1991-07-04",
        source_date="2024-02-01",
    ),
)


def keep_people() -> None:
    """Import everybody and publish whom the rules let out."""
    for source, drafts in (
        (SourceDraft("Книга пам’яті міста Лубни", publication="open"), _MEMORIAL),
        (SourceDraft("Список громади", publication="open"), _PARISH),
        (SourceDraft("Дані під захистом"), _CONFIDENCE),
    ):
        import_records(
            source,
            [ParsedRow(number, draft) for number, draft in enumerate(drafts, 2)],
            file=ImportedFile("people.csv", hashlib.sha256(source.name.encode()).hexdigest(), "csv"),
            actor=REGISTRAR,
        )
    publish_records(actor=REGISTRAR)
