"""Addresses of descriptions and of the papers about one person; records, pairs and parts have random numbers."""

from django.urls import path

from antigone.interfaces.desk.describing import mixing, papers, writing

_RECORD = "records/<uuid:public_id>/"
_PAIR = "pairs/<uuid:sought>/<uuid:found>/"

patterns = [
    path(f"{_RECORD}description/", writing.description, name="description"),
    path(f"{_RECORD}description/bones/", writing.bones, name="description-bones"),
    path(f"{_RECORD}description/teeth/", writing.teeth, name="description-teeth"),
    path(f"{_RECORD}description/<slug:group>/", writing.group, name="description-group"),
    path(f"{_RECORD}papers/<slug:paper>/", papers.of_record, name="record-paper"),
    path(f"{_PAIR}teeth/", writing.teeth_of_two, name="pair-teeth"),
    path(f"{_PAIR}report/", papers.of_pair, name="pair-report"),
    path(
        "identifications/<uuid:public_id>/papers/<slug:paper>/", papers.of_identification, name="identification-paper"
    ),
    path("remains/mixed/", mixing.mixed, name="remains-mixed"),
    path("remains/parts/<uuid:public_id>/bones/", mixing.inventory, name="remains-inventory"),
    path("remains/parts/<uuid:public_id>/packets/", papers.of_packets, name="remains-packets"),
]
