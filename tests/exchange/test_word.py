import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest

from qualcode.errors import QualcodeError
from qualcode.exchange.word import WordCodings, word_file, word_in, word_out
from qualcode.model import Code, Codebook, Coding, Segment, Transcript, Turn
from qualcode.text.normalise import digest

BOOK = Codebook(
    (
        Code("bolig", "Bolig", definition="Boforhold.", codes=(Code("leie", "Å leie"),)),
        Code("barneperspektiv", "Barneperspektiv", include="Barna & <skolen>."),
        Code("gammel", "Gammel kode", retired=True),
    )
)
SAID = [
    ("Intervjuer", "Hvordan bor dere?"),
    ("Amina", 'Vi bor på to rom, fem stykker.\tDet er trangt.  Og dyrt – "husleia" 🏠 stiger.'),
    ("Intervjuer", "Og skolen?"),
    ("Amina", "Sønnen min er flink.\nHan leser & skriver <mye>."),
    (None, "Ja vel,\x0c nei. Ja vel, nei."),
]


def transcript(said: list[tuple[str | None, str]] = SAID) -> Transcript:
    text, turns, segments = "\n", [], []
    for n, (speaker, words) in enumerate(said, 1):
        text += f"{speaker}: " if speaker else ""
        turns.append(Turn(n, len(text), len(text) + len(words), speaker))
        segments.append(Segment(n, n, len(text), len(text) + len(words)))
        text += words + "\n\n"
    return Transcript("prøve & 1", text, tuple(turns), tuple(segments), revision=2, sha256=digest(text))


T = transcript()


def coding(code: str, quote: str, memo: str = "", coder: str = "Kari Å") -> Coding:
    at = T.text.index(quote)
    return Coding(
        f"{code}{at}", T.name, code, coder, at, at + len(quote), quote, memo, created="2018-03-01T10:00:00+00:00"
    )


OURS = [
    coding("bolig", "to rom, fem"),
    coding("leie", "to rom, fem"),
    coding("leie", "fem stykker.\tDet", "et notat & mer\nto linjer"),
    coding("barneperspektiv", "🏠 stiger.\n\nIntervjuer: Og skolen?\n\nAmina: Sønnen min er flink.\nHan"),
    coding("bolig", "Intervjuer: Hvordan bor"),
    coding("bolig", "nei. Ja vel, nei.", coder="Ærlig Ås"),
]


def commented(data: bytes, *comments: tuple[str, str], author: str = "Per") -> bytes:
    """The file after somebody marked words (inside one paragraph, or from `a … b`) and wrote comments."""
    document: Any = docx.Document(BytesIO(data))
    for quote, text in comments:
        first, _, last = quote.partition("…")
        start = _runs(document, first)
        end = _runs(document, last or first)
        document.add_comment([start[0], end[-1]], text=text, author=author)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _runs(document: Any, words: str) -> list[Any]:
    """The runs that hold just these words; runs are cut for it, as a word processor does."""
    paragraph = next(p for p in document.paragraphs if words in p.text)
    at, to = paragraph.text.index(words), paragraph.text.index(words) + len(words)
    for cut in (at, to):
        where = 0
        for run in paragraph.runs:
            if where < cut < where + len(run.text):
                other = deepcopy(run._r)
                run._r.addnext(other)
                whole = run.text
                run.text = whole[: cut - where]
                type(run)(other, paragraph).text = whole[cut - where :]
                break
            where += len(run.text)
    out, where = [], 0
    for run in paragraph.runs:
        if at <= where and where + len(run.text) <= to and run.text:
            out.append(run)
        where += len(run.text)
    return out


