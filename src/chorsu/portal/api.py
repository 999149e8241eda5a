"""The API, version 1: every desk's operations under ``/api/v1/``, and their description."""

from django.http import HttpRequest
from django.views.decorators.http import require_safe
from ninja.openapi.docs import Swagger

from chorsu.desks.api.problems import Problem, answer
from chorsu.desks.api.schema import Api
from chorsu.desks.journal.api import desk as journal
from chorsu.desks.organisations.api import desk as organisations
from chorsu.desks.plans.api import desk as plans
from chorsu.desks.plans.api_looks import desk as looks
from chorsu.desks.reference.api import desk as reference
from chorsu.desks.trade.api import desks as trade
from chorsu.portal.api_today import desk as over_all
from chorsu.portal.security import POLICY

DESCRIPTION = """\
Everything that the pages do, for programs. Send a token of your organisation as `Authorization: Bearer …`.

**Figures** are decimal strings (`"23400.00"`), masses kilograms, distances kilometres, times ISO 8601 with their zone,
states ISO 3166-1 alpha-2, places UN/LOCODE, units UN/ECE Recommendation 20, currencies ISO 4217, goods digits of the Harmonized
System 2022.

**Failures** are `application/problem+json` (RFC 9457) in the language that `Accept-Language` asks for (en, zh, ru): `type` says
of which kind, `faults` names each fault with its path and what would be right. After a failure nothing is changed.

**Lists** come in pages: `limit` says how many, `next` is the address of the next page.

**Sent twice, done once**: give a POST a header `Idempotency-Key` of your own, and send it again as often as you like: for 24
hours the same key with the same body gets the first answer again.

**Changed meanwhile**: a thing that others change too comes with an `ETag`. Send it back as `If-Match`, and your change is
refused (412) where somebody was quicker.
"""


def described(view):
    """The description and its page: only read. The page's style sheet has small images in it, which its policy must allow."""

    @require_safe
    def page(request: HttpRequest, **parts):
        response = view(request, **parts)
        response.headers["Content-Security-Policy"] = POLICY.replace("img-src 'self'", "img-src 'self' data:")
        return response

    return page


api = Api(
    title="Chorsu",
    version="1",
    description=DESCRIPTION,
    urls_namespace="api",
    docs_decorator=described,
    docs=Swagger(settings={"persistAuthorization": False, "displayOperationId": True}),
)
for desk in (over_all, plans, looks, organisations, *trade, reference, journal):
    api.add_router("", desk)


def nothing_here(request: HttpRequest, **_path):
    """An address under ``/api/`` at which there is nothing."""
    return answer(Problem("missing"), request)
