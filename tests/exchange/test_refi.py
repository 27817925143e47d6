import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from qualcode.choices import DIALECTS, Dialect
from qualcode.errors import QualcodeError
from qualcode.exchange.refi import Memo, Outgoing, read_qdc, read_qdpx, write_qdc, write_qdpx
from qualcode.exchange.refi_proof import prove
from qualcode.model import Code, Codebook, Coding, Transcript

REFI = Path(__file__).parents[2] / "../shared/refi"
BOOK = Codebook(
    (
        Code(
            "bolig",
            "Bolig & hjem",
            definition="Hvordan familien bor.\n\nOgså på to linjer.",
            include="Leie.",
            exclude="Strøm: <økonomi>.",
            keywords=("hus", "leie, eie"),
            rules=("ikke NEAR hus", "x"),
            examples=("Fem på to rom.", "Mugg."),
            color="#662200",
            codes=(Code("leie", "Leie", uid="0" * 31 + "2"),),
            uid="0" * 31 + "1",
        ),
        Code("gammel", "Gammel", retired=True, uid="0" * 31 + "3"),
    ),
    "Prøve",
)
A = Transcript("a", "Kari 😀 bor\nher & der.", attributes={"office": "Granmo", "round": "2017"}, uid="0" * 31 + "a")
B = Transcript("b", "\x0cJa.", attributes={"office": "Elvestad"}, uid="0" * 31 + "b")
TIME = "2018-03-01T10:00:00+00:00"


def coding(n: int, transcript: Transcript, code: str, coder: str, start: int, end: int, memo: str = "") -> Coding:
    quote = transcript.text[start:end]
    return Coding(f"{n:032x}", transcript.name, code, coder, start, end, quote, memo, "import", TIME)


CODINGS = (
    coding(1, A, "bolig", "Kari", 7, 14, "et notat\nmed æøå"),
    coding(2, A, "leie", "Kari", 7, 14),
    coding(3, A, "bolig", "Åse", 7, 14),
    coding(4, A, "leie", "Åse", 0, 21),
    coding(5, B, "gammel", "Kari", 1, 3),
)


def valid(xml: bytes, schema: str) -> bool:
    if not (REFI / schema).exists():
        pytest.skip("the schema is not here")
    checker = etree.XMLSchema(etree.parse(REFI / schema))
    assert checker.validate(etree.fromstring(xml)), checker.error_log
    return True


def packed(folder: Path, qde: str, files: dict[str, bytes] | None = None, name: str = "project.qde") -> Path:
    path = folder / "x.qdpx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, qde)
        for file, data in (files or {}).items():
            archive.writestr(file, data)
    return path


def project(inside: str, origin: str = "") -> str:
    return f'<Project xmlns="urn:QDA-XML:project:1.0" name="P" origin="{origin}">{inside}</Project>'


def test_a_codebook_goes_out_and_comes_back_whole() -> None:
    assert read_qdc(write_qdc(BOOK)).codes == BOOK.codes
    other = replace(BOOK.codes[1], id="gml-1", retired=False)
    assert read_qdc(write_qdc(Codebook((other,)))).codes == (other,)


def test_a_codebook_is_valid() -> None:
    assert valid(write_qdc(BOOK), "Codebook-mrt2019.xsd")


def test_a_codebook_of_another_program_is_read_tolerantly() -> None:
    book = read_qdc(
        b"""<CodeBook xmlns="urn:QDA-XML:codebook:0:4"><Sets/><Codes>
        <Code name="Coke::diet Coke" guid="{7C108712-B650-4892-AC0B-FC9A10190C3B}" color="rgba(255, 0, 16, 1)"/>
        <Code name="Coke" color="red"><Code name="Can" color="#abc"/></Code><Code name="coke"/><Code name="a.b"/>
        <Code name=" &quot;!&quot; "><Description> About. </Description></Code></Codes></CodeBook>"""
    )
    assert [("/".join(book.paths[c.id]), c.name, c.color) for c in book.walk()] == [
        ("coke", "Coke", ""),
        ("coke/can", "Can", "#aabbcc"),
        ("coke/coke_diet_coke", "diet Coke", "#FF0010"),
        ("coke_2", "coke", ""),
        ("a_b", "a.b", ""),
        ("code", '"!"', ""),
    ]
    assert book.by_id["coke_diet_coke"].uid == "7c108712b6504892ac0bfc9a10190c3b"
    assert book.by_id["code"].definition == "About."