def edited(data: bytes, part: str, change: Callable[[str], str]) -> bytes:
    """The file with one part's XML changed (made if it was not there)."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == part:
                changed = change(content.decode())
                assert changed != content.decode()
                content = changed.encode()
            new.writestr(name, content)
        if part not in old.namelist():
            new.writestr(part, change(""))
    return out.getvalue()


def body(data: bytes, pattern: str, becomes: str) -> bytes:
    return edited(data, "word/document.xml", lambda xml: re.sub(pattern, becomes, xml, count=1))


def quotes(found: WordCodings) -> list[tuple[str, str, str]]:
    return [(T.text[c.start : c.end], c.code, c.memo) for c in found.codings]


def test_a_file_says_what_it_was_made_from_and_what_stands_in_it() -> None:
    data = word_out(T, BOOK, OURS)
    assert word_file(data).transcript == "prøve & 1"
    assert (word_file(data).revision, word_file(data).sha256) == (2, T.sha256)
    document: Any = docx.Document(BytesIO(data))
    shown = [p.text for p in document.paragraphs]
    assert "1\tIntervjuer: Hvordan bor dere?" in shown
    assert "5\tJa vel,\ufffd nei. Ja vel, nei." in shown
    assert [c.text for c in document.tables[0].columns[0].cells] == ["Kode", "bolig", "leie", "barneperspektiv"]
    assert {c.author for c in document.comments} == {"Kari Å", "Ærlig Ås"}
    assert [c.text for c in word_comments(data)] == [
        "#bolig", "#bolig #leie", "#leie\net notat & mer\nto linjer", "#barneperspektiv", "#bolig",
    ]  # fmt: skip
    assert docx.Document(BytesIO(word_out(T, BOOK, (), "en"))).paragraphs[1].text.startswith("Mark the text")


def word_comments(data: bytes) -> Any:
    return docx.Document(BytesIO(data)).comments


def test_the_same_values_give_the_same_bytes() -> None:
    assert word_out(T, BOOK, OURS) == word_out(T, BOOK, list(reversed(OURS)))


def test_our_own_comments_add_nothing() -> None:
    found = word_in(word_out(T, BOOK, OURS), T, BOOK)
    assert found == WordCodings(unchanged=5)


def test_many_comments_are_known_again() -> None:
    many = [OURS[0]._replace(start=T.segments[1].start + n, end=T.segments[1].start + n + 5) for n in range(60)]
    assert word_in(word_out(T, BOOK, many), T, BOOK) == WordCodings(unchanged=60)


def test_a_changed_or_deleted_comment_of_ours_is_noticed() -> None:
    data = edited(word_out(T, BOOK, OURS), "word/comments.xml", lambda x: x.replace("#barneperspektiv", "#bolig"))
    found = word_in(data, T, BOOK)
    assert (found.unchanged, found.missing) == (4, 1)
    assert [c.code for c in found.codings] == ["bolig"]


def test_comments_become_codings_on_just_the_marked_text() -> None:
    data = commented(
        word_out(T, BOOK, OURS),
        ("fem stykker", "#bolig #barneperspektiv her snakker hun om plass"),
        ("er trangt", "Å leie"),
        ("  Og dyrt ", "bolig"),
        ("2\tAmina: Vi", "bolig"),
        ("dere?…flink", "barneperspektiv"),
        ("1\t", "leie"),
        ("nei. Ja", "gammel"),
        ("leser &", "boligg, #skole"),
        ("skriver", "Dette er interessant å se på"),
    )
    found = word_in(data, T, BOOK)
    assert quotes(found) == [
        ("fem stykker", "bolig", "her snakker hun om plass"),
        ("fem stykker", "barneperspektiv", "her snakker hun om plass"),
        ("er trangt", "leie", ""),
        ("Og dyrt", "bolig", ""),
        ("Vi", "bolig", ""),
        (T.text[T.text.index("dere?") : T.text.index("flink") + 5], "barneperspektiv", ""),
        ("Hvordan bor dere?", "leie", ""),
        ("nei. Ja", "gammel", ""),
    ]
    assert {c.author for c in found.codings} == {"Per"}
    assert {c.anchor for c in found.codings} == {"kept"}
    assert [(u.word, u.near) for u in found.unknown] == [("skole", ())]
    assert [(T.text[n.start : n.end], n.text) for n in found.notes] == [("skriver", "Dette er interessant å se på")]
    assert found.problems == ("'gammel' is a retired code",)
    assert found.unchanged == 5


def test_the_same_code_twice_on_a_span_is_one_coding() -> None:
    data = commented(word_out(T, BOOK), ("trangt", "#bolig en"), ("trangt", "#bolig to"))
    assert quotes(word_in(data, T, BOOK)) == [("trangt", "bolig", "en\nto")]


def test_edited_text_is_noticed_and_comments_find_their_place_or_are_refused() -> None:
    data = commented(word_out(T, BOOK, OURS), ("Det er trangt", "bolig"), ("Og skolen?", "barneperspektiv"))
    data = body(data, " er trangt", " er veldig trangt")
    data = body(data, r"Og skolen\?", "Noe helt annet her")
    found = word_in(data, T, BOOK)
    assert quotes(found) == [("Det er trangt", "bolig", "")]
    assert found.codings[0].anchor == "moved"
    assert found.problems[0] == "the text was edited in segment 2, 3; the transcript stays as it is"
    assert found.problems[1] == "a comment by Per in segment 3: its text was rewritten: refused"
    assert found.unchanged == 5  # also the one that reaches over the rewritten question: nobody touched it
    assert "skolen" not in " ".join(found.problems)


def test_paragraphs_split_joined_and_renumbered_keep_the_anchors() -> None:
    data = commented(word_out(T, BOOK), ("er trangt", "bolig"), ("flink", "leie"), ("nei. Ja", "bolig"))
    paragraph = "</w:t></w:r></w:p><w:p><w:r><w:t>"
    data = body(data, "Vi bor på", f"Vi bor {paragraph}på")
    data = body(data, "<w:t>5</w:t>", "<w:t>55</w:t>")
    assert [q[:2] for q in quotes(word_in(data, T, BOOK))] == [
        ("er trangt", "bolig"),
        ("flink", "leie"),
        ("nei. Ja", "bolig"),
    ]


def test_tracked_changes_are_set_aside() -> None:
    data = commented(word_out(T, BOOK), ("stiger", "bolig"), ("flink", "leie"))
    data = body(
        data,
        r"<w:r>(?:(?!<w:r>).)*?<w:t[^>]*>stiger</w:t></w:r>",
        '<w:del w:id="90"><w:r><w:delText>sti</w:delText></w:r></w:del><w:ins w:id="91">'
        "<w:r><w:t>synker</w:t></w:r></w:ins>"
        '<w:moveFrom w:id="92"><w:r><w:t>ger</w:t></w:r></w:moveFrom>',
    )
    data = body(data, "</w:body>", '<w:p><w:moveTo w:id="93"><w:r><w:t>ger</w:t></w:r></w:moveTo></w:p></w:body>')
    found = word_in(data, T, BOOK)
    assert [q[:2] for q in quotes(found)] == [("stiger", "bolig"), ("flink", "leie")]
    assert found.problems == ("4 tracked changes to the text were set aside",)
    assert {c.anchor for c in found.codings} == {"kept"}


def test_split_runs_hyperlinks_and_proofing_marks_do_not_matter() -> None:
    data = commented(word_out(T, BOOK), ("er trangt", "bolig"))
    data = body(
        data,
        "<w:t>er trangt</w:t></w:r>",
        '<w:t xml:space="preserve">er </w:t></w:r><w:proofErr w:type="spellStart"/><w:hyperlink><w:r>'
        "<w:rPr><w:b/></w:rPr>"
        '<w:lastRenderedPageBreak/><w:t>tra</w:t></w:r></w:hyperlink><w:bookmarkStart w:id="7" w:name="x"/>'
        "<w:sdt><w:sdtContent><w:r><w:t>ngt</w:t></w:r></w:sdtContent></w:sdt>",
    )
    assert quotes(word_in(data, T, BOOK)) == [("er trangt", "bolig", "")]


def test_a_comment_without_marked_text_is_about_its_segment() -> None:
    data = commented(word_out(T, BOOK), ("trangt", "bolig"), ("Og skolen?", "leie"))
    data = body(data, '<w:commentRangeStart w:id="0"/>', "")
    data = body(data, '<w:commentRangeEnd w:id="0"/>', "")
    data = body(data, '<w:commentRangeEnd w:id="1"/>', "")
    data = body(data, '<w:commentRangeStart w:id="1"/>', "")
    assert quotes(word_in(data, T, BOOK)) == [(SAID[1][1], "bolig", ""), (SAID[2][1], "leie", "")]


def test_comments_outside_the_transcript_or_nowhere_are_refused() -> None:
    data = commented(word_out(T, BOOK), ("prøve & 1", "bolig"), ("trangt", "leie"), ("Kodebok", "bolig"))
    data = edited(data, "word/document.xml", lambda xml: re.sub(r'<w:comment\w+ w:id="1"/>', "", xml))
    found = word_in(data, T, BOOK)
    assert found.codings == ()
    assert len(found.problems) == 3
    assert all("no text of the transcript" in problem for problem in found.problems)


EXTENDED = (
    '<w15:commentsEx xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">'
    '<w15:commentEx w15:paraId="0000000A" w15:done="1"/>'
    '<w15:commentEx w15:paraId="0000000b" w15:paraIdParent="0000000A" w15:done="1"/>'
    '<w15:commentEx w15:paraId="0000000C" w15:paraIdParent="0000000A" w15:done="0"/>'
    '<w15:commentEx w15:paraId="0000000D" w15:paraIdParent="0000000D"/></w15:commentsEx>'
)


def threaded(data: bytes) -> bytes:
    """Comments 1 and 2 made replies to comment 0, as Word stores it; the replies have no place of their own."""
    ids = iter(["0000000A", "0000000B", "0000000C", "0000000D"])
    mark = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" w14:paraId="{}"'
    data = edited(data, "word/comments.xml", lambda x: re.sub(r"<w:p>", lambda _: f"<w:p {mark.format(next(ids))}>", x))
    data = edited(data, "word/document.xml", lambda x: re.sub(r'<w:commentRange\w+ w:id="[12]"/>', "", x))
    kind = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
    relation = f'<Relationship Id="rX" Type="{kind}" Target="commentsExtended.xml"/></Relationships>'
    data = edited(data, "word/_rels/document.xml.rels", lambda x: x.replace("</Relationships>", relation))
    return edited(data, "word/commentsExtended.xml", lambda _: EXTENDED)


def test_resolved_comments_count_and_replies_stand_on_the_same_passage() -> None:
    data = commented(word_out(T, BOOK), ("trangt", "#bolig plass"), ("flink", "enig i dette her"))
    data = commented(data, ("skolen", "#leie"), ("dyrt", "leie"), author="Ida")
    found = word_in(threaded(data), T, BOOK)
    assert quotes(found) == [
        ("trangt", "bolig", "plass\nenig i dette her"),
        ("trangt", "leie", ""),
        ("dyrt", "leie", ""),
    ]
    assert found.notes == ()


def test_a_file_of_another_transcript_is_refused_and_a_stripped_one_known_by_its_text() -> None:
    data = word_out(T, BOOK)
    with pytest.raises(QualcodeError, match="made from 'prøve & 1', not from 'annen'"):
        word_in(data, replace(T, name="annen"), BOOK)
    bare = commented(
        edited(data, "_rels/.rels", lambda x: x.replace("custom-properties", "nothing")), ("flink", "bolig")
    )
    assert word_file(bare) == word_file(bare).__class__()
    found = word_in(bare, T, BOOK)
    assert quotes(found) == [("flink", "bolig", "")]
    assert "known by its text" in found.problems[0]
    out = BytesIO()
    docx.Document().save(out)
    with pytest.raises(QualcodeError, match="not made from"):
        word_in(out.getvalue(), T, BOOK)


def test_a_corrected_transcript_takes_the_comments_over_by_text() -> None:
    data = commented(word_out(T, BOOK), ("Det er trangt", "bolig"), ("skriver", "leie"))
    later = transcript([("Intervjuer", "Først noe nytt."), *SAID[:3], ("Amina", "Sønnen er flink.\nHan skriver.")])
    found = word_in(data, later, BOOK)
    assert [later.text[c.start : c.end] for c in found.codings] == ["Det er trangt", "skriver"]
    assert "has been replaced" in found.problems[0]


def test_hostile_and_broken_files() -> None:
    data = word_out(T, BOOK)
    with pytest.raises(QualcodeError, match="not a readable"):
        word_in(b"%PDF", T, BOOK)
    with pytest.raises(QualcodeError, match="DOCTYPE"):
        word_in(
            edited(data, "word/document.xml", lambda x: x.replace("<w:document", "<!DOCTYPE a><w:document", 1)), T, BOOK
        )
    with pytest.raises(QualcodeError, match="not a docx"):
        word_in(edited(data, "_rels/.rels", lambda x: x.replace("word/document.xml", "../../etc/passwd")), T, BOOK)
    with pytest.raises(QualcodeError, match="well-formed"):
        word_in(edited(data, "word/document.xml", lambda x: x[:-9]), T, BOOK)


@pytest.fixture(scope="module")
def libreoffice(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes], bytes]:
    """Opens a docx in LibreOffice and saves it again."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("office")

    def save(data: bytes) -> bytes:
        (folder / "in.docx").write_bytes(data)
        command = [program, "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
        command += ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "out"), str(folder / "in.docx")]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return Path(folder / "out/in.docx").read_bytes()

    return save


