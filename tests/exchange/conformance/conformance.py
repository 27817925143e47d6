"""Make the files of the conformance set, and run an importer against them.

    python conformance.py make DIR               writes NAME.qdpx and NAME.json (what it must mean) for every rule
    python conformance.py run DIR COMMAND...     runs COMMAND with each file's path in place of {} (or behind it) and
                                                 compares the JSON that it prints: the same form as NAME.json

An importer may print more than a rule asks for; what the rule asks for must be there, lists in any order.

Each rule is a project file (`project.qde` with its sources) and its meaning: texts by name, codes as paths, codings as
(text, path of the code, coder, words), memos, attributes, people. What a file does not test is left out of its meaning.
"""

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

MARK = b"\xef\xbb\xbf"
KARI = "Kari: mandag og kaffe. Per: tirsdag."


@dataclass(frozen=True)
class Rule:
    """One file: its name, what it is about, the inside of `project.qde`, the other members, and what it means."""

    name: str
    about: str
    inside: str
    meaning: Mapping[str, Any]
    files: Mapping[str, bytes] = field(default_factory=dict)
    origin: str = "Conformance"
    attributes: str = ""

    @property
    def qde(self) -> str:
        """The project file."""
        head = f'<Project xmlns="urn:QDA-XML:project:1.0" name="P" origin="{self.origin}"{self.attributes}>'
        return f'<?xml version="1.0" encoding="utf-8"?>\n{head}{self.inside}</Project>'


def number(thing: str) -> str:
    """A number made from a name."""
    return str(uuid5(NAMESPACE_URL, f"qualcode conformance {thing}"))


def users(*names: str) -> str:
    inside = "".join(f'<User guid="{number(n)}" name="{n}"/>' for n in names)
    return f"<Users>{inside}</Users>"


def code(name: str, inside: str = "", key: str = "", more: str = "") -> str:
    return f'<Code guid="{number(key or name)}" name="{name}" isCodable="true"{more}>{inside}</Code>'


def book(*codes: str) -> str:
    return f"<CodeBook><Codes>{''.join(codes)}</Codes></CodeBook>"


def coding(of: str, coder: str = "Anna", key: str = "", inside: str = "") -> str:
    made = f'<Coding guid="{number(f"coding {of} {coder} {key}")}" creatingUser="{number(coder)}">'
    return f'{made}<CodeRef targetGUID="{number(of)}"/>{inside}</Coding>'


def selection(start: int, end: int, inside: str, name: str = "", key: str = "") -> str:
    known = f'guid="{number(f"selection {start} {end} {key}")}"'
    named = f' name="{name}"' if name else ""
    place = f'startPosition="{start}" endPosition="{end}"'
    return f"<PlainTextSelection {known}{named} {place}>{inside}</PlainTextSelection>"


def source(inside: str, name: str = "T1", path: str = "", kind: str = "TextSource") -> str:
    where = path or f"internal://{name}.txt"
    return f'<{kind} guid="{number(name)}" name="{name}" plainTextPath="{where}">{inside}</{kind}>'


def sources(*inside: str) -> str:
    return f"<Sources>{''.join(inside)}</Sources>"


def simple(text: str, words: Mapping[str, tuple[int, int]], data: bytes = b"", **more: Any) -> dict[str, Any]:
    """A project of one text and one code, with selections at these positions that mean these words."""
    marks = "".join(selection(*at, coding("Mat", key=said), said, said) for said, at in words.items())
    return {
        "inside": users("Anna") + book(code("Mat")) + sources(source(marks)),
        "files": {"sources/T1.txt": data or text.encode()},
        "meaning": {"codings": [["T1", "Mat", "Anna", said] for said in words]},
        **more,
    }


