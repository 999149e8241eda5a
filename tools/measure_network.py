"""Measure the ways of the network and write its service files: distances over OpenStreetMap, sea lanes and great circles.

    npm pack world-atlas && tar xzf world-atlas-*.tgz          # Natural Earth's countries (public domain)
    python -m venv measure && measure/bin/pip install "scgraph<3" scgraph_data searoute scipy "shapely>=2" numpy
    measure/bin/python tools/measure_network.py package/countries-10m.json src/chorsu/data

Reads places and crossings, and what services there are (``network_ways.toml``); writes ``network/services-*.toml`` and
``network/roads-places.toml``. Not needed to run Chorsu: its output is in the repository.

Rail and road distances are shortest ways inside the states of a leg only, so none passes a border that is not a row of
crossings. OpenStreetMap's railways have gaps: dead ends within 60 km of one another are joined at 1.1 times the great circle.
"""

from __future__ import annotations

import csv
import json
import math
import sys
from importlib import import_module
from pathlib import Path

import numpy as np
import searoute
import shapely
import tomli
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components, dijkstra
from scipy.spatial import cKDTree
from shapely.geometry import MultiPolygon, Polygon

EARTH_KM = 6371.0088
# Natural Earth's numeric codes of the states whose networks are measured.
STATES = {
    "156": "CN", "398": "KZ", "417": "KG", "762": "TJ", "860": "UZ", "356": "IN", "586": "PK", "364": "IR", "112": "BY",
    "643": "RU", "496": "MN", "795": "TM", "004": "AF", "031": "AZ", "268": "GE", "616": "PL", "428": "LV", "440": "LT",
}  # fmt: skip
GAP_KM = {"rail": 60, "road": 30}
SMALLEST = 3  # nodes: components below this are noise
CIRCUITY = 1.3  # from a place to the network


def read_countries(path: Path) -> dict[str, MultiPolygon]:
    """The states' outlines from TopoJSON; Baikonur, a row of its own there, lies in Kazakhstan."""
    topology = json.loads(path.read_text("utf-8"))
    scale, move = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = [np.cumsum(np.array(arc), 0) * scale + move for arc in topology["arcs"]]

    def ring(indices: list[int]) -> np.ndarray:
        parts = [arcs[index] if index >= 0 else arcs[~index][::-1] for index in indices]
        return np.concatenate([parts[0], *(part[1:] for part in parts[1:])])

    found: dict[str, MultiPolygon] = {}
    for row in topology["objects"]["countries"]["geometries"]:
        state = "KZ" if row["properties"]["name"] == "Baikonur" else STATES.get(row.get("id", ""))
        if state is None:
            continue
        polygons = [row["arcs"]] if row["type"] == "Polygon" else row["arcs"]
        shape = MultiPolygon([Polygon(ring(each[0]), [ring(hole) for hole in each[1:]]) for each in polygons])
        found[state] = shapely.union(found[state], shapely.make_valid(shape)) if state in found else shapely.make_valid(shape)
    return found


def great_circle(here: np.ndarray, there: np.ndarray) -> np.ndarray:
    """Kilometres between points (latitude, longitude), pair by pair."""
    a, b = np.radians(here), np.radians(there)
    half = np.sin((b[..., 0] - a[..., 0]) / 2) ** 2
    half = half + np.cos(a[..., 0]) * np.cos(b[..., 0]) * np.sin((b[..., 1] - a[..., 1]) / 2) ** 2
    return 2 * EARTH_KM * np.arcsin(np.sqrt(half))


def on_sphere(points: np.ndarray) -> np.ndarray:
    """Points of the unit sphere, so that nearest neighbours can be looked up in a tree."""
    latitude, longitude = np.radians(points[:, 0]), np.radians(points[:, 1])
    return np.c_[np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)]


