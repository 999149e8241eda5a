"""How much one machine bears: the served portal under a realistic mix, at 1, 2 and 4 times what it bears, beside a plain page.

    python benchmarks/load.py [--smoke] [--data FOLDER]

The demo zone (made before in FOLDER, or made now) is served by `chorsu serve`; people and programs look at their day, lists,
cases, goods, search, write messages, tell milestones, plan, send invoices in. Each answer is verified by what it must say. First
the capacity is found: clients who ask again as soon as they are answered are added until throughput rises no more. Then requests
arrive at 1, 2 and 4 times that rate, at random and whether or not the ones before were answered. Told are p50 and p99 of what was
answered, from the moment a request was due, answers and polite refusals (503 with Retry-After) a second, and how many answers
were wrong or failed (cut off, 500).

The peer is a plain Django application with the same rows in SQLite, one page that lists them, behind the same server with as
many processes. Clients and servers share the machine. Exit status 1 where an answer is wrong or fails.
"""

import argparse
import json
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import httpx

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.running.served import chorsu, environ, free_port, serving  # noqa: E402

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
PROCESSES = 2
# What is done, and how often in a thousand: most look, few write.
MIX = {
    "sign in anew": 5, "today": 170, "cases": 170, "case": 220, "search": 80, "goods": 70, "message": 60,
    "milestone": 30, "plan": 5, "invoice": 10, "api: cases": 80, "api: case": 100,
}  # fmt: skip
EXAMPLE = json.loads((ROOT / "examples" / "cotton-yarn-tashkent-qingdao.json").read_text())
INVOICE = (
    "Description,HS code,Origin,Quantity,Unit,Value,Currency,Net mass,Gross mass\n"
    "Cotton yarn,520512,UZ,20000,KGM,45200.00,USD,20000,20900\n"
)


class Wrong(Exception):
    """An answer that does not say what it must."""


class Refused(Exception):
    """503 with Retry-After."""


