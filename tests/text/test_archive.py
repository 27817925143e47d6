import struct
import warnings
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from qualcode.errors import QualcodeError
from qualcode.text.archive import open_archive, parse_xml


def packed(members: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in members.items():
            z.writestr(name, data)
    return out.getvalue()


def test_reads_members_by_name(tmp_path: Path) -> None:
    data = packed({"word/document.xml": "<æ/>".encode(), "folder/": b"", "b.txt": b"two"})
    with open_archive(data) as archive:
        assert archive.names() == ["word/document.xml", "b.txt"]
        assert archive.read("b.txt") == b"two"
        assert "b.txt" in archive
    file = tmp_path / "x.docx"
    file.write_bytes(data)
    with open_archive(file) as archive:
        assert archive.read("word/document.xml").decode() == "<æ/>"


def test_a_member_that_is_not_there_is_named() -> None:
    with (
        open_archive(packed({"a": b"1"}), "svar.docx") as archive,
        pytest.raises(QualcodeError, match=r"svar\.docx: there is no 'b'"),
    ):
        archive.read("b")


def test_a_bomb_is_stopped_while_reading() -> None:
    with open_archive(packed({"a": b"0" * 30_000_000})) as archive, pytest.raises(QualcodeError, match="200 times"):
        archive.read("a")


def test_the_size_limit_counts_bytes_read() -> None:
    with open_archive(packed({"a": bytes(range(256)) * 100})) as archive:
        with pytest.raises(QualcodeError, match="larger"):
            archive.read("a", limit=25_599)
        assert len(archive.read("a", limit=25_600)) == 25_600


def test_a_false_size_in_the_directory_does_not_help() -> None:
    data = bytearray(packed({"a": b"0" * 30_000_000}))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 10)  # the claimed size
    with open_archive(bytes(data)) as archive:
        with pytest.raises(QualcodeError):
            archive.read("a")


def test_what_is_refused_at_the_door(tmp_path: Path) -> None:
    with pytest.raises(QualcodeError, match="not a readable"):
        open_archive(b"plain text")
    with pytest.raises(QualcodeError, match="no such file"):
        open_archive(tmp_path / "none.docx")
    with pytest.raises(QualcodeError, match="2,000"):
        open_archive(packed({str(i): b"" for i in range(2_001)}))
    with pytest.raises(QualcodeError, match="outside"):
        open_archive(packed({"../up": b""}))
    twice = BytesIO()
    with zipfile.ZipFile(twice, "w") as z, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        z.writestr("a", b"1")
        z.writestr("a", b"2")
    with pytest.raises(QualcodeError, match="one name"):
        open_archive(twice.getvalue())
    locked = bytearray(packed({"a": b"1"}))
    locked[locked.rindex(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(QualcodeError, match="encrypted"):
        open_archive(bytes(locked))


def test_a_damaged_member_is_a_message_not_a_traceback() -> None:
    data = bytearray(packed({"a": bytes(range(256)) * 50}))
    data[60:90] = b"\xff" * 30
    with open_archive(bytes(data)) as archive, pytest.raises(QualcodeError, match="damaged"):
        archive.read("a")


BOMB = '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a x="&c;">&c;</a>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le"])
def test_a_doctype_is_refused_in_every_encoding(encoding: str) -> None:
    with pytest.raises(QualcodeError):
        parse_xml(BOMB.encode(encoding))


def test_xml_is_read_with_letters_and_refused_when_broken() -> None:
    assert parse_xml('<?xml version="1.0" encoding="UTF-8"?><a>blåbær 🫐</a>'.encode()).text == "blåbær 🫐"
    assert parse_xml(("<!-- " + "x" * 200_000 + " --><a/>").encode()).tag == "a"
    for bad in (b"", b"<a>", b"<a/><b/>", b"\x00\x01", b'<?xml version="1.0" encoding="UTF-7"?><a/>'):
        with pytest.raises(QualcodeError):
            parse_xml(bad)
