"""Projects of programs that keep them in SQLite, from their tables. Texts are invented."""

from typing import Any

import pytest

from qualcode.errors import QualcodeError
from qualcode.exchange.databases import read_database
from qualcode.exchange.foreign import Part

Rows = list[dict[str, Any]]


def taguette() -> dict[str, Rows]:
    html = "<p>Kåre 😀: <b>Vi</b> bor trangt.</p>\n<p>Og kaldt &amp; rått.</p>"
    flat = "Kåre 😀: Vi bor trangt.\nOg kaldt & rått."  # the text nodes one after the other, as Taguette counts them

    def highlight(n: int, words: str) -> dict[str, Any]:
        start = len(flat[: flat.index(words)].encode())
        return {"id": n, "document_id": 1, "start_offset": start, "end_offset": start + len(words.encode())}

    command = '{"type": "highlight_add", "highlight_id": 1, "tags": [1, 2]}'
    return {
        "projects": [{"id": 1, "name": "Prøve", "description": "Om alt", "created": "2026-01-01"}],
        "documents": [{"id": 1, "name": "Kåre", "description": "", "contents": html}],
        "tags": [
            {"id": 1, "path": "bolig", "description": "Hvor"},
            {"id": 2, "path": "bolig.kulde", "description": ""},
        ],
        "highlights": [highlight(1, "bor trangt"), highlight(2, "kaldt & rått")],
        "highlight_tags": [{"highlight_id": h, "tag_id": t} for h, t in ((1, 1), (1, 2), (2, 2), (9, 1))],
        "commands": [
            {"user_login": "anna", "date": "2026-02-01 10:00:00.5", "payload": command},
            {"user_login": "berit", "date": "", "payload": "no json"},
        ],
    }


def test_taguette() -> None:
    found = read_database(taguette(), "t.sqlite3")
    (text,) = found.texts
    assert text.source.text == "Kåre 😀: Vi bor trangt.\n\nOg kaldt & rått."
    assert [(c.id, c.definition, [b.name for b in c.codes]) for c in found.codebook.codes] == [
        ("bolig", "Hvor", ["kulde"])
    ]
    assert [(c.code, c.quote, c.coder, c.created) for c in found.codings] == [
        ("bolig", "bor trangt", "anna", "2026-02-01T10:00:00.5Z"),
        ("bolig_kulde", "bor trangt", "anna", "2026-02-01T10:00:00.5Z"),
        ("bolig_kulde", "kaldt & rått", "", ""),
    ]
    assert all(text.source.text[c.start : c.end] == c.quote for c in found.codings)
    assert len({c.id for c in found.codings}) == 3
    assert [m.text for m in found.memos] == ["Om alt"]
    assert {f.kind: f[1:5] for f in found.fates} == {
        "Document": (1, 1, 0, 0), "Tag": (2, 2, 0, 0), "Tagging": (4, 3, 0, 1),
    }  # fmt: skip


def qualcoder() -> dict[str, Rows]:
    made = {"owner": "anna", "date": "2026-03-01 12:00:00", "memo": ""}
    text = "Kari: Vi bor trangt.\r\nPer: Ja 😀, kaldt."
    return {
        "project": [{"date": "2026-01-01 09:00:00", "memo": "Om alt"}],
        "source": [
            {"id": 1, "name": "kari", "fulltext": text, **made, "memo": "Om Kari"},
            {"id": 2, "name": "bilde.png", "fulltext": None, **made},
        ],
        "code_cat": [
            {"catid": 1, "name": "Hverdag", "supercatid": None, **made},
            {"catid": 2, "name": "I ring", "supercatid": 3, **made},
            {"catid": 3, "name": "I ring to", "supercatid": 2, **made},
        ],
        "code_name": [
            {"cid": 1, "name": "bolig", "catid": 1, "color": "#662200", **made, "memo": "Hvor de bor"},
            {"cid": 2, "name": "kulde", "catid": None, "supercid": 1, "color": "blå", **made},
        ],
        "code_text": [
            {"ctid": 1, "cid": 1, "fid": 1, "pos0": 6, "pos1": 20, **made, "memo": "obs"},
            {"ctid": 2, "cid": 2, "fid": 1, "pos0": text.index("kaldt"), "pos1": text.index("kaldt") + 5, **made},
            {"ctid": 3, "cid": 1, "fid": 1, "pos0": 30, "pos1": 900, **made},
            {"ctid": 4, "cid": 9, "fid": 1, "pos0": 0, "pos1": 4, **made},
        ],
        "annotation": [{"anid": 1, "fid": 1, "pos0": 0, "pos1": 4, **made, "memo": "En merknad"}],
        "cases": [{"caseid": 1, "name": "Kari", **made}],
        "case_text": [
            {"caseid": 1, "fid": 1, "pos0": 0, "pos1": len(text)},
            {"caseid": 1, "fid": 1, "pos0": 0, "pos1": 20},
        ],
        "attribute": [
            {"name": "kontor", "attr_type": "file", "value": "Granmo", "id": 1},
            {"name": "alder", "attr_type": "case", "value": "45", "id": 1},
        ],
        "journal": [{"name": "Dagbok", "jentry": "I dag", **made}],
        "code_image": [{"imid": 1}],
    }