class Reader:
    """One client: a person of the demo zone at pages, and a program of theirs with a token."""

    def __init__(self, address: str, told: dict) -> None:
        self.told, self._address = told, address
        # As many connections as there are requests: none waits for another in here.
        self.client = httpx.Client(base_url=address, timeout=60, limits=httpx.Limits(max_connections=None))
        self._key = {"Authorization": f"Bearer {told['token']}"}
        self.sign_in(self.client)

    def do(self, what: str, chance: random.Random) -> None:
        """One thing; raises Refused, Wrong, httpx.TransportError. Who has none of the sort looks at their day instead."""
        case = chance.choice(self.told["cases"])
        newest = self.told["cases"][0]["reference"]
        page = f"/en/trade/cases/{case['id']}/"
        looked_at = {
            "today": ("/en/", self.told["name"]),
            "cases": ("/en/trade/cases/", newest),
            "case": (page, case["reference"]),
            "search": (f"/en/search/?q={case['reference']}", page),
            "goods": ("/en/trade/offers/", self.told["offer"]),
            "api: cases": ("/api/v1/cases", newest),
            "api: case": (f"/api/v1/cases/{case['id']}", case["reference"]),
        }
        if what in looked_at:
            self._get(*looked_at[what])
        else:
            getattr(self, what.replace(" ", "_"))(chance)

    def sign_in_anew(self, _chance: random.Random) -> None:
        """Another browser of theirs."""
        with httpx.Client(base_url=self._address, timeout=60) as client:
            self.sign_in(client)

    def message(self, chance: random.Random) -> None:
        """Write one, and find it on the page."""
        open_ones = [each for each in self.told["cases"] if each["open"]]
        if not open_ones:
            return self.do("today", chance)
        case, words = chance.choice(open_ones), f"Load {uuid.uuid4()}"
        page = f"/en/trade/cases/{case['id']}/messages/"
        form = TOKEN.search(self._get(page, case["reference"]))
        sent = {"csrfmiddlewaretoken": form[1], "text": words}
        self._checked(self.client.post(page, data=sent, headers=self._from(page)), 302)
        self._get(page, words)
        return None

    def milestone(self, chance: random.Random) -> None:
        """Tell once more when the last point was reached."""
        point = self.told["milestone"]
        if point is None:
            return self.do("today", chance)
        given = {"reached_at": point["reached_at"], "note": f"Load {uuid.uuid4()}"}
        self._sent(f"/cases/{point['case']}/milestones/{point['id']}/reach", given["note"], json=given)
        return None

    def plan(self, _chance: random.Random) -> None:
        """Plan what nobody has planned before."""
        document = EXAMPLE | {"reference": f"Load {uuid.uuid4()}", "ready": self.told["ready"]}
        self._sent("/plans", document["reference"], json=document)

    def invoice(self, chance: random.Random) -> None:
        """Send a small one in."""
        if self.told["kind"] != "trader":
            return self.do("today", chance)
        name = f"load-{uuid.uuid4()}.csv"
        self._sent("/uploads", name, 201, files={"file": (name, INVOICE.encode())})
        return None

    def sign_in(self, client: httpx.Client) -> None:
        """By the demo's button."""
        form = TOKEN.search(self._checked(client.get("/en/demo/")).text)
        fields = {"csrfmiddlewaretoken": form[1]}
        self._checked(client.post(f"/en/demo/as/{self.told['membership']}/", data=fields, headers=self._from("/en/demo/")), 302)

    def _get(self, address: str, wanted: str) -> str:
        is_program = address.startswith("/api/")
        text = self._says(self.client.get(address, headers=self._key if is_program else {}), wanted)
        if not text.rstrip().endswith("}" if is_program else "</html>"):
            raise Wrong("half a page")
        return text

    def _sent(self, address: str, wanted: str, status: int = 200, **body: object) -> None:
        self._says(self.client.post(f"/api/v1{address}", headers=self._key, **body), wanted, status)

    def _says(self, answer: httpx.Response, wanted: str, status: int = 200) -> str:
        text = self._checked(answer, status).text
        if wanted not in text and wanted.replace("&", "&amp;").replace("'", "&#x27;") not in text:
            raise Wrong(f"it does not say {wanted!r}")
        return text

    def _checked(self, answer: httpx.Response, status: int = 200) -> httpx.Response:
        if answer.status_code == 503 and "Retry-After" in answer.headers:
            raise Refused
        if answer.status_code >= 500:
            raise httpx.TransportError(str(answer.status_code))
        if answer.status_code != status:
            raise Wrong(f"{answer.status_code} {answer.text[:200] if status != 200 or answer.status_code >= 400 else ''}")
        return answer

    def _from(self, page: str) -> dict:
        return {"Referer": self._address + page}


