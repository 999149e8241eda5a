"""The door for ASGI servers."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chorsu.portal.settings")
application = get_asgi_application()

# Only now are the desks there. A process that died while it published left the files behind the database: they are mended here.
from chorsu.desks.reference.layer import catch_up  # noqa: E402

catch_up()
