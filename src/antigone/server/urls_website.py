"""Addresses of the families' website; everything else answers «not found» in the same voice."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = i18n_patterns(
    path("", include("antigone.interfaces.website.urls")),
    path("", include("antigone.interfaces.figures.urls")),
)

handler400 = "antigone.interfaces.website.views.bad_request"
handler403 = "antigone.interfaces.website.views.not_found"
handler404 = "antigone.interfaces.website.views.not_found"
handler500 = "antigone.interfaces.website.views.broken"