@pytest.mark.parametrize("data", [b"", b"<a/>", b"<CodeBook/>", b"<!DOCTYPE a><CodeBook/>"])
def test_what_is_no_codebook(data: bytes) -> None:
    with pytest.raises(QualcodeError):
        read_qdc(data)
    with pytest.raises(QualcodeError):
        write_qdc(Codebook())


MEMOS = (
    Memo("Om alt", coder="Kari", created=TIME),
    Memo("Om koden\npå to linjer", coder="Åse", created=TIME, code="bolig"),
    Memo("Om en kode under", created=TIME, code="leie"),
    Memo("Om a", "a", coder="Åse", created=TIME),
    Memo("Om et sted 😀", "a", 7, 14, "Per", TIME),
)


@pytest.mark.parametrize("dialect", ["standard", "nvivo"])
def test_memos_go_out_and_come_back(dialect: Dialect, tmp_path: Path) -> None:
    path = tmp_path / "p.qdpx"
    path.write_bytes(write_qdpx(Outgoing("HOLF", BOOK, [A, B], CODINGS, MEMOS), dialect))
    found = read_qdpx(path)
    assert {replace(m, key="") for m in found.memos} == set(MEMOS)
    assert len(found.memos) == len({m.key for m in found.memos}) == len(MEMOS)
    assert len(found.codings) == len(CODINGS)
    with zipfile.ZipFile(path) as archive:
        assert valid(archive.read("project.qde"), "Project-mrt2019.xsd")


@pytest.mark.parametrize("dialect", ["standard", "nvivo"])
def test_a_project_goes_out_and_comes_back_whole(dialect: Dialect, tmp_path: Path) -> None:
    path = tmp_path / "p.qdpx"
    path.write_bytes(write_qdpx(Outgoing("HOLF", BOOK, [A, B], CODINGS), dialect))
    found = read_qdpx(path)
    assert (found.name, found.origin[:8], found.codebook.codes) == ("HOLF", "qualcode", BOOK.codes)
    assert [(s.name, s.text, dict(s.attributes)) for s in found.sources] == [
        (t.name, t.text, dict(t.attributes)) for t in (A, B)
    ]
    assert sorted(found.codings, key=lambda c: c.id) == list(CODINGS)
    assert found.report == ()
    assert found.counting["a"].startswith("code points" if dialect == "standard" else "UTF-16 units")


def test_a_project_is_valid_the_same_each_time_and_kind_to_others() -> None:
    data = write_qdpx(Outgoing("HOLF", BOOK, [A, B], CODINGS))
    assert data == write_qdpx(Outgoing("HOLF", BOOK, [A, B], CODINGS[::-1]))
    with zipfile.ZipFile(BytesIO(data)) as archive:
        xml = archive.read("project.qde")
        assert all(n == "project.qde" or n.startswith("sources/") for n in archive.namelist())
    root = etree.fromstring(xml)
    assert len(root.findall(".//{*}PlainTextSelection")) == 4  # one for each span and coder
    for selection in root.iterfind(".//{*}PlainTextSelection"):
        assert {c.get("creatingUser") for c in selection.iterfind("{*}Coding")} == {selection.get("creatingUser")}
    assert valid(xml, "Project-mrt2019.xsd")


def test_an_empty_project_is_valid() -> None:
    with zipfile.ZipFile(BytesIO(write_qdpx(Outgoing("Tom", Codebook(), [], [])))) as archive:
        assert valid(archive.read("project.qde"), "Project-mrt2019.xsd")


