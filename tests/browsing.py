"""The browser that the tests drive, and the readers whom they drive it for: each language, at a desk and on a phone."""

import os
import shutil

import pytest

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    "--no-sandbox", "--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-quic",
)  # fmt: skip
SIZES = {"desk": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}
# Each language and each size are tried by every run; the other three pairs by the proof.
DAILY = (("en", "desk"), ("zh-hans", "phone"), ("ru", "phone"))
EVERY = [
    pair if pair in DAILY else pytest.param(pair, marks=pytest.mark.proof)
    for pair in ((language, size) for language in ("en", "zh-hans", "ru") for size in SIZES)
]