class Roads:
    """OpenStreetMap's railways or main roads as scgraph_data carries them, cut by states."""

    def __init__(self, mode: str, outlines: dict[str, MultiPolygon]) -> None:
        name = {"rail": "world_railways", "road": "world_highways"}[mode]
        graph = getattr(import_module(f"scgraph_data.{name}"), f"{name}_geograph")
        self.gap = GAP_KM[mode]
        self.cut: dict[tuple[frozenset[str], bool], tuple[csr_matrix, np.ndarray, cKDTree]] = {}
        self.nodes = np.array([node[:2] for node in graph.nodes], float)
        links = [(here, there, km) for here, row in enumerate(graph.graph) for there, km in row.items()]
        self.start, self.end = np.array([link[0] for link in links]), np.array([link[1] for link in links])
        self.km = np.maximum(np.array([link[2] for link in links], float), 1e-6)
        self.state = np.full(len(self.nodes), "", dtype="U2")
        points = shapely.points(self.nodes[:, 1], self.nodes[:, 0])
        for state, outline in outlines.items():
            west, south, east, north = outline.bounds
            inside = (self.nodes[:, 1] >= west) & (self.nodes[:, 1] <= east)
            inside &= (self.nodes[:, 0] >= south) & (self.nodes[:, 0] <= north) & (self.state == "")
            index = np.flatnonzero(inside)
            shapely.prepare(outline)
            self.state[index[shapely.contains(outline, points[index])]] = state

    def inside(self, states: frozenset[str], close: bool) -> tuple[csr_matrix, np.ndarray, cKDTree]:
        """The largest connected network inside states, its gaps closed, with its nodes and a tree of them."""
        if (states, close) not in self.cut:
            self.cut[states, close] = self._inside(states, close)
        return self.cut[states, close]

    def _inside(self, states: frozenset[str], close: bool) -> tuple[csr_matrix, np.ndarray, cKDTree]:
        kept = np.flatnonzero(np.isin(self.state, sorted(states)))
        back = np.full(len(self.nodes), -1)
        back[kept] = np.arange(len(kept))
        both = (back[self.start] >= 0) & (back[self.end] >= 0)
        links = (back[self.start[both]], back[self.end[both]], self.km[both])
        nodes = self.nodes[kept]
        links = _join_parts(links, nodes, self.gap)
        if close:
            links = _join_ends(links, nodes, self.gap)
        graph = _matrix(links, len(nodes))
        _, part = connected_components(graph, directed=False)
        largest = np.flatnonzero(part == np.bincount(part).argmax())
        return graph[largest][:, largest], nodes[largest], cKDTree(on_sphere(nodes[largest]))

    def matrix(self, states: frozenset[str], here: list[tuple[float, float]], there: list[tuple[float, float]], close: bool):
        """Kilometres from each point to each, and how far each lies from the network."""
        graph, nodes, tree = self.inside(states, close)
        starts, ends = np.array(here, float), np.array(there, float)
        first, last = tree.query(on_sphere(starts))[1], tree.query(on_sphere(ends))[1]
        off, far = great_circle(starts, nodes[first]), great_circle(ends, nodes[last])
        unique, inverse = np.unique(first, return_inverse=True)
        ways = dijkstra(graph, directed=False, indices=unique)[inverse][:, last]
        return ways + CIRCUITY * off[:, None] + CIRCUITY * far[None, :], off, far


def _matrix(links, size: int) -> csr_matrix:
    return csr_matrix((links[2], (links[0], links[1])), shape=(size, size))


def _with(links, joins: list[tuple[int, int, float]]):
    """Links with joins added in both directions."""
    if not joins:
        return links
    here, there, km = (np.array(column) for column in zip(*joins, strict=True))
    return tuple(np.concatenate(each) for each in zip(links, (here, there, km), (there, here, km), strict=True))


def _join_parts(links, nodes: np.ndarray, most_km: float):
    """Join each part of the network to the nearest other part, again and again, where the gap is small."""
    points = on_sphere(nodes)
    for _ in range(6):
        count, part = connected_components(_matrix(links, len(nodes)), directed=False)
        size = np.bincount(part, minlength=count)
        joins = []
        for each in np.flatnonzero((size >= SMALLEST) & (size < size.max())):
            mine, rest = np.flatnonzero(part == each), np.flatnonzero((part != each) & (size[part] >= SMALLEST))
            gap, nearest = cKDTree(points[rest]).query(points[mine])
            best = int(gap.argmin())
            if gap[best] * EARTH_KM <= most_km:
                joins.append((int(mine[best]), int(rest[nearest[best]]), float(gap[best]) * EARTH_KM * 1.2))
        if not joins:
            break
        links = _with(links, joins)
    return links


