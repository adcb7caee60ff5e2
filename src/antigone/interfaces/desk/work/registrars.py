"""The numbers of whoever keeps the registry."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from antigone.bureau.photographs.faces.queries import count_to_choose_in, model_in_use
from antigone.bureau.registry.agreements import Force, agreements_in_force
from antigone.bureau.registry.work import lists_imported, rejected_rows_of_late, ungraded_sources, withheld_records
from antigone.interfaces.desk.permissions import Role, Visitor
from antigone.interfaces.desk.registrars import importing
from antigone.interfaces.desk.work.tiles import Counted, Tile

_REGISTRAR = frozenset({Role.REGISTRAR})
_LISTS = frozenset({Role.REGISTRAR, Role.ANALYST, Role.AUDITOR})


def _files_that_wait(visitor: Visitor) -> int:
    return sum(upload.by == visitor.name and not importing.is_running(upload.number) for upload in importing.in_hand())


def _agreements_to_renew(_visitor: Visitor) -> int:
    return sum(one.force in (Force.RAN_OUT, Force.ENDS_SOON) for one in agreements_in_force().values())


REGISTRARS_TILES = (
    Tile(
        "files",
        _("Your files that wait to be mapped or imported"),
        _files_that_wait,
        Counted.MINE,
        _REGISTRAR,
        "desk:imports",
    ),
    Tile(
        "agreements",
        _("Agreements that ran out, or do within 30 days"),
        _agreements_to_renew,
        Counted.THINGS,
        _REGISTRAR,
        "desk:sources",
    ),
    Tile(
        "ungraded",
        _("Sources that nobody has graded"),
        lambda _visitor: ungraded_sources(),
        Counted.THINGS,
        _REGISTRAR,
        "desk:sources",
    ),
    Tile(
        "rejected",
        _("Rows that did not arrive, in imports of the last 30 days"),
        lambda _visitor: rejected_rows_of_late(),
        Counted.PEOPLE,
        frozenset({Role.REGISTRAR, Role.AUDITOR}),
        "desk:imports",
    ),
    Tile(
        "withheld",
        _("Records that are withheld"),
        lambda _visitor: withheld_records(),
        Counted.PEOPLE,
        frozenset({Role.REGISTRAR, Role.CASE_WORKER, Role.AUDITOR}),
    ),
    Tile(
        "faces",
        _("Photographs in which somebody must choose the face"),
        lambda _visitor: count_to_choose_in(model_in_use()),
        Counted.THINGS,
        frozenset({Role.REGISTRAR, Role.CASE_WORKER}),
        "desk:faces",
    ),
    Tile(
        "lists",
        _("Lists imported in the last 30 days"),
        lambda _visitor: lists_imported(),
        Counted.THINGS,
        _LISTS,
        "desk:imports",
    ),
)
