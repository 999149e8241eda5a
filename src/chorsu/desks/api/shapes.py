"""Large documents of the engines in the description: named once, referred to by name, passed through as they are."""

from typing import Annotated, Any

from pydantic import WithJsonSchema

MARK = "x-shape"
SHAPES: dict[str, dict] = {}


def shape(name: str, schema: dict) -> Any:
    """Name a schema of the description; gives the type of a document of that shape, which the engines read or write."""
    SHAPES[name] = {"title": name} | schema
    return Annotated[dict[str, Any], WithJsonSchema({MARK: name})]


def ref(name: str) -> dict:
    """A reference to a named schema."""
    return {"$ref": f"#/components/schemas/{name}"}


def fields(required: str = "", /, **properties: dict) -> dict:
    """An object with these fields, ``required`` naming those that are always there; further fields may be added."""
    found: dict = {"type": "object", "properties": {name.rstrip("_"): schema for name, schema in properties.items()}}
    return found | ({"required": required.split()} if required else {})


def sent(required: str, /, **properties: dict) -> dict:
    """An object that is sent in: null is as good as absent where a field need not be there."""
    found = fields(required, **properties)
    kept = required.split()
    found["properties"] = {name: schema if name in kept else maybe(schema) for name, schema in found["properties"].items()}
    return found


def given_figure(description: str = "") -> dict:
    """A decimal figure that is sent in: as a text, or as a number, which is read exactly."""
    return {"type": ["string", "number"], "examples": ["23400.00"]} | ({"description": description} if description else {})


def many(schema: dict, description: str = "") -> dict:
    """A list of these."""
    return {"type": "array", "items": schema} | ({"description": description} if description else {})


def maybe(schema: dict) -> dict:
    """The same, or null."""
    return {"anyOf": [schema, {"type": "null"}]} | ({"description": schema["description"]} if "description" in schema else {})


def words(description: str = "", **more: Any) -> dict:
    """A text."""
    return {"type": "string"} | ({"description": description} if description else {}) | more


def figure(description: str = "") -> dict:
    """A decimal figure as a text."""
    return words(description, examples=["23400.00"])


def whole(description: str = "") -> dict:
    """A whole number."""
    return {"type": "integer"} | ({"description": description} if description else {})


YES_NO = {"type": "boolean"}


def resolved(described: Any) -> Any:
    """The description with its marks turned into references."""
    if isinstance(described, list):
        return [resolved(each) for each in described]
    if not isinstance(described, dict):
        return described
    if MARK in described:
        return ref(described[MARK])
    return {name: resolved(each) for name, each in described.items()}