def offsets() -> Iterator[Rule]:
    """How positions are counted."""
    emoji = "Kari: 😀😀 mandag og kaffe nå."
    crlf = "Kari: mandag\r\n\r\nPer: kaffe\r\n"
    yield Rule("offset_code_points", "Positions are code points, half-open.",
               **simple(emoji, {"mandag": (9, 15), "kaffe": (19, 24)}))  # fmt: skip
    yield Rule("offset_utf16", "NVivo counts UTF-16 units.",
               **simple(emoji, {"mandag": (11, 17), "kaffe": (21, 26)}), origin="NVivo 14")  # fmt: skip
    yield Rule("offset_utf16_unnamed", "The names say that UTF-16 units are counted, whatever the program is called.",
               **simple(emoji, {"mandag": (11, 17), "kaffe": (21, 26)}))  # fmt: skip
    yield Rule("offset_bytes", "The names say that UTF-8 bytes are counted.",
               **simple("Kåre sa: øl på mandag.", {"øl": (10, 13), "mandag": (18, 24)}))  # fmt: skip
    yield Rule("offset_crlf_two", "A Windows line end counts two, as it stands in the file.",
               **simple(crlf, {"mandag": (6, 12), "kaffe": (21, 26)}))  # fmt: skip
    yield Rule("offset_crlf_one", "A Windows line end counts one.",
               **simple(crlf, {"mandag": (6, 12), "kaffe": (19, 24)}))  # fmt: skip
    yield Rule("offset_lf_two", "A single LF counts two.",
               **simple(crlf.replace("\r\n", "\n"), {"mandag": (6, 12), "kaffe": (21, 26)}))  # fmt: skip
    yield Rule("offset_mark", "A byte order mark is in the file and not counted.",
               **simple(KARI, {"kaffe": (16, 21)}, MARK + KARI.encode()))  # fmt: skip
    yield Rule("offset_mark_counted", "A byte order mark is counted; the names say so.",
               **simple(KARI, {"mandag": (7, 13), "kaffe": (17, 22)}, MARK + KARI.encode()))  # fmt: skip
    wrong = simple(KARI, {"mandag": (1, 4), "kaffe": (26, 30), "tirsdag": (0, 3)})
    yield Rule("offset_none_fits", "No way of counting gives the words that the names say: nothing is coded.",
               wrong["inside"], {"codings": []}, wrong["files"])  # fmt: skip


def codebooks() -> Iterator[Rule]:
    """Codes and their numbers."""
    branches = book(code("Bolig", code("Positiv", key="b")), code("Skole", code("Positiv", key="s")))
    text = {"sources/T1.txt": b"mandag kaffe tirsdag te"}
    marks = selection(7, 12, coding("b"), "kaffe") + selection(21, 23, coding("s"), "te")
    yield Rule("code_same_name", "Two codes of one name in two branches stay two.",
               users("Anna") + branches + sources(source(marks)),
               {"codes": ["Bolig", "Bolig/Positiv", "Skole", "Skole/Positiv"],
                "codings": [["T1", "Bolig/Positiv", "Anna", "kaffe"], ["T1", "Skole/Positiv", "Anna", "te"]]},
               text)  # fmt: skip
    braces = f'<Code guid="{{{number("Mat").upper()}}}" name="Mat" isCodable="true"/>'
    yield Rule("code_number_braces", "Numbers are the same in upper case and in braces.",
               users("Anna") + book(braces) + sources(source(selection(7, 12, coding("Mat"), "kaffe"))),
               {"codings": [["T1", "Mat", "Anna", "kaffe"]]}, text)  # fmt: skip
    plain = '<Code guid="code-1" name="Mat"/><Code guid="code-2" name="Tid"/>'
    made = '<Coding guid="{}" creatingUser="{}"><CodeRef targetGUID="{}"/></Coding>'.format
    people = '<Users><User guid="user_1" name="Anna"/><User guid="user_2" name="Berit"/></Users>'
    marks = selection(7, 12, made("c1", "user_1", "code-1"), "kaffe")
    marks += selection(21, 23, made("c2", "user_2", "code-2"), "te")
    yield Rule("number_none", "What is no number is a key all the same; two are never one.",
               people + book(plain) + sources(source(marks)),
               {"codings": [["T1", "Mat", "Anna", "kaffe"], ["T1", "Tid", "Berit", "te"]]}, text)  # fmt: skip
    told = "<Description>Om mat.\nRules: food AND (\nId: tull\nRetired: no</Description>"
    yield Rule("code_description", "A description is a description, whatever its words.",
               book(code("Mat", told)), {"codes": ["Mat"],
               "definitions": {"Mat": "Om mat.\nRules: food AND (\nId: tull\nRetired: no"}})  # fmt: skip


