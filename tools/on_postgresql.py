"""Run tests on PostgreSQL: a private cluster of the packaged server for their time. Arguments are pytest's."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

import pytest  # noqa: E402
from tests.postgresql import cluster  # noqa: E402


def main(arguments: list[str]) -> int:
    """The exit status of pytest."""
    with cluster() as address:
        os.environ["DATABASE_URL"] = address
        return int(pytest.main(arguments))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
