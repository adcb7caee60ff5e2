"""Addresses of partners and their webhooks; their numbers are random."""

from django.urls import path

from antigone.interfaces.desk.partners import views, webhooks

patterns = [
    path("partners/", views.listed, name="partners"),
    path("partners/new/", views.new, name="partner-new"),
    path("partners/<uuid:public_id>/", views.partner, name="partner"),
    path("partners/<uuid:public_id>/renew/", views.renew, name="partner-renew"),
    path("partners/<uuid:public_id>/revoke/", views.revoke, name="partner-revoke"),
    path("partners/<uuid:public_id>/webhooks/", webhooks.add, name="webhook-add"),
    path("webhooks/<uuid:public_id>/", webhooks.webhook, name="webhook"),
    path("webhooks/<uuid:public_id>/pause/", webhooks.pause, name="webhook-pause"),
    path("webhooks/<uuid:public_id>/resume/", webhooks.resume, name="webhook-resume"),
    path("webhooks/<uuid:public_id>/test/", webhooks.test, name="webhook-test"),
    path("webhooks/<uuid:public_id>/again/", webhooks.again, name="webhook-again"),
    path("webhooks/<uuid:public_id>/remove/", webhooks.remove, name="webhook-remove"),
]
