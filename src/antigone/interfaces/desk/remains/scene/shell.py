"""The page at the scene, the same for everybody and without anybody's name, and what keeps it on a telephone."""

from __future__ import annotations

import hashlib
import json
from importlib.resources import files

from django.http import Http404, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from antigone.interfaces.desk.pages import OWN_NAMES, StaffRequest, accepts, static_address
from antigone.interfaces.desk.remains.scene.forms import FindForm

_SCRIPTS = ("scene_store", "scene_send", "scan", "scene")


@accepts("GET", "HEAD")
def scene(request: StaffRequest) -> HttpResponse:
    """The page in the reader's language."""
    return redirect("desk:scene-page", language=get_language() or "uk")


@accepts("GET", "HEAD")
def scene_page(request: StaffRequest, language: str) -> HttpResponse:
    """The page in one language. A telephone keeps it, so it says nothing of who asked for it."""
    if language not in OWN_NAMES:
        raise Http404
    return HttpResponse(_page(language))


@accepts("GET", "HEAD")
def worker(request: StaffRequest) -> HttpResponse:
    """The script that keeps the pages; it changes with what they are made of, and then the telephone fetches them."""
    addresses = [reverse("desk:scene-page", args=[language]) for language in OWN_NAMES]
    kept = [*addresses, *_static()]
    script = (files("antigone.interfaces.desk") / "static/desk/scene_worker.js").read_text(encoding="utf-8")
    version = hashlib.sha256("".join([*map(_page, OWN_NAMES), *kept, script]).encode()).hexdigest()[:16]
    head = f"const VERSION = {json.dumps(version)};\nconst FILES = {json.dumps(kept)};\n"
    return HttpResponse(head + script, content_type="text/javascript; charset=utf-8")


@accepts("GET", "HEAD")
def session(request: StaffRequest) -> HttpResponse:
    """Whether somebody is signed in who may send, and what the forms of this session carry."""
    return JsonResponse({"token": get_token(request)})


def _static() -> list[str]:
    return [static_address(f"desk/{name}") for name in ("desk.css", "icon.svg", *(f"{one}.js" for one in _SCRIPTS))]


def _page(language: str) -> str:
    stylesheet, icon, *scripts = _static()
    with override(language):
        return render_to_string(
            "desk/remains/scene/page.html",
            {
                "form": FindForm(),
                "stylesheet": stylesheet,
                "icon": icon,
                "scripts": scripts,
                "languages": [(code, name, code == language) for code, name in OWN_NAMES.items()],
                "words": _words(),
            },
        )


def _words() -> dict[str, object]:
    """What the scripts say."""
    return {
        "short": _("Choose at least 12 characters."),
        "differ": _("The two passphrases differ."),
        "opening": _("One moment: this takes some seconds on purpose."),
        "wrong": _("This is not the passphrase of this telephone."),
        "sure": _("Tick the box first."),
        "wiped": _("Everything that was kept here is deleted."),
        "needed": _("Write at least the number of the recovery and where it was found."),
        "kept": _("It is kept on this telephone."),
        "full": _("This telephone has no room left or keeps nothing. Write it on paper, and send what is kept here."),
        "write": _("Write down a find"),
        "change": _("Change what was written"),
        "edit": _("Change"),
        "drop": _("Delete from this telephone"),
        "reallyDrop": _("Delete this find from this telephone? The desk does not have it."),
        "dropPhotographs": _("Delete these photographs from this telephone"),
        "waiting": _("Not sent yet: finds {entries}, photographs {photographs}."),
        "nothing": _("Nothing waits to be sent."),
        "photographs": _("photographs here: {count}"),
        "away": _("No network. What you write stays here."),
        "sending": _("Sending…"),
        "here": _("On this telephone"),
        "there": _("At the desk"),
        "theirs": _("Keep what the desk has"),
        "mine": _("Send mine as a correction"),
        "states": {
            "waiting": _("waits on this telephone"),
            "kept": _("the desk has it; photographs wait"),
            "done": _("the desk has all of it"),
            "refused": _("the desk could not keep it"),
            "differs": _("the desk has it otherwise"),
        },
        "ended": {
            "sent": _("Everything that could be sent is sent."),
            "away": _("The network went. What the desk has not confirmed stays here and is sent again."),
            "signed out": _("You are not signed in. Nothing is lost: sign in, then send."),
            "busy": _("The desk could not take it now. It stays here; try again later."),
        },
    }
