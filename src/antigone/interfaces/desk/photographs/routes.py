"""Addresses of photographs. Their numbers are random; a picture itself has one for two minutes, for one person."""

from django.urls import path

from antigone.interfaces.desk.photographs import faces, marks, redacting, views

patterns = [
    path("records/<uuid:record>/photographs/new/", views.new, name="photograph-new"),
    path("marks/", marks.search, name="marks"),
    path("photographs/faces/", faces.waiting, name="faces"),
    path("photographs/<uuid:public_id>/faces/", faces.faces, name="photograph-faces"),
    path("photographs/<uuid:public_id>/faces/look/", faces.look, name="photograph-faces-look"),
    path("photographs/<uuid:public_id>/faces/picture/<str:permit>/", faces.picture, name="photograph-faces-picture"),
    path("photographs/<uuid:public_id>/faces/choose/", faces.choose, name="photograph-face-choose"),
    path("photographs/<uuid:public_id>/", views.photograph, name="photograph"),
    path("photographs/<uuid:public_id>/cover.jpg", views.cover, name="photograph-cover"),
    path("photographs/<uuid:public_id>/look/", views.look, name="photograph-look"),
    path("photographs/<uuid:public_id>/picture/<str:permit>/", views.picture, name="photograph-picture"),
    path("photographs/<uuid:public_id>/describe/", views.describe, name="photograph-describe"),
    path("photographs/<uuid:public_id>/regions/", views.mark, name="photograph-mark"),
    path("photographs/<uuid:public_id>/regions/<uuid:region>/", views.unmark, name="photograph-unmark"),
    path("photographs/<uuid:public_id>/copies/<int:link>/", views.part, name="photograph-part"),
    path("photographs/<uuid:public_id>/withdraw/", views.withdraw, name="photograph-withdraw"),
    path("photographs/<uuid:public_id>/redactions/", redacting.propose, name="redaction-propose"),
    path("redactions/<uuid:public_id>/", redacting.redaction, name="redaction"),
    path("redactions/<uuid:public_id>/copy.jpg", redacting.copy, name="redaction-copy"),
    path("redactions/<uuid:public_id>/sign/", redacting.sign, name="redaction-sign"),
    path("redactions/<uuid:public_id>/drop/", redacting.drop, name="redaction-drop"),
]
