"""The entry that granian calls, in the zone that `ANTIGONE_ZONE` names."""

from __future__ import annotations

import gc
import os
import sys
import traceback
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from antigone.server.parents import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "antigone.server.settings")
# granian's workers would go on, holding the port, after their master was killed.
die_with_parent()
_django = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018 - imports every page
# What stands now stays until the end; the collector need not walk through it again and again.
gc.collect()
gc.freeze()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Django, with one promise more: a fault that escapes it is logged by its kind and place alone.

    The server would print the whole exception, and its text may repeat what a visitor typed.
    """
    try:
        return _django(environ, start_response)
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        print(f"antigone: {type(error).__name__} at {place.filename}:{place.lineno}", file=sys.stderr, flush=True)
        start_response("500 Internal Server Error", [("Content-Type", "text/plain"), ("Cache-Control", "no-store")])
        return [b"Something is broken here. Please try again later.\n"]