def _join_ends(links, nodes: np.ndarray, most_km: float):
    """Join a dead end to the nearest node that is near by, but far over the network."""
    graph, points = _matrix(links, len(nodes)), on_sphere(nodes)
    ends = np.flatnonzero(np.asarray(((graph + graph.T) > 0).astype(int).sum(1)).ravel() == 1)
    joins = []
    ways = dijkstra(graph, directed=False, indices=ends, limit=most_km * 5)
    for way, end, near in zip(ways, ends, cKDTree(points).query_ball_point(points[ends], most_km / EARTH_KM), strict=True):
        others = np.array([each for each in near if each != end])
        if len(others):
            gap = np.linalg.norm(points[others] - points[end], axis=1) * EARTH_KM
            missing = way[others] > np.maximum(5 * gap, gap + 60)
            if missing.any():
                best = int(np.flatnonzero(missing)[gap[missing].argmin()])
                joins.append((int(end), int(others[best]), max(float(gap[best]), 0.01) * 1.1))
    return _with(links, joins)


class Atlas:
    """Places and crossings on file, and distances between places by every mode."""

    def __init__(self, countries: Path, data: Path) -> None:
        with (data / "geography" / "places.csv").open(encoding="utf-8") as file:
            self.places = {row["code"]: row for row in csv.DictReader(file)}
        self.crossings = {}
        for path in sorted((data / "network").glob("crossings*.toml")):
            for row in tomli.loads(path.read_text("utf-8")).get("crossing", []):
                self.crossings[row["id"]] = row
        by_hand = tomli.loads((data / "network" / "roads.toml").read_text("utf-8"))
        self.roads = [row["between"] for row in by_hand["road"]]
        outlines = read_countries(countries)
        self.nets = {mode: Roads(mode, outlines) for mode in ("rail", "road")}

    def point(self, code: str) -> tuple[float, float]:
        return float(self.places[code]["latitude"]), float(self.places[code]["longitude"])

    def state(self, code: str) -> str:
        return self.places[code]["state"]

    def km(self, mode: str, here: str, there: str, states: str = "") -> tuple[float, float]:
        """Kilometres over the network inside the states of both ends (and those named), and how far the ends lie from it."""
        inside = frozenset({self.state(here), self.state(there), *states.split()})
        # China's railways are dense: joining their dead ends would shorten them.
        ways, off, far = self.nets[mode].matrix(
            inside, [self.point(here)], [self.point(there)], mode == "rail" and inside != {"CN"}
        )
        return float(ways[0, 0]), max(float(off[0]), float(far[0]))

    def straight(self, here: str, there: str) -> float:
        return float(great_circle(np.array(self.point(here)), np.array(self.point(there))))

    def sea(self, here: str, there: str) -> float:
        ends = [list(reversed(self.point(code))) for code in (here, there)]
        return float(searoute.searoute(*ends, units="km").properties["length"])


def main() -> None:
    """Measure and write; says which services were left out for want of a place or crossing."""
    sys.path.insert(0, str(Path(__file__).parent))
    services = import_module("network_services")
    atlas = Atlas(Path(sys.argv[1]), Path(sys.argv[2]))
    folder = Path(sys.argv[3]) if len(sys.argv) > 3 else Path(sys.argv[2]) / "network"
    for name, text in services.write(atlas).items():
        partial = folder / f".{name}.partial"
        partial.write_text(text, "utf-8")
        partial.replace(folder / name)
        print(name, text.count("\n[[service]]") + text.count("\n[[road]]"), "rows")


def tenths(hours: float) -> str:
    """Hours as the data files write them."""
    return f"{math.floor(hours * 10 + 0.5) / 10:g}"


if __name__ == "__main__":
    main()
