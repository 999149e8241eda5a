"""Programs that write to a portal by its API, send each request until it is answered, and some of them once more."""

from __future__ import annotations

import json
import random
import threading
import time
from collections import Counter
from datetime import datetime, timedelta

import httpx

RETRY = {429, 502, 503, 504}


class Program(threading.Thread):
    """Writes until it is stopped; everything that it was told to have done is in ``acknowledged`` and ``marks``."""

    def __init__(self, number: int, address: str, seeded: dict, *, plans: bool) -> None:
        super().__init__(name=f"program-{number}", daemon=True)
        self.number, self.chance = number, random.Random(number)
        self.acknowledged: Counter = Counter()
        self.marks: dict[str, list[str]] = {}
        self.wrong: list[str] = []
        self.done = self.repeated = self.lost = 0
        self._kept: list[tuple] = []
        self._seeded, self._counted, self._stop_now = seeded, 0, threading.Event()
        self._client = httpx.Client(base_url=f"{address}/api/v1", timeout=60)
        self._deeds = [self.write, self.write, self.write, self.begin, self.offer, self.add_partner, self.again, self.again]
        if number == 0:  # what only one can do at a time
            self._deeds += [self.reach, self.reach, self.mandate, self.mandate]
        if number == 1 and plans:
            self._deeds += [self.choose]

    def stop(self) -> None:
        """End after what it does now."""
        self._stop_now.set()

    def run(self) -> None:
        while not self._stop_now.is_set() and not self.wrong:
            try:
                self.chance.choice(self._deeds)()
            except Exception as fault:
                self.wrong.append(f"{type(fault).__name__}: {fault}")

    def write(self) -> None:
        mark = self._mark("message")
        who = self.chance.choice(["trader", "carrier", "zone"])
        self._do("case.message_written", f"/cases/{self._seeded['case']}/messages", {"text": mark}, who)

    def begin(self) -> None:
        case = self._do("case.begun", "/cases", {"reference": self._mark("case")})
        if self.chance.random() < 0.5:
            self._do("case.withdrawn", f"/cases/{case['id']}/withdraw")

    def choose(self) -> None:
        given = {"reference": self._mark("case"), "consignment": self._seeded["document"]}
        case = self._do("case.begun", "/cases", given)
        self._do("case.way_chosen", f"/cases/{case['id']}/way", {"way": 0})
        if self.chance.random() < 0.8:  # the first plan of a process takes long
            self._deeds.remove(self.choose)

    def offer(self) -> None:
        offer = self._do("offer.made", "/offers", {"kind": "offer", "title": self._mark("offer"), "hs": "080810"})
        if self.chance.random() < 0.5:
            self._do("offer.published", f"/offers/{offer['id']}/publish")

    def add_partner(self) -> None:
        self._do("partner.added", "/partners", {"name": self._mark("partner"), "country": "KZ"})

    def reach(self) -> None:
        self._counted += 1
        at = datetime.fromisoformat(self._seeded["at"]) - timedelta(days=1) + timedelta(seconds=self._counted)
        address = f"/cases/{self._seeded['case']}/milestones/{self._seeded['milestone']}/reach"
        self._do("case.milestone_reached", address, {"reached_at": at.isoformat()}, "carrier")

    def mandate(self) -> None:
        days = {"valid_from": self._seeded["at"][:10], "valid_to": "2027-06-01"}
        mandate = self._do("mandate.offered", "/mandates", {"broker": self._seeded["broker"], **days})
        self._do("mandate.accepted", f"/mandates/{mandate['id']}/accept", None, "broker")
        self._do("mandate.ended", f"/mandates/{mandate['id']}/end")

    def again(self) -> None:
        """Send something once more that was answered: the answer is the same."""
        if self._kept:
            address, body, who, key, answer = self.chance.choice(self._kept[-300:])
            found = self._send(address, body, who, key)
            self.repeated += 1
            if (found.status_code, found.text) != (answer.status_code, answer.text):
                self.wrong.append(f"another answer the second time: {address} {answer.text[:200]} {found.text[:200]}")
            elif found.headers.get("Idempotent-Replayed") != "true":
                self.wrong.append(f"done once more: {address}")

    def _do(self, verb: str, address: str, body: dict | None = None, who: str = "trader") -> dict:
        key = f"{self.name}-{self._next()}"
        answer = self._send(address, body, who, key)
        if not 200 <= answer.status_code < 300:
            raise AssertionError(f"{address} answers {answer.status_code} {answer.text[:300]}")
        self.acknowledged[verb] += 1
        self.done += 1
        self._kept.append((address, body, who, key, answer))
        return answer.json()

    def _send(self, address: str, body: dict | None, who: str, key: str) -> httpx.Response:
        """Send it until it is answered for good."""
        head = {"Authorization": f"Bearer {self._seeded['keys'][who]}", "Idempotency-Key": key}
        until = time.monotonic() + 180
        while time.monotonic() < until:
            try:
                answer = self._client.post(address, json=body, headers=head)
            except httpx.TransportError:
                self.lost += 1
                time.sleep(0.05)
                continue
            if answer.status_code in RETRY or (answer.status_code == 409 and "in-progress" in answer.text):
                if answer.status_code == 503 and "Retry-After" not in answer.headers:
                    raise AssertionError("a refusal that does not say when to come again")
                time.sleep(0.1)
                continue
            return answer
        raise AssertionError(f"{address} is not answered")

    def _mark(self, what: str) -> str:
        mark = f"mark-{what}-{self.number}-{self._next()}"
        self.marks.setdefault(what, []).append(mark)
        return mark

    def _next(self) -> int:
        self._counted += 1
        return self._counted


def told(programs: list[Program], before: dict) -> str:
    """What was acknowledged to all of them, for the books."""
    marks: dict[str, list[str]] = {}
    for each in programs:
        for what, found in each.marks.items():
            marks.setdefault(what, []).extend(found)
    acknowledged = sum((each.acknowledged for each in programs), Counter())
    return json.dumps({"before": before, "acknowledged": acknowledged, "marks": marks})
