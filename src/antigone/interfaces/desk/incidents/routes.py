"""Addresses of incidents; all of them have random numbers."""

from django.urls import path

from antigone.interfaces.desk.incidents import pages

patterns = [
    path("incidents/", pages.incidents, name="incidents"),
    path("incidents/new/", pages.open_case, name="incident-open"),
    path("incidents/<uuid:public_id>/", pages.incident, name="incident"),
    path("incidents/<uuid:public_id>/do/<slug:what>/", pages.act, name="incident-act"),
    path("incidents/<uuid:public_id>/look/<uuid:feature>/<uuid:picture>/", pages.look, name="incident-look"),
    path("incidents/<uuid:public_id>/findings/<int:number>/", pages.finding, name="incident-finding"),
    path("incidents/<uuid:public_id>/findings/<int:number>/review/", pages.review, name="incident-review"),
    path("incidents/<uuid:public_id>/ties/<uuid:tie>/", pages.untie, name="incident-untie"),
    path("incidents/<uuid:public_id>/decisions/<uuid:decision>/sign/", pages.sign, name="incident-sign"),
    path("incidents/<uuid:public_id>/decisions/<uuid:decision>/drop/", pages.drop, name="incident-drop"),
]
