"""Files from outside: taken by what they hold, kept whole under their digest, given back as downloads."""

from __future__ import annotations

import os
import subprocess
import sys
import unicodedata
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from chorsu.desks import files
from chorsu.desks.refusals import Refused
from chorsu.desks.trade.models import Upload
from chorsu.documents.invoices.sniff import CSV, JPEG, PDF, PNG, XLSX, XML, kind_of
from tests.people import actor
from tests.uploads import made
from tests.uploads.conftest import left_in

AT = datetime.now(UTC)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (made.pdf(), PDF),
        (made.png(), PNG),
        (b"\xff\xd8\xff\xe0" + b"picture" + b"\xff\xd9", JPEG),
        (made.apples(), XLSX),
        (b"description;hs\napples;080810\n", CSV),
        ("品名,数量\n苹果,1\n".encode("gb18030"), CSV),
        ("品名,数量\n苹果,1\n".encode("utf-16"), CSV),
        ("name,count\napples,1\n".encode("utf-16-le"), CSV),
        (b'<?xml version="1.0"?><!-- note --><Invoice xmlns="urn:x"/>', XML),
    ],
)
def test_a_file_is_what_it_holds(content, kind):
    assert kind_of(content) == kind


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.xlsx", b"", "empty"),
        ("blank.csv", b" \r\n\0\0", "empty"),
        ("program.xlsx", b"MZ\x90\0" + b"\0" * 200, "Windows"),
        ("program.pdf", b"\x7fELF" + b"\0" * 200, "ELF"),
        ("page.csv", b"<html><body>1,2,3</body></html>", "HTML"),
        ("page.csv", b"\xef\xbb\xbf  <!doctype html><title>x</title>", "HTML"),
        ("picture.png", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "SVG"),
        ("picture.xml", b"<?xml version='1.0'?><!-- x --><svg:svg xmlns:svg='http://www.w3.org/2000/svg'/>", "SVG"),
        ("old.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, "old office"),
        (
            "locked.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le"),
            "password",
        ),
        ("picture.png", made.png(b"PK\x03\x04 and an archive"), "behind"),
        ("picture.png", made.png()[:-20], "cut off"),
        ("picture.jpg", b"\xff\xd8\xff\xe0 <?php ?>", "cut off"),
        ("paper.pdf", made.pdf()[:20], "cut off"),
        ("archive.rar", b"Rar!\x1a\x07\0" + b"\0" * 300, "RAR"),
        ("consignment.csv", b'{"items": []}', "JSON"),
    ],
)
def test_what_is_not_taken_is_refused_with_what_it_is(name, content, words, folder):
    with pytest.raises(Refused) as refused:
        files.receive(name, content)
    assert words.lower() in str(refused.value).lower()
    assert left_in(folder) == []


def test_the_size_is_looked_at_before_the_bytes():
    class Sent:
        size = files.MOST_BYTES + 1

        def read(self):
            raise AssertionError("read")

    with pytest.raises(Refused, match="20 MB"):
        files.read_sent(Sent())
    assert files.read_sent(SimpleUploadedFile("a", b"abc")) == b"abc"


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd", "passwd.csv"),
        ("C:\\fakepath\\invoice.csv", "invoice.csv"),
        ("invoice.csv\0.exe", "invoice.csv.exe.csv"),
        ("gpj.\u202ecsv.exe", "gpj.csv.exe.csv"),
        ("сч\u200bёт № 5.CSV", "счёт № 5.csv"),
        ("....", "file.csv"),
        ("", "file.csv"),
        ("a\r\nSet-Cookie: x=1.csv", "aSet-Cookie x=1.csv"),
        ('发票"<1>|.csv', "发票1.csv"),
    ],
)
def test_a_name_has_no_folders_and_no_letters_that_deceive(name, clean):
    assert files.clean_name(name, CSV) == clean