def test_a_file_saved_by_libreoffice_reads_the_same(libreoffice: Callable[[bytes], bytes]) -> None:
    data = commented(
        word_out(T, BOOK, OURS),
        ("fem stykker", "#bolig #barneperspektiv her snakker hun om plass\nog mer"),
        ("dere?…flink", "barneperspektiv"),
        ("nei. Ja", "boligg"),
    )
    saved = libreoffice(data)
    assert word_file(saved) == word_file(data)
    assert word_in(saved, T, BOOK) == word_in(data, T, BOOK)
    assert word_in(saved, T, BOOK).unchanged == 5


def test_threads_and_tracked_changes_saved_by_libreoffice(libreoffice: Callable[[bytes], bytes]) -> None:
    data = commented(word_out(T, BOOK), ("trangt", "#bolig plass"), ("flink", "enig i dette her"))
    data = threaded(commented(data, ("skolen", "#leie"), ("dyrt", "leie"), author="Ida"))
    stamp = 'w:author="Ida" w:date="2018-03-01T10:00:00Z"'
    data = body(
        data,
        "(<w:r>(?:(?!<w:r>).)*?<w:t[^>]*>Hvordan bor dere[?]</w:t></w:r>)",
        rf'<w:del w:id="90" {stamp}><w:r><w:delText>Hvordan bor dere?</w:delText></w:r></w:del>'
        rf'<w:ins w:id="91" {stamp}><w:r><w:t>Hva?</w:t></w:r></w:ins>',
    )
    found = word_in(libreoffice(data), T, BOOK)
    assert ("trangt", "bolig") in [q[:2] for q in quotes(found)]
    assert ("dyrt", "leie", "") in quotes(found)
    assert found.problems == ("2 tracked changes to the text were set aside",)
