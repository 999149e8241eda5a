"""Goods by words beside its peers: the share of descriptions whose code, as experts gave it, is first or among ten.

Peers: the search for words, the words alone (BM25), the meaning alone (the sentence encoder). The descriptions are
those of HSCodeComp (products of an e-commerce platform), which stands beside the checkout; without it
there is nothing to measure.
``python benchmarks/classify.py [--smoke]``
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from chorsu.nomenclature import classify, load_edition, search
from chorsu.nomenclature.weighing import Weights, listen, shelf, weigh

SAMPLE = Path(__file__).parents[2] / "shared" / "samples" / "hs" / "hscodecomp.jsonl"
WORDS = Weights(words=0.6, meaning=0, heading_words=0.3, heading_meaning=0, chapter=0, everyday=0.1)
MEANING = Weights(words=0, meaning=0.7, heading_words=0, heading_meaning=0.3, chapter=0, everyday=0)


def weighed(weights: Weights) -> Callable[[str], list[str]]:
    """A classifier with other weights."""

    def codes(text: str) -> list[str]:
        scores = weigh(listen(text), weights)
        return [shelf().codes[at] for at in np.argsort(-scores, kind="stable")[:10]]

    return codes


PEERS: dict[str, Callable[[str], list[str]]] = {
    "chorsu classify": lambda text: [each.hs for each in classify(text)],
    "words alone (BM25)": weighed(WORDS),
    "meaning alone (encoder)": weighed(MEANING),
    "search": lambda text: [hit.description.code for hit in search(load_edition(), text[:200], limit=10)],
}


def main() -> None:
    """Print the accuracy of each at six and four digits, and its time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--smoke", action="store_true", help="a small run that only proves that it runs")
    smoke = parser.parse_args().smoke
    if not SAMPLE.is_file():
        print(f"skipped: {SAMPLE.name} is not beside the checkout")
        return
    rows = [json.loads(line) for line in SAMPLE.read_text("utf-8").splitlines() if line.strip()]
    asked = [(row["product_name"], str(row["hs_code"])) for row in rows][: 40 if smoke else None]
    for name, codes in PEERS.items():
        codes("warm up")
        found, took = [], []
        for text, _ in asked:
            begin = time.perf_counter()
            found.append(codes(text))
            took.append((time.perf_counter() - begin) * 1000)
        shares = []
        for digits in (6, 4):
            for top in (1, 10):
                hits = sum(
                    any(code[:digits] == right[:digits] for code in each[:top])
                    for each, (_, right) in zip(found, asked, strict=True)
                )
                shares.append(f"{digits} digits top {top}: {hits / len(asked):.1%}")
        print(f"{name}: {', '.join(shares)}; p50 {statistics.median(took):.1f} ms, of {len(asked)}")


if __name__ == "__main__":
    main()
