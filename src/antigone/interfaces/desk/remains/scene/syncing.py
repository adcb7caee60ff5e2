"""What telephones send from the scene. Every answer is JSON, and each is about one find or one photograph."""

from __future__ import annotations

import json
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import override

from antigone.bureau.photographs.intake import prepared
from antigone.bureau.photographs.values import PhotographDraft, PhotographError
from antigone.bureau.remains.field.actions import add_photograph, keep_entry
from antigone.bureau.remains.field.values import EntryDiffers, Sent
from antigone.bureau.remains.values import RemainsError
from antigone.imaging.decoding import PictureRefused
from antigone.imaging.sandbox import SandboxUnavailable
from antigone.interfaces.desk.pages import StaffRequest, accepts
from antigone.interfaces.desk.photographs.handler import IncomingPhotograph, bytes_of
from antigone.interfaces.desk.photographs.words import refusal_in_words
from antigone.interfaces.desk.remains.refusing import in_words
from antigone.interfaces.desk.remains.scene.forms import SentForm, as_said

_KEPT = {"answer": "kept"}


@accepts("POST")
def entry(request: StaffRequest) -> HttpResponse:
    """A find. Sent again, it is kept once; changed since it was sent, both are told and nothing is overwritten."""
    try:
        sent = json.loads(request.body)
    except (ValueError, RecursionError):
        sent = None
    if not isinstance(sent, dict) or not all(isinstance(value, str) for value in sent.values()):
        return JsonResponse({"answer": "refused", "sentences": ["this is no find"]}, status=400)
    with override(_language(sent.get("language", ""))):
        form = SentForm(sent)
        if not form.is_valid():
            sentences = [f"{form.fields[name].label or name}: {said[0]}" for name, said in form.errors.items()]
            return _refused(*sentences)
        try:
            keep_entry(form.draft(), actor=request.visitor.actor(request.route))
        except EntryDiffers as differs:
            return JsonResponse({"answer": "differs", "kept": as_said(differs.kept.draft)}, status=409)
        except RemainsError as error:
            return _refused(*in_words(error).sentences)
    return JsonResponse(_KEPT)


@accepts("POST")
def photograph(request: StaffRequest) -> HttpResponse:
    """A photograph of a find that the desk holds."""
    file = request.FILES.get("file")
    try:
        find, number = UUID(request.POST.get("entry", "")), UUID(request.POST.get("id", ""))
    except ValueError:
        file = None
    if not isinstance(file, IncomingPhotograph):
        return JsonResponse({"answer": "refused", "sentences": ["this is no photograph of a find"]}, status=400)
    with override(_language(request.POST.get("language", ""))):
        try:
            photo = prepared(bytes_of(file))
            draft = PhotographDraft("scene", _("taken at the scene"))
            add_photograph(find, Sent(number), photo, draft, actor=request.visitor.actor(request.route))
        except (PhotographError, PictureRefused) as error:
            return _refused(refusal_in_words(error))
        except SandboxUnavailable:
            # Not the photograph's fault: it stays on the telephone and is sent again.
            return JsonResponse({"answer": "later"}, status=503)
        except RemainsError as error:
            return _refused(*in_words(error).sentences)
    return JsonResponse(_KEPT)


def _refused(*sentences: str) -> HttpResponse:
    return JsonResponse({"answer": "refused", "sentences": list(sentences)}, status=422)


def _language(said: str) -> str:
    return said if said in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