def texts() -> Iterator[Rule]:
    """Where texts and codings can stand."""
    whole = source(selection(16, 21, coding("Mat"), "kaffe") + coding("Mat", key="whole"))
    yield Rule("text_whole", "A coding of a source is one of all its text.",
               users("Anna") + book(code("Mat")) + sources(whole),
               {"codings": [["T1", "Mat", "Anna", "kaffe"], ["T1", "Mat", "Anna", KARI]]},
               {"sources/T1.txt": KARI.encode()})  # fmt: skip
    pdf = f'<PDFSource guid="{number("pdf")}" name="R.pdf" path="internal://r.pdf">'
    layer = source(selection(0, 5, coding("Mat"), "kaffe"), "R", kind="Representation")
    yield Rule("text_pdf", "The text of a PDF is its representation.",
               users("Anna") + book(code("Mat")) + sources(f"{pdf}{layer}{coding('Mat', key='w')}</PDFSource>"),
               {"codings": [["R.pdf", "Mat", "Anna", "kaffe"], ["R.pdf", "Mat", "Anna", "kaffe her"]]},
               {"sources/R.txt": b"kaffe her", "sources/r.pdf": b"%PDF-"})  # fmt: skip
    point = '<SyncPoint guid="{}" position="{}" timeStamp="{}"/>'.format
    said = f'<TranscriptSelection guid="{number("ts")}" fromSyncPoint="{number("p0")}" toSyncPoint="{number("p1")}">'
    heard = point(number("p0"), 0, 0) + point(number("p1"), 5, 1500) + said + coding("Mat") + "</TranscriptSelection>"
    audio = f'<AudioSource guid="{number("a")}" name="A.mp3" path="internal://a.mp3">'
    yield Rule("text_audio", "A recording's transcript is a text; its points are places with times in milliseconds.",
               users("Anna") + book(code("Mat"))
               + sources(f"{audio}{source(heard, 'A', kind='Transcript')}</AudioSource>"),
               {"codings": [["A.mp3", "Mat", "Anna", "kaffe"]], "times": {"A.mp3": [[0, 0.0], [5, 1.5]]}},
               {"sources/A.txt": b"kaffe er godt", "sources/a.mp3": b"ID3"})  # fmt: skip
    yield Rule("text_path", "A path is a path: another file of the same name is another file.",
               users("Anna") + book(code("Mat")) + sources(source(selection(16, 21, coding("Mat"), "kaffe"))),
               {"codings": [["T1", "Mat", "Anna", "kaffe"]]},
               {"other/T1.txt": b"noe helt annet her", "sources/T1.txt": KARI.encode()})  # fmt: skip


