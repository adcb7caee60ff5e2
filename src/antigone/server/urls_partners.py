"""Addresses for partners' programs; everything else answers with a problem document (RFC 9457)."""

from django.urls import include, path

urlpatterns = [path("", include("antigone.interfaces.api.urls"))]

handler400 = "antigone.interfaces.api.problems.bad_request"
handler403 = "antigone.interfaces.api.problems.not_found"
handler404 = "antigone.interfaces.api.problems.not_found"
handler500 = "antigone.interfaces.api.problems.broken"
