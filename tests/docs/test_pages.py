"""What the pages show is so: links lead somewhere, examples in Python run, the steps of a guide give what they say."""

from __future__ import annotations

import contextlib
import io
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from chorsu.cli import main
from tests.docs.pages import DOCS, PAGES, ROOT, blocks, links, page, without_blocks

GUIDES = [path for path in PAGES if path.parent.name in ("tutorial", "how-to")]
# The commands of a guide that are run as they stand; others (make, git, an editor) set a machine up.
RUN = ("chorsu", "sed", "cp", "mkdir")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_to_a_file_leads_somewhere(path):
    for link in links(path.read_text("utf-8")):
        address = link.partition("#")[0]
        if address and not re.match(r"[a-z]+:", address):
            assert (path.parent / address).exists(), f"{path.name} links to {link}"


@pytest.mark.parametrize(
    "path", [path for path in PAGES if path.parent != ROOT], ids=lambda path: path.relative_to(DOCS).as_posix()
)
def test_every_page_is_reached_from_the_index(path):
    linked = set()
    waiting = [DOCS / "index.md"]
    while waiting:
        here = waiting.pop()
        text = here.read_text("utf-8")
        listed = [
            line for block in blocks(text) if block.language == "{toctree}" for line in block.text.splitlines() if "/" in line
        ]
        for name in listed:
            there = here.parent / f"{name}.md"
            if there not in linked:
                linked.add(there)
                waiting.append(there)
    assert path == DOCS / "index.md" or path in linked


def python_blocks():
    found = blocks(page("reference/engines.md"))
    for number, block in enumerate(found):
        if block.language == "python":
            after = found[number + 1] if number + 1 < len(found) else None
            yield pytest.param(block.text, after.text if after and after.language == "text" else None, id=f"block {number}")


@pytest.mark.parametrize(("code", "printed"), list(python_blocks()))
def test_every_example_in_python_runs_and_prints_what_the_page_says(code, printed, tmp_path, monkeypatch):
    monkeypatch.setenv("CHORSU_DATA", str(tmp_path))
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(compile(code, "engines.md", "exec"), {"__name__": "example"})
    assert said.getvalue().strip()
    if printed is not None:
        assert said.getvalue() == printed


def steps(text: str) -> list[tuple[str, list[str]]]:
    """The commands of a guide's console blocks, each with the lines that the page says it prints."""
    found: list[tuple[str, list[str]]] = []
    for block in blocks(text):
        if block.language != "console":
            continue
        lines = re.sub(r"\\\n\s*", "", block.text).splitlines()
        for line in lines:
            if line.startswith("$ "):
                found.append((line[2:], []))
            elif found and line.strip() and "…" not in line:
                found[-1][1].append(line)
    return found


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.relative_to(DOCS).as_posix())
def test_the_steps_of_a_guide_give_what_the_page_says(path, tmp_path, monkeypatch):
    text = path.read_text("utf-8")
    monkeypatch.setenv("CHORSU_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "120")
    scratch = tmp_path / "scratch"
    shutil.copytree(ROOT / "examples", scratch / "examples")
    monkeypatch.chdir(scratch)
    for block in blocks(text):
        if block.caption and block.language != "console":
            (scratch / block.caption).parent.mkdir(parents=True, exist_ok=True)
            (scratch / block.caption).write_text(block.text, "utf-8")
    for command, wanted in steps(text):
        if command.startswith("cd "):
            monkeypatch.chdir(command.removeprefix("cd "))
        if command.split()[0] not in RUN or command.startswith("chorsu serve"):
            continue
        status, printed = run(command, monkeypatch)
        # A wrong input is shown only where the page says what is wrong with it.
        assert status in (0, 1) or (status == 2 and wanted), f"{command}: {printed}"
        plain = squeezed(printed)
        for line in wanted:
            assert squeezed(line) in plain, f"{command} does not print “{line}” but\n{printed[:3000]}"


def run(command: str, monkeypatch) -> tuple[int, str]:
    """Run one command of a guide; the command line in this process, all else in a shell."""
    if not command.startswith("chorsu "):
        done = subprocess.run(command, shell=True, capture_output=True, text=True, timeout=60, check=False)
        return done.returncode, done.stdout + done.stderr
    import shlex

    words, _, into = command.partition(" > ")
    monkeypatch.setattr(sys, "argv", shlex.split(words))
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="utf-8", write_through=True)
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out), pytest.raises(SystemExit) as end:
        main()
    printed = raw.getvalue().decode("utf-8")
    if into:
        Path(into).write_text(printed, "utf-8")
    return int(end.value.code or 0), printed


def squeezed(text: str) -> str:
    """A text without the lines of tables, marks of estimates and runs of white space, which change with the terminal."""
    return re.sub(r"[\s│┃━─╇┼═≈]+", " ", text)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_file_of_the_project_that_a_page_names_is_there(path):
    text = without_blocks(path.read_text("utf-8"))
    modules = re.findall(r"`((?:measures|assessment|routing|planning)/\w+\.py)`", text)
    named = re.findall(r"`((?:tests|src|examples|tools)/[\w/.-]+)`", text)
    data = [
        f"src/chorsu/data/{name}"
        for name in re.findall(r"`(\w+/[\w-]+\.(?:csv|toml))`", text)
        if name != "measures/xa-duties.csv" and not name.startswith("tools/")
    ]
    missing = [name for name in (*named, *(f"src/chorsu/{name}" for name in modules), *data) if not (ROOT / name).exists()]
    assert missing == []


def test_the_pages_speak_of_no_machine():
    for path in PAGES:
        assert not re.search(r"/(?:work|tmp|home|root)/\w", path.read_text("utf-8")), path
