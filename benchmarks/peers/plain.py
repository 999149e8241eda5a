"""The peer of the load: the smallest Django application that lists the same rows. No accounts, no permissions, no languages.

Served by the same server with as many processes: `CHORSU_ROWS=FILE granian --interface wsgi benchmarks.peers.plain:application`.
"""

import os

from django.conf import settings

settings.configure(
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["CHORSU_ROWS"]}},
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
    SECRET_KEY="none",
)

import django  # noqa: E402

django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import models  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.template import Context, Engine  # noqa: E402
from django.urls import path  # noqa: E402

PAGE = Engine().from_string(
    "<html><body><h1>Cases</h1><table>{% for row in rows %}<tr><td>{{ row.reference }}<td>{{ row.state }}<td>{{ row.changed_at }}"
    "{% endfor %}</table></body></html>"
)


class Case(models.Model):
    """As much of a case as the list shows."""

    id = models.UUIDField(primary_key=True)
    reference = models.CharField(max_length=200)
    state = models.CharField(max_length=20)
    changed_at = models.DateTimeField()

    class Meta:
        app_label, db_table, managed = "plain", "trade_case", False

    def __str__(self) -> str:
        return self.reference


def listed(_request):
    """The newest twenty."""
    return HttpResponse(PAGE.render(Context({"rows": Case.objects.order_by("-id")[:20]})))


urlpatterns = [path("", listed)]
application = get_wsgi_application()
