"""What plans are made of in these tests: the facts that the package ships, and nothing that an installation imported."""

import pytest

from chorsu.planning import load_references


@pytest.fixture(scope="session")
def references(tmp_path_factory):
    return load_references(tmp_path_factory.mktemp("installation"))


@pytest.fixture(scope="session")
def dap(references):
    """The plan of the apples sold DAP Almaty, as JSON in English."""
    from tests.planning.consignments import planned

    return planned(references)


@pytest.fixture(scope="session")
def fca(references):
    """The plan of the apples sold FCA Qingdao with their freight, as JSON in English."""
    from tests.planning.consignments import FCA, planned

    return planned(references, FCA)
