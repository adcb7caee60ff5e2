"""Addresses of comparisons, identifications and what families are told.

A pair is named by the public ids of a sought and a found record, in this order; whoever shows a match links here:
`desk:pair`, `desk:comparison-add`, `desk:evidence-ask`, `desk:identification-propose`, `desk:board-decision` take
`sought` and `found`; `desk:identification`, `desk:identification-sign`, `desk:identification-rescind` take `public_id`.
"""

from django.urls import path

from antigone.interfaces.desk.views import decisions

_PAIR = "pairs/<uuid:sought>/<uuid:found>/"

patterns = [
    path("identifications/", decisions.decisions, name="decisions"),
    path("identifications/<uuid:public_id>/", decisions.identification, name="identification"),
    path("identifications/<uuid:public_id>/sign/", decisions.identification_sign, name="identification-sign"),
    path("identifications/<uuid:public_id>/rescind/", decisions.identification_rescind, name="identification-rescind"),
    path(_PAIR, decisions.pair, name="pair"),
    path(f"{_PAIR}compare/", decisions.comparison_add, name="comparison-add"),
    path(f"{_PAIR}ask/", decisions.evidence_ask, name="evidence-ask"),
    path(f"{_PAIR}propose/", decisions.identification_propose, name="identification-propose"),
    path(f"{_PAIR}board/", decisions.board_decision, name="board-decision"),
]
