"""Addresses of the scene. What a telephone keeps lies below one of them, and nothing else does."""

from django.urls import path

from antigone.interfaces.desk.remains.scene import entries, scanning, shell, syncing

patterns = [
    path("remains/scene/", shell.scene, name="scene"),
    path("remains/scene/worker.js", shell.worker, name="scene-worker"),
    path("remains/scene/session/", shell.session, name="scene-session"),
    path("remains/scene/entries/", syncing.entry, name="scene-entry"),
    path("remains/scene/photographs/", syncing.photograph, name="scene-photograph"),
    path("remains/scene/<slug:language>/", shell.scene_page, name="scene-page"),
    path("remains/finds/", entries.finds, name="remains-finds"),
    path("remains/finds/<uuid:entry>/", entries.find, name="remains-find"),
    path("remains/finds/<uuid:entry>/take-in/", entries.take_in, name="remains-find-take-in"),
    path("remains/parts/<uuid:public_id>/photographs/new/", entries.photograph, name="remains-photograph"),
    path("remains/scan/", scanning.scan, name="remains-scan"),
]
