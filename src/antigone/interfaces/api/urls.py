"""Addresses as other People Finder repositories have them, below one word."""

from django.urls import path

from antigone.interfaces.api import feeds, writing

app_name = "partners"

urlpatterns = [
    path("partners/feeds/person", feeds.person_feed, name="person-feed"),
    path("partners/feeds/note", feeds.note_feed, name="note-feed"),
    path("partners/write", writing.write, name="write"),
]
