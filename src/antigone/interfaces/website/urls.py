"""The families' pages; the language stands before each of these addresses."""

from django.urls import path

from antigone.interfaces.website import papers, views
from antigone.interfaces.website.enquiries.views import ask, receipt
from antigone.interfaces.website.gallery import views as gallery

app_name = "website"

urlpatterns = [
    path("", views.home, name="home"),
    # Plain words, because addresses stay in the history of a browser.
    path("ask/", ask, name="ask"),
    path("words/", receipt, name="receipt"),
    path("things/", gallery.things, name="things"),
    path("things/<str:permit>/", gallery.picture, name="thing-picture"),
    path("help/", views.advice, name="help"),
    path("data/", views.data, name="data"),
    path("contact/", views.contact, name="contact"),
    path("verify/<uuid:code>/", papers.verify, name="verify"),
]
