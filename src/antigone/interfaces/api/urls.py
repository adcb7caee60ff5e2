"""Addresses as other People Finder repositories have them, below one word; and the REST interface by version."""

from django.urls import path

from antigone.interfaces.api import feeds, writing
from antigone.interfaces.api.v1.description import PREFIX, served
from antigone.interfaces.api.v1.interface import api

app_name = "partners"

urlpatterns = [
    path("partners/feeds/person", feeds.person_feed, name="person-feed"),
    path("partners/feeds/note", feeds.note_feed, name="note-feed"),
    path("partners/write", writing.write, name="write"),
    path(f"{PREFIX}openapi.json", served, name="openapi"),
    path(PREFIX, api.urls),
]
