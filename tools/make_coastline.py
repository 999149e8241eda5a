"""Make the portal's coastline from Natural Earth's land (public domain), as the npm package `world-atlas` carries it.

    npm pack world-atlas && tar xzf world-atlas-*.tgz
    python tools/make_coastline.py package/land-50m.json src/chorsu/portal/static/chorsu/land.json

TopoJSON is decoded by hand (quantised arcs, delta-encoded), cut to the region of the map, thinned (Douglas–Peucker) and rounded.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

WEST, SOUTH, EAST, NORTH = 0.0, -12.0, 160.0, 78.0
TOLERANCE = 0.02  # degrees: below a pixel at the closest zoom that the map allows
SMALLEST = 0.02  # square degrees: islands smaller than this are left out
DIGITS = 2

Point = tuple[float, float]


def decode_arcs(topology: dict) -> list[list[Point]]:
    """The arcs as degrees; TopoJSON 3: positions are sums of deltas, then scaled and moved."""
    (scale_x, scale_y), (move_x, move_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for delta_x, delta_y in arc:
            x, y = x + delta_x, y + delta_y
            line.append((x * scale_x + move_x, y * scale_y + move_y))
        arcs.append(line)
    return arcs


def ring_of(indices: list[int], arcs: list[list[Point]]) -> list[Point]:
    """One closed ring from its arcs; a negative index is the arc's complement, walked backwards."""
    ring: list[Point] = []
    for index in indices:
        line = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring.extend(line[1:] if ring else line)
    return ring


def cut(ring: list[Point]) -> list[Point]:
    """The part of a ring inside the region (Sutherland–Hodgman)."""
    for axis, bound, keep_greater in ((0, WEST, True), (0, EAST, False), (1, SOUTH, True), (1, NORTH, False)):
        ring = _cut_side(ring, axis, bound, keep_greater)
    return ring


def _cut_side(ring: list[Point], axis: int, bound: float, keep_greater: bool) -> list[Point]:
    kept: list[Point] = []
    for before, point in zip([*ring[-1:], *ring[:-1]], ring, strict=True):
        inside = point[axis] >= bound if keep_greater else point[axis] <= bound
        was_inside = before[axis] >= bound if keep_greater else before[axis] <= bound
        if inside != was_inside:
            share = (bound - before[axis]) / (point[axis] - before[axis])
            kept.append(tuple(before[i] + share * (point[i] - before[i]) for i in (0, 1)))
        if inside:
            kept.append(point)
    return kept


def thin(line: list[Point]) -> list[Point]:
    """Douglas–Peucker, without recursion."""
    if len(line) < 3:
        return line
    keep = {0, len(line) - 1}
    spans = [(0, len(line) - 1)]
    while spans:
        first, last = spans.pop()
        farthest, distance = max(
            ((i, _distance(line[i], line[first], line[last])) for i in range(first + 1, last)),
            key=lambda found: found[1],
            default=(first, 0.0),
        )
        if distance > TOLERANCE:
            keep.add(farthest)
            spans += [(first, farthest), (farthest, last)]
    return [line[i] for i in sorted(keep)]


def _distance(point: Point, start: Point, end: Point) -> float:
    (x, y), (x1, y1), (x2, y2) = point, start, end
    length = (x2 - x1) ** 2 + (y2 - y1) ** 2
    share = 0.0 if length == 0 else max(0.0, min(1.0, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length))
    return ((x - x1 - share * (x2 - x1)) ** 2 + (y - y1 - share * (y2 - y1)) ** 2) ** 0.5


def area(ring: list[Point]) -> float:
    """The area inside a ring, in square degrees."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True))) / 2


def finished(ring: list[Point]) -> list[list[float]] | None:
    """A ring cut, thinned, rounded and closed; None where nothing worth drawing is left."""
    ring = cut(ring)
    if len(ring) < 3 or area(ring) < SMALLEST:
        return None
    # Thin two halves: a closed ring has no chord from its first to its last point.
    middle = len(ring) // 2
    thinned = thin(ring[: middle + 1])[:-1] + thin([*ring[middle:], ring[0]])
    rounded = [[round(x, DIGITS), round(y, DIGITS)] for x, y in thinned]
    rounded = [point for i, point in enumerate(rounded) if i == 0 or point != rounded[i - 1]]
    return rounded if len(rounded) >= 4 else None


def main(source: Path, target: Path) -> None:
    """Read the TopoJSON at ``source`` and write the coastline to ``target``."""
    topology = json.loads(source.read_text())
    arcs = decode_arcs(topology)
    polygons = []
    for geometry in topology["objects"]["land"]["geometries"]:
        parts = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        for part in parts:
            rings = [finished(ring_of(indices, arcs)) for indices in part]
            if rings and rings[0]:
                polygons.append([ring for ring in rings if ring])
    document = {
        "type": "Feature",
        "properties": {"attribution": "Natural Earth 1:50m land, public domain"},
        "geometry": {"type": "MultiPolygon", "coordinates": polygons},
    }
    target.write_text(json.dumps(document, separators=(",", ":")) + "\n")
    print(f"{len(polygons)} polygons, {target.stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