def test_attributes_in_all_three_forms_and_memos(tmp_path: Path) -> None:
    guid = "00000000-0000-0000-0000-00000000000{}".format
    value = f'<VariableValue><VariableRef targetGUID="{guid(1)}"/><IntegerValue>7</IntegerValue></VariableValue>'
    source = f'<TextSource guid="{{{guid(2).upper()}}}" name="s"><PlainTextContent>Ja, vel.</PlainTextContent>'
    qde = project(
        f'<Variables><Variable guid="{guid(1)}" name="age" typeOfVariable="Integer"/></Variables>'
        f'<Cases><Case guid="{guid(3)}">{value}<SourceRef targetGUID="{guid(2)}"/></Case></Cases>'
        f'<Sources>{source}<PlainTextSelection startPosition="4" endPosition="7"><Description>obs</Description>'
        f'</PlainTextSelection><NoteRef targetGUID="{guid(4)}"/></TextSource>{source}</TextSource></Sources>'
        f'<Notes><Note guid="{guid(4)}" name="n"><PlainTextContent>Om hele</PlainTextContent></Note></Notes>'
        f'<Sets><Set name="office: Granmo"><MemberSource targetGUID="{guid(2)}"/></Set></Sets>'
        "<Description>Om prosjektet</Description>"
    )
    found = read_qdpx(packed(tmp_path, qde, name="Min.QDE"))
    assert [s.name for s in found.sources] == ["s", "s (2)"]
    assert found.sources[0].attributes == {"office": "Granmo", "age": "7"}
    told = {replace(m, key="") for m in found.memos}
    assert told == {Memo("obs", "s", 4, 7), Memo("n\nOm hele", "s"), Memo("Om prosjektet")}


def test_what_is_missing_is_said_and_files_outside_are_never_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("hemmelig")
    code = '<CodeBook><Codes><Code guid="00000000-0000-0000-0000-000000000001" name="c"/></Codes></CodeBook>'
    coded = '<Coding><CodeRef targetGUID="00000000-0000-0000-0000-00000000000{}"/></Coding>'.format
    qde = project(
        f'{code}<Sources><TextSource name="ute" plainTextPath="absolute://{secret}"/>'
        f'<TextSource name="opp" plainTextPath="internal://../secret.txt"/>'
        '<TextSource name="bare rik" richTextPath="x"/>'
        '<TextSource name="her" plainTextPath="internal://T.TXT">'
        f'<PlainTextSelection startPosition="0" endPosition="2">{coded(1)}{coded(2)}</PlainTextSelection>'
        f'<PlainTextSelection startPosition="1" endPosition="99">{coded(1)}</PlainTextSelection>'
        '<PlainTextSelection startPosition="x" endPosition="2"/></TextSource><AudioSource/></Sources>'
    )
    found = read_qdpx(packed(tmp_path, qde, {"Sources/t.txt": b"\xef\xbb\xbfJa.\r\n"}))
    assert [(s.name, s.text) for s in found.sources] == [("her", "Ja.\n")]
    assert [(c.code, c.start, c.end, c.coder) for c in found.codings] == [("c", 0, 2, "")]
    assert found.report == (
        "'ute': its text is not in the file; it was left out with its codings",
        "'opp': its text is not in the file; it was left out with its codings",
        "'bare rik': its text is not in the file; it was left out with its codings",
    )
    assert {f.kind: f[1:] for f in found.fates} == {
        "Code": (1, 1, 0, 0, ""),
        "TextSource": (4, 1, 0, 3, "the text is not in the file"),
        "AudioSource": (1, 0, 1, 0, ""),
        "PlainTextSelection": (3, 1, 0, 2, "outside its text"),
        "Coding": (3, 1, 0, 2, "of a code that is not in the codebook: 1; its selection outside its text: 1"),
    }


