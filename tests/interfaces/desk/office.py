"""The staff as the tests know it: one account a role, and a registry with a few invented people."""

from __future__ import annotations

from django.contrib.auth.models import User
from tests.interfaces.desk.factors import enrol

from antigone.bureau.disclosure.actions import publish_what_may_be
from antigone.bureau.ledger import Actor
from antigone.bureau.registry.actions import import_records, keep_source
from antigone.bureau.registry.drafts import (
    NameDraft,
    NameKind,
    ParsedRow,
    RecordDraft,
    RecordKind,
    RejectedRow,
    Sex,
)
from antigone.bureau.registry.values import ImportedFile, SourceDraft
from antigone.interfaces.desk.accounts import add_account
from antigone.interfaces.desk.permissions import Role

OPERATOR = Actor("root", "operator")
REGISTRAR = Actor("olena", "registrar")
PASSWORD = "тиха вода греблі рве 1"

#: Who works here; every test of rights goes through all of them.
STAFF = {
    "olena": Role.REGISTRAR,
    "taras": Role.CASE_WORKER,
    "lab": Role.LABORATORY,
    "keeper": Role.CUSTODIAN,
    "counts": Role.ANALYST,
    "watcher": Role.AUDITOR,
    "chief": Role.ADMINISTRATOR,
}
#: Signed in, but in no role.
STRANGER = "nobody"

MEMORIAL = SourceDraft(
    "Книга пам’яті міста Лубни",
    kind="authority",
    speaks_for="Лубенська громада",
    reliability="B",
    credibility=2,
    contact="архів, кімната 4",
    licence="CC BY 4.0",
    publication="open",
)
CONFIDENCE = SourceDraft("Список, переданий довірчо", kind="agency", reliability="A", credibility=3)
PRISONER_NAME = "Гайдабура Юхим Савич"
DEAD_NAME = "Верещака Остап Данилович"

_DEAD = (
    RecordDraft(
        RecordKind.DEAD,
        names=(NameDraft(DEAD_NAME), NameDraft("Vereshchaka Ostap", kind=NameKind.TRANSLITERATION)),
        source_record_id="m-1",
        sex=Sex.MALE,
        birth_date="1987-03-12",
        birthplace="Полтавська область, Лубни",
        rank="сержант",
        unit="45-та окрема рота",
        occurred_date="2023-05-02",
        occurred_place="Сумська область",
        source_date="2024-01-31",
        original={"ПІБ": "ВЕРЕЩАКА Остап Данилович", "дата народження": "12.03.1987", "звання": "сержант"},
    ),
    RecordDraft(
        RecordKind.DEAD,
        names=(NameDraft("Верещака Оксана Данилівна"),),
        source_record_id="m-2",
        sex=Sex.FEMALE,
        birth_date="1990~",
        source_date="2024-01-31",
        original={"ПІБ": "Верещака Оксана Данилівна"},
    ),
    RecordDraft(
        RecordKind.REMAINS,
        source_record_id="m-3",
        description="татуювання: якір на лівому передпліччі",
        occurred_place="Харківська область",
        occurred_date="2023-09",
        source_date="2024-01-31",
        original={"опис": "татуювання: якір на лівому передпліччі"},
    ),
)
_PRISONERS = (
    RecordDraft(
        RecordKind.PRISONER,
        names=(NameDraft(PRISONER_NAME),),
        source_record_id="c-1",
        birth_date="1991-07-04",
        father_name="Сава",
        mother_maiden_name="Тищенко",
        birthplace="Черкаси",
        nationality="Україна",
        rank="солдат",
        service_number="АВ-12071",
        source_date="2024-02-01",
        original={"name": PRISONER_NAME, "number": "АВ-12071"},
    ),
    RecordDraft(
        RecordKind.MISSING,
        names=(NameDraft("Верещака О. Д."),),
        source_record_id="c-2",
        birth_date="1987",
        last_seen_place="Суми",
        circumstances="не вийшов на зв’язок",
        source_date="2024-02-01",
        original={"name": "Верещака О. Д."},
    ),
)
_REJECTED = (
    RejectedRow(5, "дата народження", "31.02.1999", "31.02.1999 is not a date; write 1999-02 if the day is unknown"),
    RejectedRow(6, "ПІБ", '=HYPERLINK("x")', "this row names nobody"),
    *(RejectedRow(line, "", "", "this row names nobody") for line in range(7, 160)),
)


def fill_registry() -> None:
    """Two sources, two imports, records of every kind, rejected rows; what may be public is public."""
    keep_source(MEMORIAL, actor=REGISTRAR)
    keep_source(CONFIDENCE, actor=REGISTRAR)
    rows = [*(ParsedRow(line, draft) for line, draft in enumerate(_DEAD, 2)), *_REJECTED]
    mapping = {"yaml": "kind: dead\ncolumns:\n  ПІБ: name\n  дата народження: birth_date\n"}
    import_records(MEMORIAL, rows, file=ImportedFile("книга-2024-01.xlsx", "a1" * 32, "xlsx", mapping), actor=REGISTRAR)
    import_records(
        CONFIDENCE,
        [ParsedRow(line, draft) for line, draft in enumerate(_PRISONERS, 2)],
        file=ImportedFile("prisoners.csv", "b2" * 32, "csv"),
        actor=REGISTRAR,
    )
    publish_what_may_be(actor=REGISTRAR)


def open_accounts() -> None:
    """One account for each role, all with the same password and the same app for one-time codes, and one without a
    role."""
    for name, role in STAFF.items():
        add_account(name, role, password=PASSWORD, actor=OPERATOR)
    User.objects.create_user(STRANGER, password=PASSWORD)
    for name in (*STAFF, STRANGER):
        enrol(name)


def open_office() -> None:
    """The registry and the staff."""
    fill_registry()
    open_accounts()
