"""Addresses of matches. Numbers of records and matches are random; what was asked for stands in the session."""

from django.urls import path

from antigone.interfaces.desk.views import matches

patterns = [
    path("matches/", matches.queue, name="matches"),
    path("matches/mine/", matches.my_cases, name="my-matches"),
    path("matches/explain/", matches.explain, name="explain"),
    path("matches/explain/<uuid:left>/<uuid:right>/", matches.explain_pair, name="explain-pair"),
    path("matches/<uuid:public_id>/", matches.match, name="match"),
    path("matches/<uuid:public_id>/next/", matches.next_evidence, name="match-next"),
    path("matches/<uuid:public_id>/take-up/", matches.take_up, name="match-take-up"),
    path("matches/<uuid:public_id>/hand-back/", matches.hand_back, name="match-hand-back"),
    path("matches/<uuid:public_id>/exclude/", matches.exclude, name="match-exclude"),
    path("matches/<uuid:public_id>/reopen/", matches.reopen, name="match-reopen"),
    path("records/<uuid:public_id>/matches/", matches.of_record, name="record-matches"),
]
