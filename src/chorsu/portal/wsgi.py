"""The door for WSGI servers."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chorsu.portal.settings")
application = get_wsgi_application()

# Only now are the desks there. A process that died while it published left the files behind the database: they are mended here.
from chorsu.desks.reference.layer import catch_up  # noqa: E402

catch_up()
