"""Addresses of comparisons, identifications and what families are told.

A pair is named by the public ids of a sought and a found record, in this order; whoever shows a match links here:
`desk:pair`, `desk:comparison-add`, `desk:evidence-ask`, `desk:identification-propose`, `desk:board-decision` take
`sought` and `found`; `desk:identification`, `desk:identification-sign`, `desk:identification-rescind` take `public_id`.
Enquiries and tellings have their own; a freeze takes the record's.
"""

from django.urls import path

from antigone.interfaces.desk.views import decisions, enquiries, tellings

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
    path("enquiries/", enquiries.enquiries, name="enquiries"),
    path("enquiries/<uuid:public_id>/", enquiries.enquiry, name="enquiry"),
    path("enquiries/<uuid:public_id>/take/", enquiries.enquiry_take, name="enquiry-take"),
    path("enquiries/<uuid:public_id>/open/", enquiries.enquiry_open, name="enquiry-open"),
    path("enquiries/<uuid:public_id>/reply/", enquiries.enquiry_reply, name="enquiry-reply"),
    path("enquiries/<uuid:public_id>/tell/", tellings.telling_draft, name="telling-draft"),
    path("tellings/<uuid:public_id>/", tellings.telling, name="telling"),
    path("tellings/<uuid:public_id>/approve/", tellings.telling_approve, name="telling-approve"),
    path("tellings/<uuid:public_id>/drop/", tellings.telling_drop, name="telling-drop"),
    path("tellings/<uuid:public_id>/deliver/", tellings.telling_deliver, name="telling-deliver"),
    path("records/<uuid:public_id>/freeze/", tellings.record_freeze, name="record-freeze"),
    path("records/<uuid:public_id>/unfreeze/", tellings.record_unfreeze, name="record-unfreeze"),
]