def test_hostile_and_broken_projects(tmp_path: Path) -> None:
    for qde in ("", "<a/>", "<!DOCTYPE a>" + project(""), project("<Users>")):
        with pytest.raises(QualcodeError):
            read_qdpx(packed(tmp_path, qde))
    with pytest.raises(QualcodeError, match=r"no single project.qde"):
        read_qdpx(packed(tmp_path, project(""), {"b.qde": b""}))
    (tmp_path / "y.qdpx").write_bytes(b"no zip")
    with pytest.raises(QualcodeError):
        read_qdpx(tmp_path / "y.qdpx")


TEXTS = st.text(st.sampled_from("ab æ😀\n.\u2028\x0c"), min_size=1, max_size=30)


@settings(deadline=None, max_examples=50)
@given(TEXTS, st.data())
def test_every_span_comes_back_in_the_standard_dialect(
    tmp_path_factory: pytest.TempPathFactory, text: str, data: st.DataObject
) -> None:
    transcript = replace(A, text=text)
    starts = data.draw(st.lists(st.integers(0, len(text) - 1), min_size=1, max_size=5, unique=True))
    codings = [
        coding(n, transcript, "leie", "K", at, data.draw(st.integers(at + 1, len(text)))) for n, at in enumerate(starts)
    ]
    path = tmp_path_factory.mktemp("q") / "p.qdpx"
    path.write_bytes(write_qdpx(Outgoing("P", BOOK, [transcript], codings)))
    found = read_qdpx(path)
    assert found.sources[0].text == text
    assert {(c.start, c.end, c.quote) for c in found.codings} == {(c.start, c.end, c.quote) for c in codings}


def test_a_project_of_nvivo() -> None:
    file = REFI / "samples/nvivo_win12_scrambled.qdpx"
    if not file.exists():
        pytest.skip("the sample is not here")
    found = read_qdpx(file)
    assert found.counting == {"Document 1": "UTF-16 units"}
    assert (len(found.codebook.by_id), len(found.codings), found.report) == (152, 60, ())
    text = found.sources[0].text
    for c in found.codings:
        assert not (text[c.start - 1 : c.start].isalnum() and text[c.start].isalnum())
    inside = [c for c in found.codings if text[c.end - 1].isalnum() and text[c.end : c.end + 1].isalnum()]
    assert len(inside) <= 1  # somebody marked one letter too many


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_file_reads_back_before_it_is_put_in_place(dialect: Dialect) -> None:
    out = Outgoing("P", BOOK, [A, B], CODINGS, MEMOS)
    data = write_qdpx(out, dialect)
    prove(data, out)
    with pytest.raises(QualcodeError, match="the text of b"):
        prove(data, replace(out, transcripts=[A, replace(B, text="\x0cNei.")]))
    moved = CODINGS[0]._replace(start=8, quote="bor"[1:])
    with pytest.raises(QualcodeError, match="a coding of a, "):
        prove(data, replace(out, codings=[moved, *CODINGS[1:]]))
    with pytest.raises(QualcodeError, match="a coding of a, "):
        prove(data, replace(out, codings=CODINGS[1:]))


def test_what_another_program_made_goes_out_as_it_came(tmp_path: Path) -> None:
    guid = "00000000-0000-0000-0000-00000000000{}".format
    qde = project(
        f'<CodeBook><Codes><Code guid="{guid(1)}" name="c" isCodable="true"/></Codes></CodeBook>'
        f'<Links><Link guid="{guid(2)}" originGUID="{guid(1)}" targetGUID="{guid(1)}"/></Links>'
        f'<Sets><Set guid="{guid(3)}" name="viktige"><MemberCode targetGUID="{guid(1)}"/></Set></Sets>'
        f'<Graphs><Graph guid="{guid(4)}" name="kart"/></Graphs>'
    )
    found = read_qdpx(packed(tmp_path, qde))
    data = write_qdpx(Outgoing("P", found.codebook, opaque=found.opaque))
    with zipfile.ZipFile(BytesIO(data)) as archive:
        root = etree.fromstring(archive.read("project.qde"))
    names = [etree.QName(e).localname for e in root.iter("{*}Link", "{*}Set", "{*}MemberCode", "{*}Graph")]
    assert names == ["Link", "Set", "MemberCode", "Graph"]
