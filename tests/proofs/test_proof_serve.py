"""Kill -9 of a served portal's processes, at moments nobody chose, while programs write to it by its API.

What they were told to be done is there, once; a request that is sent again gets its first answer; the journal is whole; every
webhook arrived with a right signature; no job was done twice; nothing but a polite refusal or a lost connection was seen. A few
rounds run with every test, hundreds with `make proof` (CHORSU_ROUNDS says how many).
"""

import json
import os
import random
import time
from pathlib import Path

import psutil
import pytest

from tests.postgresql import Cluster
from tests.proofs.born import Beside
from tests.proofs.portal import Portal, Receiver
from tests.proofs.programs import Program, told
from tests.running.served import chorsu

ROUNDS = int(os.environ.get("CHORSU_ROUNDS", "200"))
KINDS = ("web", "web", "worker", "worker", "first", "all")


def prove(data: Path, kinds: list[str], server: Cluster | None = None, *, plans: bool = False, **more: str) -> dict:
    """A round for each of the kinds: programs write, then something of the kind is killed. What was seen, in numbers."""
    assert chorsu("serve", "--check", data=data, **more).returncode == 0
    receiver, chance = Receiver(), random.Random(20261129)
    more |= {"CHORSU_WEBHOOKS_LOOPBACK": "1"}
    books = Beside("tests.proofs.books", data, **more)
    portal = Portal(data, **more)
    try:
        answer = books.ask(f"seed {receiver.address}")
        assert answer.startswith("{"), answer
        seeded = json.loads(answer)
        receiver.secret = seeded["secret"]
        portal.start()
        portal.wait()
        programs = [Program(number, portal.address, seeded, plans=plans) for number in range(3)]
        for program in programs:
            program.start()
        killed = 0
        for number, kind in enumerate(kinds):
            assert books.ask(f"jobs {number * 3} {number * 3 + 3}") == "ok"
            _wait_for(portal, programs, chance.randint(1, 6))
            time.sleep(chance.uniform(0, 0.3))
            if kind == "backend":
                killed += _kill_backend(server, chance)
            elif kind == "server":
                server.kill()
                killed += 1
                server.start()
            else:
                killed += portal.kill(kind, chance)
        _wait_for(portal, programs, 3)
        for program in programs:
            program.stop()
        for program in programs:
            program.join(200)
            assert not program.is_alive()
            assert not program.wrong, program.wrong
        portal.wait()
        portal.end()
        file = data.parent / "told.json"
        file.write_text(told(programs, seeded["verbs"]))
        entries = books.ask(f"audit {file}")
        assert entries.startswith("ok "), entries
        jobs = books.ask("deliver")
        assert jobs == f"ok {len(kinds) * 3}", jobs
        assert receiver.forged == []
        wanted = set(json.loads(books.ask("entries")))
        assert receiver.proved == wanted
        verified = chorsu("journal", "verify", data=data, **more)
        assert verified.returncode == 0, verified.stdout
        done = sum(program.done for program in programs)
        assert int(entries.split()[1]) == done
        return {
            "rounds": len(kinds), "killed": killed, "acknowledged": done, "webhooks": len(wanted),
            "sent again": sum(program.repeated for program in programs), "lost": sum(program.lost for program in programs),
        }  # fmt: skip
    finally:
        portal.give_up()
        books.end()
        receiver.end()


def _wait_for(portal: Portal, programs: list[Program], more: int, seconds: float = 120) -> None:
    """Until so many more changes were acknowledged."""
    wanted, until = sum(each.done for each in programs) + more, time.monotonic() + seconds
    while sum(each.done for each in programs) < wanted:
        assert time.monotonic() < until, "nothing is acknowledged any more"
        wrong = [fault for each in programs for fault in each.wrong]
        assert not wrong, wrong
        portal.look_after()
        time.sleep(0.01)


def _kill_backend(server: Cluster, chance: random.Random) -> bool:
    """Kill the process of one connection; the server then ends all others and recovers."""
    found = [each for each in server.processes() if "postgres: " in " ".join(each.cmdline()) and "[local]" in str(each.cmdline())]
    for each in [chance.choice(found)] if found else []:
        try:
            each.kill()
        except psutil.NoSuchProcess:
            return False
    return bool(found)


def of_kinds(rounds: int, kinds: tuple[str, ...]) -> list[str]:
    chance = random.Random(6)
    return [chance.choice(kinds) for _ in range(rounds)]


def on_postgresql(data: Path, kinds: list[str], **more) -> dict:
    server = Cluster()
    try:
        return prove(data, kinds, server, DATABASE_URL=server.address, **more)
    finally:
        server.end()


@pytest.mark.proof
def test_a_few_rounds(tmp_path):
    assert prove(tmp_path / "data", ["web", "worker", "first"])["killed"] == 3


@pytest.mark.proof
def test_hundreds_of_rounds_with_sqlite(tmp_path):
    print(prove(tmp_path / "data", of_kinds(ROUNDS, KINDS), plans=True))


@pytest.mark.proof
def test_hundreds_of_rounds_with_postgresql_whose_processes_are_killed_too(tmp_path):
    print(on_postgresql(tmp_path / "data", of_kinds(ROUNDS, (*KINDS, "backend", "backend", "server")), plans=True))
