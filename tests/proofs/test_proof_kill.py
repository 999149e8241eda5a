"""Kill -9 while many write: everything that was acknowledged is there, the chains hold, no job is lost and none is done twice.

Each round kills all writers and the worker at a moment nobody chose; with PostgreSQL also the database server itself. A few
rounds run with every test, hundreds with `make proof` (CHORSU_ROUNDS says how many).
"""

import contextlib
import os
import random
import signal
import time
from pathlib import Path

import pytest

from tests.postgresql import Cluster
from tests.proofs.born import Beside
from tests.running.served import chorsu

ROUNDS = int(os.environ.get("CHORSU_ROUNDS", "200"))
WRITERS = 3


def kill(number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(number, signal.SIGKILL)


def prove(data: Path, rounds: int, between=None, **more: str) -> int:
    """So many rounds of writing and killing; ``between`` is done while the writers write. How many changes were acknowledged."""
    assert chorsu("serve", "--check", data=data, **more).returncode == 0
    acks = data / "acks"
    acks.mkdir()
    nursery = Beside("tests.proofs.nursery", data, **more)
    chance = random.Random(20261129)
    try:
        for number in range(rounds):
            names = [f"writer-{number}-{each}" for each in range(WRITERS)]
            born = [int(nursery.ask("work worker"))] + [int(nursery.ask(f"write {name}")) for name in names]
            until = time.monotonic() + 30
            first = acks / names[0]
            while not (first.exists() and first.stat().st_size) and time.monotonic() < until:
                time.sleep(0.005)
            time.sleep(chance.uniform(0, 0.25))
            chance.shuffle(born)
            if between is not None and number % 2:
                between.kill()
            for each in born:
                kill(each)
            if between is not None:
                between.start()
            if number % 10 == 9 or number == rounds - 1:
                assert nursery.ask("check").startswith("ok "), number
        answer = nursery.ask("check")
        assert answer.startswith("ok "), answer
        done = nursery.ask("drain")
        assert done.startswith("ok "), done
        assert int(done.split()[1]) >= int(answer.split()[1]) > rounds
        return int(answer.split()[1])
    finally:
        nursery.end()


def with_postgresql(data: Path, rounds: int) -> None:
    server = Cluster()
    try:
        prove(data, rounds, server, DATABASE_URL=server.address)
    finally:
        server.end()


def test_a_few_rounds_with_sqlite(tmp_path):
    prove(tmp_path / "data", 4)


@pytest.mark.proof
def test_a_few_rounds_with_postgresql_whose_server_is_killed_too(tmp_path):
    with_postgresql(tmp_path / "data", 4)


@pytest.mark.proof
def test_hundreds_of_rounds_with_sqlite(tmp_path):
    prove(tmp_path / "data", ROUNDS)


@pytest.mark.proof
def test_hundreds_of_rounds_with_postgresql_whose_server_is_killed_too(tmp_path):
    with_postgresql(tmp_path / "data", ROUNDS)
