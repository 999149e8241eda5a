"""Ways over random networks: the full Pareto set of three criteria beside networkx's Dijkstra for one.

The peer does less: it finds one way, earliest by fixed leg times, and knows neither waits, costs nor emissions.
``python benchmarks/route.py [--smoke]``
"""

from __future__ import annotations

import argparse
import random
import time

import networkx
import numpy as np

from chorsu.routing.graph import Graph
from chorsu.routing.search import search

Row = tuple[int, int, int, int, int]


def random_legs(nodes: int, legs: int, seed: int) -> list[Row]:
    """Legs as (from, to, minutes, cents, grams): a chain through all nodes, so that there is a way, and random ones beside it."""
    chance = random.Random(seed)
    ends = {(node, node + 1) for node in range(nodes - 1)}
    while len(ends) < legs:
        start, end = chance.randrange(nodes), chance.randrange(nodes)
        if start != end:
            ends.add((start, end))
    figures = ((30, 3000), (1000, 90_000), (500, 50_000))
    return [(a, b, *(chance.randint(*span) for span in figures)) for a, b in sorted(ends)]


def as_columns(rows: list[Row], nodes: int) -> Graph:
    """The legs as the planner's flat arrays: always open, without waits."""
    start, target, minutes, cents, grams = np.array(rows, dtype=np.int64).T.copy()
    nothing, none = np.zeros(len(rows), dtype=np.int64), np.zeros(len(rows) + 1, dtype=np.int64)
    first = np.searchsorted(start, np.arange(nodes + 1)).astype(np.int64)
    empty = np.zeros(0, dtype=np.int64)
    return Graph(
        nodes={}, steps=(), first=first, target=target, wait=nothing, run=minutes, cents=cents, unknown=nothing, grams=grams,
        handlings=nothing, windows=none, opens=empty, shuts=empty, closures=none, closes=empty, reopens=empty,
    )  # fmt: skip


def main() -> None:
    """Print the seconds of both and their ratio on networks of growing size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--smoke", action="store_true", help="a small run that only proves that it runs")
    sizes = [(20, 60)] if parser.parse_args().smoke else [(20, 60), (60, 240), (150, 600), (300, 1_200)]
    print("nodes  legs  ways  Pareto set, s  networkx Dijkstra, s  ratio")
    for nodes, legs in sizes:
        rows = random_legs(nodes, legs, seed=nodes)
        graph = as_columns(rows, nodes)
        search(graph, 0, nodes - 1, 0)  # compile before timing
        begin = time.perf_counter()
        ways = search(graph, 0, nodes - 1, 0)
        ours = time.perf_counter() - begin
        peer = networkx.DiGraph()
        peer.add_weighted_edges_from((a, b, minutes) for a, b, minutes, _, _ in rows)
        begin = time.perf_counter()
        earliest = networkx.dijkstra_path_length(peer, 0, nodes - 1)
        theirs = time.perf_counter() - begin
        assert min(way.arrives for way in ways) == earliest, "the earliest way of the set is not Dijkstra's"
        print(f"{nodes:5}  {legs:4}  {len(ways):4}  {ours:13.5f}  {theirs:20.5f}  {ours / theirs:5.1f} : 1")


if __name__ == "__main__":
    main()
