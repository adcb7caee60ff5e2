"""The entry that granian calls, in the zone that `ANTIGONE_ZONE` names."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from antigone.server.parents import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "antigone.server.settings")
# granian's workers would go on, holding the port, after their master was killed.
die_with_parent()
application = get_wsgi_application()
