"""Carry a consignment by the API of Chorsu: plan it, begin a case with it or with an invoice, submit it, follow it.

    export CHORSU_ADDRESS=http://127.0.0.1:8000  CHORSU_TOKEN=chorsu_…
    python examples/client.py examples/apples-jiaozhou-almaty.json
    python examples/client.py invoice.xlsx

The token needs the scopes plans:read, cases:read, cases:write and journal:read. One is made on the page of your organisation.
"""

import json
import os
import sys
import time
import uuid
from pathlib import Path

import requests


class Refused(Exception):
    """The API did not do it: what it says, each fault with its place."""

    def __init__(self, problem: dict) -> None:
        faults = "".join(f"\n  {fault['path']}: {fault['message']}" for fault in problem.get("faults", ()))
        super().__init__(f"{problem['title']}. {problem['detail']}{faults}")


class Chorsu:
    """The operations that this example needs. Everything else: /api/v1/docs."""

    def __init__(self, address: str, token: str) -> None:
        self.root = f"{address.rstrip('/')}/api/v1"
        self.session = requests.Session()
        self.session.headers["Authorization"] = f"Bearer {token}"

    def ask(self, method: str, path: str, **request) -> dict:
        """Ask; where no answer comes, or the portal says to wait, ask again. The key of a POST makes that safe: done once."""
        key = {"Idempotency-Key": str(uuid.uuid4())} if method == "POST" else {}
        for last in (False, False, True):
            try:
                answer = self.session.request(method, self.root + path, headers=key, timeout=60, **request)
            except (requests.ConnectionError, requests.Timeout):
                if last:
                    raise
                continue
            if last or "Retry-After" not in answer.headers:
                break
            time.sleep(int(answer.headers["Retry-After"]))
        if answer.ok:
            return answer.json() if answer.content else {}
        if "json" in answer.headers.get("Content-Type", ""):
            raise Refused(answer.json())
        raise Refused({"title": f"{answer.status_code} {answer.reason}", "detail": "That was not the portal."})

    def plan(self, consignment: dict) -> dict:
        """Every sensible way of a consignment; nothing is kept."""
        return self.ask("POST", "/plans", json=consignment)

    def begin(self, consignment: dict) -> dict:
        """Begin a case with a consignment."""
        return self.ask("POST", "/cases", json={"consignment": consignment})

    def begin_with_invoice(self, path: Path, answers: dict) -> dict:
        """Begin a case with an invoice: all that was guessed is confirmed here; a person would look at each."""
        upload = self.ask("POST", "/uploads", files={"file": (path.name, path.read_bytes())})
        for fault in upload["cell_faults"]:
            print(f"  {fault['cell']}: {fault['message']} {fault['expected']}")
        choices = upload["choices"] | {"answers": answers, "confirmed": [guess["key"] for guess in upload["guessed"]]}
        self.ask("PUT", f"/uploads/{upload['id']}/choices", json=choices)
        return self.ask("POST", f"/uploads/{upload['id']}/case")

    def choose_cheapest(self, case: dict) -> dict:
        """Choose the way that the plan chooses: the one that costs least."""
        plan = self.ask("GET", f"/cases/{case['id']}/plan")
        if plan["chosen"] is None:
            raise Refused({"title": "No way on file leads there", "detail": f"Case {case['reference']} is a draft still."})
        return self.ask("POST", f"/cases/{case['id']}/way", json={"way": plan["chosen"]})

    def submit(self, case: dict) -> dict:
        """Give the case to the zone."""
        return self.ask("POST", f"/cases/{case['id']}/submit")

    def happened(self, case: dict) -> list[dict]:
        """What happened to a case, the oldest first."""
        entries, path = [], f"/journal?limit=100&stream=case:{case['id']}"
        while path:
            page = self.ask("GET", path)
            entries += page["items"]
            path = (page["next"] or "").removeprefix("/api/v1")
        return entries[::-1]


# What an invoice does not tell of a consignment.
MISSING = {"from": "CNTAO", "to": "KZALA", "ready": "2026-12-10", "incoterm": "FCA", "incoterm_place": "CNTAO"}


def main(file: str) -> None:
    """Carry the consignment of a file to the zone, and tell what happened."""
    chorsu = Chorsu(os.environ["CHORSU_ADDRESS"], os.environ["CHORSU_TOKEN"])
    path = Path(file)
    if path.suffix == ".json":
        consignment = json.loads(path.read_text("utf-8"))
        plan = chorsu.plan(consignment)
        for journey, landed in zip(plan["journeys"], plan["landed"], strict=True):
            print(f"arrives {journey['arrives']['p50']}  costs {landed['total'] or '?'} {landed['currency']}")
        case = chorsu.begin(consignment)
    else:
        case = chorsu.begin_with_invoice(path, MISSING)
    case = chorsu.submit(chorsu.choose_cheapest(case))
    print(f"{case['reference']}: {case['state']}")
    for entry in chorsu.happened(case):
        print(f"{entry['at']}  {entry['sentence']}")


if __name__ == "__main__":
    if len(sys.argv) != 2 or not {"CHORSU_ADDRESS", "CHORSU_TOKEN"} <= os.environ.keys():
        sys.exit(__doc__)
    try:
        main(sys.argv[1])
    except Refused as refused:
        sys.exit(str(refused))
    except requests.RequestException as failed:
        sys.exit(f"No answer from {os.environ['CHORSU_ADDRESS']}: {failed}")