def test_qualcoder() -> None:
    found = read_database(qualcoder(), "data.qda")
    paths = [[found.codebook.by_id[c].name for c in path] for path in found.codebook.paths.values()]
    assert paths == [["Hverdag"], ["Hverdag", "bolig"], ["Hverdag", "bolig", "kulde"]]
    assert found.codebook.by_id["bolig"].definition == "Hvor de bor"
    assert [(c.code, c.quote, c.coder, c.memo, c.created) for c in found.codings] == [
        ("bolig", "Vi bor trangt.", "anna", "obs", "2026-03-01T12:00:00Z"),
        ("kulde", "kaldt", "anna", "", "2026-03-01T12:00:00Z"),
    ]
    assert {(m.text, m.transcript, m.start) for m in found.memos} == {
        ("Om alt", "", None), ("Om Kari", "kari", None), ("En merknad", "kari", 0), ("Dagbok\nI dag", "", None),
    }  # fmt: skip
    (case,) = found.cases
    assert (case.name, case.parts, case.attributes) == ("Kari", (Part("kari"), Part("kari", 0, 20)), {"alder": "45"})
    assert found.texts[0].source.attributes == {"kontor": "Granmo"}
    told = {f.kind: (f.imported, f.lost) for f in found.fates}
    assert told["Coding"] == (2, 2)
    assert told["Text"] == (1, 1)
    assert told["Coding of a picture"] == (0, 1)
    assert told["Category"] == (1, 2)  # two that stand below each other
    assert all(f.file == f.imported + f.kept + f.lost for f in found.fates)


def test_rqda() -> None:
    live = {"status": 1, "owner": "rqda", "memo": None}
    tables: dict[str, Rows] = {
        "project": [{"memo": "Om alt"}],
        "source": [{"id": 1, "name": "kari", "file": "Vi bor trangt. Og kaldt.", **live}],
        "freecode": [{"id": n, "name": name, **live} for n, name in ((1, "bolig"), (2, "kulde"))],
        "codecat": [{"catid": 5, "name": "Hverdag", **live}],
        "treecode": [{"cid": 1, "catid": 5, "status": 1}],
        "coding": [
            {"cid": 1, "fid": 1, "selfirst": 0, "selend": 14, **live},
            {"cid": 2, "fid": 1, "selfirst": 18, "selend": 23, **live, "status": 0},
        ],
        "cases": [{"id": 1, "name": "Kari", **live}],
        "caselinkage": [{"caseid": 1, "fid": 1, "selfirst": 0, "selend": 14, **live}],
        "caseAttr": [{"variable": "alder", "value": "45", "caseID": 1, **live}],
        "fileAttr": [{"variable": "kontor", "value": "Granmo", "fileID": 1, **live}],
    }
    found = read_database(tables, "p.rqda")
    assert list(found.codebook.paths.values()) == [("hverdag",), ("hverdag", "bolig"), ("kulde",)]
    assert [(c.code, c.quote, c.coder) for c in found.codings] == [("bolig", "Vi bor trangt.", "rqda")]
    assert [(c.name, c.parts, c.attributes) for c in found.cases] == [("Kari", (Part("kari", 0, 14),), {"alder": "45"})]
    assert found.texts[0].source.attributes == {"kontor": "Granmo"}
    assert all(f.file == f.imported and not f.lost for f in found.fates)


def test_a_database_of_another_kind_is_refused() -> None:
    with pytest.raises(QualcodeError, match="no project of"):
        read_database({"places": []}, "firefox.sqlite")