@given(st.text(max_size=6_000), st.sampled_from([CSV, JPEG, XLSX]))
def test_any_name_becomes_one_that_can_be_shown_and_saved(name, kind):
    clean = files.clean_name(name, kind)
    assert 0 < len(clean) <= files.MOST_NAME
    assert not {"/", "\\", "\0", "\n"} & set(clean)
    assert all(unicodedata.category(letter)[0] != "C" for letter in clean)
    assert not clean.startswith(".")
    assert files.clean_name(clean, kind) == clean


def test_bytes_lie_under_their_digest_and_come_back_as_a_download(folder):
    content = made.pdf()
    received = files.receive('../счёт "1".pdf', content)
    digest = files.keep(received)
    assert digest == sha256(content).hexdigest()
    assert (folder / digest[:2] / digest[2:4] / digest).read_bytes() == content
    assert files.keep(received) == digest
    assert left_in(folder) == [digest]
    answer = files.answer(digest, received.name, received.kind.media_type)
    assert answer.content == content
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_altered_bytes_are_not_given_back(folder):
    digest = files.keep(files.receive("a.pdf", made.pdf()))
    (folder / digest[:2] / digest[2:4] / digest).write_bytes(b"other")
    with pytest.raises(ValueError, match="altered"):
        files.content_of(digest)


@pytest.mark.parametrize("digest", ["", "../secret-key", "a" * 63, "A" * 64, "a" * 64 + "\n", "/etc/passwd"])
def test_no_digest_leads_out_of_the_store(digest, folder):
    with pytest.raises((ValueError, FileNotFoundError)):
        files.content_of(digest)


def test_a_write_that_breaks_off_leaves_nothing(folder, monkeypatch):
    def full(_handle):
        raise OSError("no space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        files.keep(files.receive("a.pdf", made.pdf()))
    assert left_in(folder) == []


@pytest.mark.django_db
def test_a_sweep_takes_what_no_row_names_and_nothing_that_is_young(folder):
    who = actor()
    named, orphan, young = (files.keep(files.receive("a.csv", b"a,b\n%d,2" % number)) for number in range(3))
    Upload.objects.create(organisation=who.organisation, made_by=who.person, name="a.csv", digest=named, preview={}, made_at=AT)
    draft = folder / "aa" / f"{'a' * 64}.1234.part"
    draft.parent.mkdir(exist_ok=True)
    draft.write_bytes(b"half")
    foreign = folder / "notes.txt"
    foreign.write_text("not ours")
    old = (AT - timedelta(hours=2)).timestamp()
    for path in folder.rglob("*"):
        if path.is_file() and path.name != young:
            os.utime(path, (old, old))
    assert files.sweep(at=AT) == 2
    assert left_in(folder) == sorted([named, young, "notes.txt"])
    assert files.content_of(named)
    assert orphan not in left_in(folder)


def test_bytes_kept_again_are_young_again(folder):
    received = files.receive("a.csv", b"a,b\n1,2")
    digest = files.keep(received)
    old = (AT - timedelta(hours=2)).timestamp()
    os.utime(folder / digest[:2] / digest[2:4] / digest, (old, old))
    files.keep(received)
    assert files.store().delete_if_old(files.place_of(digest), AT - files.GRACE) is False
    assert left_in(folder) == [digest]


def test_a_write_that_is_killed_leaves_no_file_under_its_digest(tmp_path):
    store = {"BACKEND": "chorsu.desks.files.WholeFiles", "OPTIONS": {"location": str(tmp_path)}}
    program = f"""
import os, django
from django.conf import settings
settings.configure(STORAGES={{"files": {store!r}}})
django.setup()
from chorsu.desks import files
files.os.fsync = lambda handle: os._exit(9)
files.keep(files.receive("a.csv", b"a,b\\n1,2"))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 9, done.stderr
    assert [path.name for path in tmp_path.rglob("*") if path.is_file() and not path.name.endswith(".part")] == []