class Tally:
    """What was answered, by how it was answered."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self.of: dict[str, list[float]] = {}
        self.refused = 0
        self.wrong: Counter = Counter()
        self.failed: Counter = Counter()
        self._lock = threading.Lock()

    def measure(self, what: str, do: Callable[[], None], due: float) -> None:
        """Do it, and count how it ended and how long after it was due."""
        wrong = failed = ""
        refused = False
        try:
            do()
        except Refused:
            refused = True
        except Wrong as fault:
            wrong = f"{what}: {fault}"
        except httpx.TransportError as fault:
            failed = f"{what}: {type(fault).__name__} {fault}"
        took = time.monotonic() - due
        with self._lock:
            if refused:
                self.refused += 1
            elif wrong:
                self.wrong[wrong] += 1
            elif failed:
                self.failed[failed] += 1
            else:
                self.seconds.append(took)
                self.of.setdefault(what, []).append(took)


def closed(
    clients: int, seconds: float, act: Callable[[int, random.Random], tuple[str, Callable[[], None]]]
) -> tuple[Tally, float]:
    """So many clients, each asking again as soon as it is answered."""
    tally, began = Tally(), time.monotonic()

    def go_on(number: int) -> None:
        chance = random.Random(number)
        while time.monotonic() < began + seconds:
            what, do = act(number, chance)
            tally.measure(what, do, time.monotonic())

    threads = [threading.Thread(target=go_on, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return tally, time.monotonic() - began


def arriving(
    rate: float, seconds: float, act: Callable[[int, random.Random], tuple[str, Callable[[], None]]]
) -> tuple[Tally, float]:
    """Requests that arrive so many a second, at random, whoever still waits."""
    tally, chance, began = Tally(), random.Random(1), time.monotonic()
    due, number = began, 0
    with ThreadPoolExecutor(400) as threads:
        while (due := due + chance.expovariate(rate)) < began + seconds:
            time.sleep(max(0.0, due - time.monotonic()))
            what, do = act(number, chance)
            threads.submit(tally.measure, what, do, due)
            number += 1
    return tally, time.monotonic() - began


def shown(name: str, tally: Tally, took: float) -> float:
    """Print a line; answers a second."""
    p50, p99 = _quantiles(tally.seconds)
    rate = len(tally.seconds) / took
    ends = f"{sum(tally.wrong.values()):6} {sum(tally.failed.values()):6}"
    print(f"{name:<38} {p50:7.0f} ms {p99:7.0f} ms {rate:8.1f} /s {tally.refused / took:8.1f} /s {ends}", flush=True)
    return rate


def _quantiles(seconds: list[float]) -> tuple[float, float]:
    found = sorted(seconds) or [0.0]
    return statistics.median(found) * 1000, found[min(len(found) - 1, int(len(found) * 0.99))] * 1000


def keys(*, few: bool) -> None:
    """Run within the installation: make the demo zone, ``few`` cases of it; who there is, a key for each, what they see. JSON."""
    import django

    django.setup()
    from django.utils import timezone

    from chorsu.desks.actor import Actor
    from chorsu.desks.organisations import services
    from chorsu.desks.organisations.models import Membership
    from chorsu.desks.trade.models import Case
    from chorsu.desks.trade.queries import visible_cases
    from chorsu.desks.trade.queries_goods import visible_offers
    from chorsu.portal.demo import seed

    at, found = timezone.now(), []
    if few:
        written = seed.plot()
        under_way = [row for row in written["case"] if row["until"] == "under_way"]
        written["case"] = under_way[:1]
        seed.plot = lambda: written
    seed.seed_zone(at=at)
    for member in Membership.objects.filter(ended_at=None).select_related("person", "organisation"):
        actor = Actor(member.person, member.organisation, member.role)
        cases = list(visible_cases(actor).order_by("-pk")[:20])
        offers = visible_offers(actor, at.date()).order_by("-pk")
        if not cases or not offers or member.role == "reader":
            continue
        reached = [
            (case, point)
            for case in cases
            if case.state == Case.State.UNDER_WAY and actor.organisation.pk in (case.trader_id, case.carrier_id)
            for point in case.milestones.exclude(reached_at=None).order_by("-number")[:1]
        ]
        found.append(
            {
                "membership": str(member.pk),
                "name": member.organisation.name,
                "kind": member.organisation.kind,
                "token": services.make_token("load", services.SCOPES, at + timedelta(days=1), by=actor, at=at)[1],
                "cases": [
                    {"id": str(each.pk), "reference": each.reference, "open": each.state not in ("closed", "withdrawn", "draft")}
                    for each in cases
                ],
                "offer": offers[0].title,
                "ready": f"{at.date() + timedelta(days=7)}",
                "milestone": {
                    "case": str(reached[0][0].pk),
                    "id": str(reached[0][1].pk),
                    "reached_at": reached[0][1].reached_at.isoformat(),
                }
                if reached
                else None,
            }
        )
    print(json.dumps(found))


def peer(data: Path, clients: int, seconds: float) -> float:
    """The plain application, measured as the list of cases is."""
    port, env = free_port(), environ(data) | {"CHORSU_ROWS": str(data / "chorsu.sqlite3"), "PYTHONPATH": str(ROOT)}
    words = ["--interface", "wsgi", "--port", str(port), "--workers", str(PROCESSES), "--blocking-threads", "8", "--no-log"]
    process = subprocess.Popen([sys.executable, "-m", "granian", *words, "benchmarks.peers.plain:application"], env=env, cwd=ROOT)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            for _ in range(300):
                try:
                    client.get("/")
                    break
                except httpx.TransportError:
                    time.sleep(0.1)

            def do() -> None:
                if not client.get("/").text.endswith("</html>"):
                    raise Wrong("half a page")

            return shown("the peer: a plain list of the same rows", *closed(clients, seconds, lambda *_: ("list", do)))
    finally:
        process.terminate()
        process.wait()


def prepared(data: Path, given: argparse.Namespace) -> list[dict]:
    """The demo zone in the folder; who there is."""
    if given.data:
        shutil.copytree(given.data, data)
    made = chorsu("serve", "--check", data=data, CHORSU_DEMO="1")
    if made.returncode:
        raise RuntimeError(made.stderr)
    env = environ(data, DJANGO_SETTINGS_MODULE="chorsu.portal.settings", CHORSU_DEMO="1")
    words = [sys.executable, __file__, "--keys", *(["--smoke"] if given.smoke else [])]
    return json.loads(subprocess.run(words, env=env, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout)


def measured(readers: list[Reader], seconds: float, steps: tuple[int, ...]) -> tuple[int, float, Counter]:
    """The mix: clients at the capacity, the rate of the list of cases alone, and what went wrong."""
    faults: Counter = Counter()

    def mixed(number: int, chance: random.Random) -> tuple[str, Callable[[], None]]:
        what, reader = chance.choices(list(MIX), MIX.values())[0], readers[number % len(readers)]
        mine = random.Random(chance.random())
        return what, lambda: reader.do(what, mine)

    def listed(number: int, chance: random.Random) -> tuple[str, Callable[[], None]]:
        return "cases", lambda: readers[number % len(readers)].do("cases", chance)

    def line(name: str, tally: Tally, took: float) -> float:
        nonlocal faults
        faults += tally.wrong + tally.failed
        return shown(name, tally, took)

    best, bears, alone = 0.0, steps[0], Tally()
    for clients in steps:
        tally, took = closed(clients, seconds / 2, mixed)
        rate = line(f"finding out: {clients} clients", tally, took)
        if rate <= best:
            break
        best, bears, alone = rate, clients, tally
    for what, times in sorted(alone.of.items()):
        p50, p99 = _quantiles(times)
        print(f"    {what:<34} {p50:7.0f} ms {p99:7.0f} ms {len(times):8}")
    for times in (1, 2, 4):
        line(f"{times} × {best:.0f} arrive in a second", *arriving(max(best, 1.0) * times, seconds, mixed))
    return bears, line("the list of cases alone", *closed(bears, seconds / 2, listed)), faults


def main() -> int:
    asked = argparse.ArgumentParser(description="How much one machine bears")
    asked.add_argument("--smoke", action="store_true", help="a few seconds only: does it still work?")
    asked.add_argument("--keys", action="store_true", help=argparse.SUPPRESS)
    asked.add_argument("--data", type=Path, help="the data folder of a demo zone that was made before; it is copied")
    given = asked.parse_args()
    if given.keys:
        keys(few=given.smoke)
        return 0
    seconds, steps = (1.0, (2,)) if given.smoke else (20.0, (2, 4, 8, 16))
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        told = prepared(data, given)
        with serving(data, "--workers", str(PROCESSES), CHORSU_DEMO="1", CHORSU_API_RATE="1000000") as portal:
            readers = [Reader(portal.address, each) for each in told]
            # What a process does once only, it has done before anything is measured.
            for what in MIX:
                for number in range(1 if given.smoke else 2 * PROCESSES):
                    readers[number % len(readers)].do(what, random.Random(number))
            print(f"{'':<38} {'p50':>10} {'p99':>10} {'answered':>11} {'refused':>11} {'wrong':>6} {'failed':>6}")
            bears, own, faults = measured(readers, seconds, steps)
        plain = peer(data, bears, seconds / 2)
    print(f"The plain list is answered {plain / max(own, 0.001):.1f} times as often as the list of cases.")
    for what, number in faults.most_common(20):
        print(f"wrong or failed: {what}, {number} times", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
