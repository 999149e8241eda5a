"""How much one machine bears: the served portal under a realistic mix, at 1, 2 and 4 times what it bears, beside a bare page.

    python benchmarks/load.py [--smoke]

The demo zone is served by `chorsu serve`; people sign in, look at their day, lists, cases, plans, search, write messages. First
the capacity is found: clients are added until throughput rises no more. Then so many, twice and four times as many ask at once,
as fast as they are answered. Told are p50 and p99 of what was answered, answers and refusals a second. The peer is what the same
server gives for an address that asks nothing (`/health/live`), the ceiling of Python behind this server.

Exit status 1 where an answer is wrong (another status than expected, half a page) or an error is not a polite refusal (503 with
Retry-After).
"""

import argparse
import random
import re
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

import httpx

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.running.served import chorsu, serving  # noqa: E402

KEY = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
# What people do, and how often in a hundred: most look, few write.
MIX = {"today": 20, "cases": 20, "case": 30, "search": 10, "plans": 5, "api": 10, "message": 5}
ADDRESSES = {
    "cases": "/en/trade/cases/",
    "search": "/en/search/?q=apples",
    "plans": "/en/plans/",
    "api": "/api/v1/cases",
}


class Person:
    """One client: signed in as somebody of the demo zone."""

    def __init__(self, address: str, door: str) -> None:
        self.client = httpx.Client(base_url=address, timeout=120)
        form = KEY.search(self.client.get("/en/demo/").text)
        signed = self.client.post(door, data={"csrfmiddlewaretoken": form[1]}, headers={"Referer": f"{address}/en/demo/"})
        if signed.status_code != 302:
            raise RuntimeError(f"signing in answers {signed.status_code}")
        listed = self.client.get("/en/trade/cases/").text
        self.cases = sorted(set(re.findall(r'href="(/en/trade/cases/[0-9a-f-]{36}/)"', listed)))

    def do(self, what: str, chance: random.Random) -> httpx.Response:
        """One thing that people do."""
        if what in ("case", "message") and self.cases:
            case = chance.choice(self.cases)
            if what == "case":
                return self.client.get(case)
            page = self.client.get(f"{case}messages/")
            form = KEY.search(page.text)
            if not form or 'id="write"' not in page.text:  # one who may only read, or a case that is over
                return page
            data = {"csrfmiddlewaretoken": form[1], "text": f"Message {chance.random()}"}
            return self.client.post(f"{case}messages/", data=data, headers={"Referer": f"{self.client.base_url}{case}"})
        return self.client.get(ADDRESSES.get(what, "/en/"))


class Tally:
    """What was answered, by how it was answered."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self.refused = 0
        self.wrong: Counter = Counter()
        self._lock = threading.Lock()

    def count(self, what: str, answer: httpx.Response | None, seconds: float) -> None:
        with self._lock:
            whole = answer is not None and (answer.status_code == 302 or answer.text.rstrip().endswith(("</html>", "}")))
            if whole and answer.status_code in (200, 302):
                self.seconds.append(seconds)
            elif answer is not None and answer.status_code == 503 and "Retry-After" in answer.headers:
                self.refused += 1
            else:
                self.wrong[f"{what}: {answer.status_code if answer is not None else 'cut off'}"] += 1


def run(people: list[Person], seconds: float, only: str = "") -> tuple[Tally, float]:
    """All of them at it for so long."""
    tally, until, began = Tally(), time.monotonic() + seconds, time.monotonic()

    def act(person: Person, seed: int) -> None:
        chance = random.Random(seed)
        while time.monotonic() < until:
            what = only or chance.choices(list(MIX), MIX.values())[0]
            asked = time.monotonic()
            try:
                answer = person.client.get("/health/live") if only else person.do(what, chance)
            except httpx.TransportError:
                answer = None
            tally.count(what, answer, time.monotonic() - asked)
            if answer is not None and answer.status_code == 503:
                time.sleep(chance.uniform(0.5, 1.0) * int(answer.headers.get("Retry-After", "1")))

    threads = [threading.Thread(target=act, args=(person, number)) for number, person in enumerate(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return tally, time.monotonic() - began


def shown(name: str, tally: Tally, took: float) -> float:
    """Print a line; answers a second."""
    answered = sorted(tally.seconds) or [0.0]
    p50, p99 = statistics.median(answered), answered[min(len(answered) - 1, int(len(answered) * 0.99))]
    rate = len(tally.seconds) / took
    refused, wrong = tally.refused / took, sum(tally.wrong.values())
    print(f"{name:<34} {p50 * 1000:8.0f} ms {p99 * 1000:8.0f} ms {rate:8.1f} /s {refused:8.1f} /s {wrong:6}", flush=True)
    return rate


def main() -> int:
    asked = argparse.ArgumentParser(description="How much one machine bears")
    asked.add_argument("--smoke", action="store_true", help="a few seconds only: does it still work?")
    smoke = asked.parse_args().smoke
    seconds, steps = (2.0, (2,)) if smoke else (20.0, (2, 4, 8, 16))
    wrong: Counter = Counter()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        made = chorsu("serve", "--demo", "--check", data=data)
        if made.returncode:
            print(made.stderr, file=sys.stderr)
            return 1
        with serving(data, "--workers", "2", CHORSU_DEMO="1") as portal:
            doors = re.findall(r'action="(/en/demo/as/[^"]+)"', portal.client.get("/en/demo/").text)
            people: list[Person] = []

            def so_many(number: int) -> list[Person]:
                while len(people) < number:
                    people.append(Person(portal.address, doors[len(people) % len(doors)]))
                return people[:number]

            print(f"{'':<34} {'p50':>11} {'p99':>11} {'answered':>11} {'refused':>11} {'wrong':>6}")
            best, bears = 0.0, steps[0]
            for number in steps:
                tally, took = run(so_many(number), seconds / 2)
                wrong += tally.wrong
                rate = shown(f"finding out: {number} clients", tally, took)
                if rate < best * 1.1:
                    break
                best, bears = rate, number
            for times in (1, 2, 4):
                tally, took = run(so_many(bears * times), seconds)
                wrong += tally.wrong
                rate = shown(f"{times} × what it bears: {bears * times} clients", tally, took)
                best = max(best, rate)
            tally, took = run(so_many(bears), seconds / 2, only="live")
            bare = shown("the peer: a page that asks nothing", tally, took)
    print(f"The mix has 1/{bare / max(best, 0.001):.0f} of the bare page's throughput.")
    for what, number in wrong.most_common():
        print(f"wrong: {what}, {number} times", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
