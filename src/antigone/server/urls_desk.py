"""Addresses of the staff's desk; everything else answers «not found» in the same voice."""

from django.urls import include, path

urlpatterns = [path("", include("antigone.interfaces.desk.urls"))]

handler400 = "antigone.interfaces.desk.views.errors.bad_request"
handler403 = "antigone.interfaces.desk.views.errors.not_permitted"
handler404 = "antigone.interfaces.desk.views.errors.not_found"
handler500 = "antigone.interfaces.desk.views.errors.broken"