def people() -> Iterator[Rule]:
    """Cases, attributes, memos."""
    variables = f'<Variables><Variable guid="{number("v")}" name="alder" typeOfVariable="Integer"/></Variables>'
    value = f'<VariableValue><VariableRef targetGUID="{number("v")}"/><IntegerValue>45</IntegerValue></VariableValue>'
    case = f'<Case guid="{number("case")}" name="Kari">{value}<SourceRef targetGUID="{number("T1")}"/></Case>'
    yield Rule("case_of_source", "A case with a source is who the text is from.",
               f"{variables}<Cases>{case}</Cases>{sources(source(''))}",
               {"people": {"Kari": {"texts": ["T1"], "attributes": {"alder": "45"}}}},
               {"sources/T1.txt": KARI.encode()})  # fmt: skip
    named = code("Kari", key="case")
    empty = f'<Cases><Case guid="{number("case")}" name="Kari"/></Cases>'
    part = source(selection(0, 22, coding("case"), "Kari: mandag og kaffe."))
    yield Rule("case_as_code", "A code with a case's number is the case: its codings are the case's parts.",
               users("Anna") + book(code("Mat"), named) + empty + sources(part),
               {"codes": ["Mat"], "codings": [], "people": {"Kari": {"texts": ["T1"], "attributes": {}}}},
               {"sources/T1.txt": KARI.encode()})  # fmt: skip
    held = source(f"<Description>om kilden</Description>{selection(16, 21, coding('Mat'), 'kaffe', 'k')}"
                  f'<NoteRef targetGUID="{number("n1")}"/>')  # fmt: skip
    note = '<Note guid="{}" name="Memo"><PlainTextContent>{}</PlainTextContent></Note>'.format
    link = f'<Link guid="{number("l")}" originGUID="{number("n2")}" targetGUID="{number("selection 16 21 k")}"/>'
    notes = f"<Notes>{note(number('n1'), 'lenket')}{note(number('n2'), 'om kaffe')}</Notes><Links>{link}</Links>"
    yield Rule("memos", "Memos stand in descriptions, in notes referred to, and in notes that a link leads to.",
               users("Anna") + book(code("Mat")) + sources(held) + notes,
               {"memos": [["T1", None, "lenket"], ["T1", None, "om kilden"], ["T1", "kaffe", "om kaffe"]]},
               {"sources/T1.txt": KARI.encode()})  # fmt: skip


def rules() -> list[Rule]:
    """All rules."""
    return [*offsets(), *codebooks(), *texts(), *people()]


def make(folder: Path) -> None:
    """Write the files; the same bytes every time."""
    folder.mkdir(parents=True, exist_ok=True)
    for rule in rules():
        write(rule, folder / f"{rule.name}.qdpx")
        told = json.dumps({"about": rule.about, **rule.meaning}, ensure_ascii=False, indent=1)
        (folder / f"{rule.name}.json").write_text(f"{told}\n", encoding="utf-8")


def write(rule: Rule, path: Path) -> None:
    """One rule's project."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in {"project.qde": rule.qde.encode(), **rule.files}.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data)


def differences(meant: dict[str, Any], read: dict[str, Any]) -> list[str]:
    """What an importer read otherwise than it is meant."""
    return [
        f"{key}: {json.dumps(read.get(key), ensure_ascii=False)} instead of {json.dumps(value, ensure_ascii=False)}"
        for key, value in meant.items()
        if key != "about" and _sorted(read.get(key)) != _sorted(value)
    ]


def _sorted(value: object) -> object:
    return sorted(value, key=str) if isinstance(value, list) else value


def held(folder: Path, read: Callable[[Path], dict[str, Any]]) -> dict[str, list[str]]:
    """For each rule what differs; nothing where the importer holds it."""
    found = {}
    for meant in sorted(folder.glob("*.json")):
        try:
            found[meant.stem] = differences(json.loads(meant.read_text("utf-8")), read(meant.with_suffix(".qdpx")))
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            found[meant.stem] = [f"{type(error).__name__}: {error}"]
    return found


def main(args: list[str]) -> int:
    """The two commands."""
    if len(args) == 2 and args[0] == "make":
        make(Path(args[1]))
        return 0
    if len(args) < 3 or args[0] != "run":
        sys.stdout.write(__doc__)
        return 2

    def read(path: Path) -> dict[str, Any]:
        command = [word.replace("{}", str(path)) for word in args[2:]]
        command += [str(path)] * (command == args[2:])
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
        return dict(json.loads(done.stdout))

    found = held(Path(args[1]), read)
    for name, told in found.items():
        sys.stdout.write("\n       ".join([f"{'FAILS' if told else 'holds'}  {name}", *told]) + "\n")
    return 1 if any(found.values()) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
