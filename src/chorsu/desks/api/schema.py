"""The API with its description: OpenAPI 3.1 in which every operation tells its scope and everything that can go wrong."""

import json
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser
from pydantic import Field

from chorsu.desks.api.problems import KINDS, MEDIA_TYPE, Problem, answer, problem_of
from chorsu.desks.api.repeats import HEADER, MOST_KEY
from chorsu.desks.api.shapes import SHAPES, resolved
from chorsu.desks.language import engine_language
from chorsu.facts import Faulty
from chorsu.reading import parse_json


class ProblemFault(Schema):
    """One fault of a request."""

    path: str = Field(description="Where: `items[0].hs`; empty where it is the whole request.", examples=["items[0].hs"])
    message: str = Field(description="What is wrong, in the language of the request.")
    expected: str | None = Field(None, description="What would be right.")


class ProblemAnswer(Schema):
    """A failure (RFC 9457). Nothing was changed."""

    type: str = Field(description="What kind of failure: `urn:chorsu:problem:` and its name.")
    title: str = Field(description="What it is called, in the language of the request.")
    status: int = Field(description="The status of the answer.")
    detail: str = Field(description="What happened and what would be right, in the language of the request.")
    instance: str = Field(description="The address that was asked.")
    faults: list[ProblemFault] | None = Field(None, description="Every fault of the request at once.")


class Exactly(Parser):
    """Reads JSON so that figures stay exact, and refuses letters that no database keeps."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The body. Raises Problem where it is not JSON in UTF-8."""
        try:
            read = parse_json(request.body)
        except Faulty as faulty:
            raise HttpProblem(faulty) from None
        if not _keepable(read):
            raise HttpProblem(None)
        return read


class HttpProblem(Problem):
    """A body that cannot be read."""

    def __init__(self, faulty: Faulty | None) -> None:
        faults = [row.to_json(engine_language()) for row in faulty.faults] if faulty else []
        super().__init__("unreadable", faults=faults)


def _keepable(value: Any) -> bool:
    """Whether every text in it is of letters that can be written: no NUL, no half of a letter."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            if "\0" in each or any("\ud800" <= letter <= "\udfff" for letter in each):
                return False
        elif isinstance(each, dict):
            waiting += [*each, *each.values()]
        elif isinstance(each, list):
            waiting += each
    return True


class Api(NinjaAPI):
    """The operations of all desks under one root, with one way to fail and one description."""

    def __init__(self, **more: Any) -> None:
        super().__init__(parser=Exactly(), auth=None, **more)
        for kind in (Exception, HttpError, ValidationError, Http404):
            self.add_exception_handler(kind, _failed)

    def get_openapi_schema(self, **_more: Any) -> dict:
        """The description. The same for everybody, made once."""
        return self.description_of_all

    @cached_property
    def description_of_all(self) -> dict:
        """The description as OpenAPI 3.1."""
        described = resolved(json.loads(json.dumps(super().get_openapi_schema(path_prefix=""), default=str)))
        described["servers"] = [{"url": self.get_root_path({}).rstrip("/")}]
        components = described["components"]
        schema = ProblemAnswer.model_json_schema(ref_template="#/components/schemas/{model}")
        components["schemas"] |= schema.pop("$defs") | {"Problem": schema} | SHAPES
        components["responses"] = {name: _response(name) for name in KINDS}
        components["securitySchemes"] = {
            "token": {"type": "http", "scheme": "bearer", "description": "A token of an organisation, with its scopes."},
            "session": {"type": "apiKey", "in": "cookie", "name": "sessionid", "description": "A browser that is signed in."},
        }
        for bound in self._get_bound_routers():
            for view in bound.path_operations.values():
                for operation in view.operations:
                    _complete(described, operation)
        return described


def _failed(request: HttpRequest, fault: Exception) -> HttpResponse:
    problem = problem_of(fault)
    if problem is None:
        raise fault
    return answer(problem, request)


def _response(name: str) -> dict:
    kind = KINDS[name]
    found = {
        "description": _english(kind),
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    if kind.status in (429, 503):
        found["headers"] = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}}}
    return found


def _english(kind) -> str:
    from django.utils.translation import override

    with override("en"):
        return str(kind.title)


def _complete(described: dict, operation) -> None:
    """Say of an operation what the library does not know: its scope, the key of a repeated request, what can go wrong."""
    guard = getattr(operation.view_func, "guard", None)
    if guard is None:
        return
    found = next(
        methods[method.lower()]
        for methods in described["paths"].values()
        for method in operation.methods
        if methods.get(method.lower(), {}).get("operationId") == operation.operation_id
    )
    scope = guard.scope
    found["security"] = [{"token": [scope] if scope else []}, {"session": []}]
    if scope:
        found["description"] = f"{found.get('description', '')}\n\nA token needs the scope `{scope}`.".strip()
    sources = {model.__ninja_param_source__ for model in operation.models}
    problems = ["not-signed-in", "not-allowed", "too-many", "failed", "busy", "faulty"]
    if "path" in sources:
        problems.append("missing")
    if sources & {"body", "form", "file"}:
        problems += ["unreadable", "too-large", "wrong-media-type"]
    if guard.changes:
        problems += ["refused", "missing"]
    if "If-Match" in str(found.get("parameters", "")):
        problems.append("changed-meanwhile")
    if guard.changes and operation.methods == ["POST"]:
        found.setdefault("parameters", []).append(
            {
                "in": "header",
                "name": HEADER,
                "required": False,
                "description": "Makes sending the request again safe: the same key with the same body gets the first answer "
                "again, for 24 hours.",
                "schema": {"type": "string", "minLength": 1, "maxLength": MOST_KEY, "pattern": "^[!-~]+$"},
                "example": "7c1f5e0a-invoice-2026-0042",
            }
        )
    for name in problems:
        found["responses"].setdefault(str(KINDS[name].status), {"$ref": f"#/components/responses/{name}"})
    found["responses"] = dict(sorted(found["responses"].items()))
