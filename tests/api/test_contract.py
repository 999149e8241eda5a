"""Whatever is sent, the API answers as its description says: no failure of its own, no status or body that is not described.

Requests are made from the description by schemathesis: good ones, bad ones, each limit. The parts of addresses are filled with
keys of things that are there, so that requests reach them. `make proof` sends more.
"""

import os
import zlib

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, settings
from schemathesis.core.parameters import ParameterLocation
from schemathesis.specs.openapi.checks import positive_data_acceptance

from chorsu.portal.wsgi import application
from tests.api.world import World

# `make proof` asks for many, and for every limit of every field one by one.
EXAMPLES = int(os.environ.get("CHORSU_API_EXAMPLES", "5"))
IS_PROOF = EXAMPLES > 5
# A description cannot say which goods, places and days there are, or what somebody else did meanwhile.
NOT_TOLD = [positive_data_acceptance]

schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
schema.config.phases.coverage.enabled = IS_PROOF
# Whoever changes a state that is no more, or sends more than is read, is told so first, whatever else is wrong.
schema.config.checks.negative_data_rejection.expected_statuses += ["412", "413"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def _django_db_helper():
    """The database is set up for this module as a whole: a world is made once, and each test undoes what it did there."""


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    # A request at the door of WSGI would close the connection, and with it the transaction that the world is in.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture(autouse=True)
def undone(world, settings):
    """Whatever a request changes is undone after the test."""
    settings.API_REQUESTS_A_MINUTE = 10**9
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@schema.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_description_is_kept(case, world):
    number = zlib.crc32(case.id.encode())
    if case.path_parameters and not case.meta.is_negative_at(ParameterLocation.PATH):
        for name in case.path_parameters:
            case.path_parameters[name] = world.key_of(name, number) or case.path_parameters[name]
    role = world.roles[number % len(world.roles)]
    case.call_and_validate(headers={"Authorization": f"Bearer {world.programs[role].key}"}, excluded_checks=NOT_TOLD)
