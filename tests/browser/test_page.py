"""The report in a browser: what a reader sees and does, that nothing is fetched and that nothing in it acts."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from qualcode.conditions import Condition
from qualcode.document import Output, Provenance, Table
from qualcode.documents.matrix import matrix_document
from qualcode.model import Code, Codebook, Coding, Role, Segment, Selection, Transcript, Turn
from qualcode.render.html import html_bytes
from qualcode.render.report import Report, invented, report_bytes
from qualcode.summarise.cooccur import Meeting, cooccurrence
from qualcode.summarise.excerpts import excerpt_table
from qualcode.summarise.matrix import matrix_table
from qualcode.summarise.themes import theme_table
from qualcode.summarise.totals import is_counted

if TYPE_CHECKING:
    from browser.conftest import Page

pytestmark = pytest.mark.browser

HOSTILE = "</script><script>document.title='hacked'</script><img src=x onerror=\"document.title='hacked'\"><!--"
BOOK = Codebook(
    (
        Code("samarbeid", "Internt samarbeid", codes=(Code("møter", "Møter"), Code("grenser", "Grenser"))),
        Code("bolig", "Bolig", f"Husleie {HOSTILE}"),
        Code("barn", HOSTILE),
        Code("ubrukt", "Ubrukt"),
    ),
    "Prøve",
)
WORDS = ("møtet", "på tirsdag", "husleia", "er dyr", "😀 barna", "sier ifra", "kollegaen", "glemte det")
OFFICES = (("Granmo", "tiltakskontor"), ("Elvestad", "tiltakskontor"), ("Lyngdalen", "sammenligningskontor"))
FAINT = """(() => {
  const numbers = (colour) => {
    const found = colour.match(/[\\d.]+/g).map(Number);
    const scale = colour.startsWith("color") ? 1 : 255;
    return { channels: found.slice(0, 3).map((x) => x / scale), alpha: found[3] ?? 1 };
  };
  const light = (colour) => numbers(colour).channels
    .map((x) => (x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4))
    .reduce((sum, x, n) => sum + x * [0.2126, 0.7152, 0.0722][n], 0);
  const ground = (element) => {
    const own = getComputedStyle(element).backgroundColor;
    return numbers(own).alpha === 1 || element === document.body ? own : ground(element.parentElement);
  };
  const contrast = (element) => {
    const [a, b] = [light(getComputedStyle(element).color), light(ground(element))];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  };
  const texts = "p, a, dd, dt, th, td, h1, h2, h3, h4, button, label, small, .tag, .count, figcaption, mark, select";
  return [...document.querySelectorAll(texts)].filter((e) => e.textContent.trim() && contrast(e) < 4.5)
    .map((e) => `${e.tagName} ${e.className} ${contrast(e)}`);
})()"""
"""The elements whose text has a contrast to its ground below 4.5 (WCAG 2.2, 1.4.3)."""
DARK, WIDE = (False, True), (420, 900, 1400)


def talk(n: int) -> Transcript:
    """An interview of ten turns, whose words depend on its number; some hostile."""
    text, turns, segments = "", [], []
    office, group = OFFICES[n % 3]
    for k in range(1, 11):
        asks = k % 2 == 1
        role: Role = "interviewer" if asks else "participant"
        speaker = "Intervjuer" if asks else f"Deltaker {k % 4}"
        speech = " ".join(islice(cycle(WORDS), n + k, n + 2 * k + 3)) + (HOSTILE if k == 4 else ".")
        text += f"{speaker}: "
        turns.append(Turn(k, len(text), len(text) + len(speech), speaker, role))
        segments.append(Segment(k, k, len(text), len(text) + len(speech)))
        text += f"{speech}\n"
    year = {"round": str(2017 + n % 2)}
    return Transcript(
        f"t{n:02}", text, tuple(turns), tuple(segments), {"office": office, "office_group": group, **year}
    )


def coded(transcripts: list[Transcript]) -> list[Coding]:
    """Codings of one to three segments, by two coders, spread without any pattern that a count could miss."""
    codes = [code.id for code in BOOK.walk() if code.id != "ubrukt"]
    made = []
    for n, transcript in enumerate(transcripts[:-1]):
        for k in range(14):
            first = (n * 7 + k * 3) % 10
            last = min(9, first + (k % 5 == 0) + (k % 7 == 0))
            start, end = transcript.segments[first].start + k % 3, transcript.segments[last].end
            coder, memo = ("anna", "berit")[(n + k) % 3 == 0], HOSTILE if k == 2 else ""
            code = codes[(n * k + k) % len(codes)]
            made.append(Coding(f"{n}-{k}", transcript.name, code, coder, start, end, transcript.text[start:end], memo))
    return made


TALKS = [talk(n) for n in range(9)]
CODINGS = coded(TALKS)


def report(**changes: Any) -> bytes:
    everything = Selection()
    fields: dict[str, Any] = {
        "excerpts": excerpt_table(TALKS, CODINGS, BOOK, everything).frame,
        "transcripts": TALKS,
        "codebook": BOOK,
        "read": frozenset(t.name for t in TALKS),
        "is_counted": lambda transcript, turn: is_counted(transcript, turn, everything),
        "by": "office_group",
    }
    return report_bytes(Report(**(fields | changes)))


@pytest.fixture
def shown(page: "Page", tmp_path: Path) -> Iterator[Callable[..., "Page"]]:
    """Open the report with a fragment; at the end nothing may have gone wrong or been asked for."""
    file = tmp_path / "report.html"

    def open_it(fragment: str = "", **changes: Any) -> "Page":
        file.write_bytes(report(**changes))
        page.open(file, fragment)
        return page

    yield open_it
    assert page.trouble() == []
    assert set(page.requests()) == {f"file://{file}"}
    assert page.run("document.title") == "Rapport"


FILTERS = {
    "": Selection(),
    "#where=office_group:tiltakskontor": Selection(where=(Condition("office_group", "=", "tiltakskontor"),)),
    "#where=office_group:tiltakskontor&where=round:2018&code=samarbeid": Selection(
        where=(Condition("office_group", "=", "tiltakskontor"), Condition("round", "=", "2018")), codes=("samarbeid",)
    ),
    "#code=møter": Selection(codes=("møter",)),
    "#coder=berit&speaker=participant": Selection(coders=("berit",), speakers=("participant",)),
    "#speaker=interviewer": Selection(speakers=("interviewer",)),
    "#transcript=t03": Selection(transcripts=("t03",)),
}


@pytest.mark.parametrize(("fragment", "selection"), FILTERS.items(), ids=lambda v: v if isinstance(v, str) else "")
def test_counts_are_those_of_themes_for_the_same_selection(
    shown: Callable[..., "Page"], fragment: str, selection: Selection
) -> None:
    page = shown(fragment)
    table = excerpt_table(TALKS, CODINGS, BOOK, selection)
    rows = table.frame
    told = page.text("#status").split()
    passages = len(rows[["transcript", "start", "end"]].drop_duplicates())
    assert [told[1], told[4], told[7]] == [str(len(rows)), str(passages), str(rows["transcript"].nunique())]
    expected = theme_table(table, TALKS, BOOK, selection, ("theme", "office_group")).frame
    names = list(dict.fromkeys(expected["theme"]))
    for theme in dict.fromkeys(rows["theme"]):
        number = list(BOOK.by_id).index(theme)
        lines = page.run(
            f"[...document.querySelectorAll('#theme-{number} .numbers tbody tr')]"
            ".map((row) => [...row.cells].map((cell) => cell.textContent))"
        )
        for row, line in zip(expected[expected["theme"] == theme].to_dict("records"), lines, strict=True):
            assert line[0] == row["office_group"]
            assert line[1] == str(row["codings"])
            assert line[3] == f"{row['transcripts']} av {row['of_transcripts']}"
            assert line[4] == f"{row['speakers']} av {row['of_speakers']}"
            assert line[5] == f"{row['offices']} av {row['of_offices']}"
            assert line[6] == f"{row['per_1000_words']:.2f}".replace(".", ",")
        _codes_below_are_those_of_themes(page, theme, table, selection)
    assert page.count("#cards > li") == (len(names) if selection.codes else 4)


def _codes_below_are_those_of_themes(page: "Page", theme: str, rows: Table, selection: Selection) -> None:
    expected = theme_table(rows, TALKS, BOOK, selection, ("theme", "code", "office_group")).frame
    used = [code for code in BOOK.subtree(theme) if code in set(rows.frame["code"])]
    lines = page.run(
        f"[...document.querySelectorAll('#theme-{list(BOOK.by_id).index(theme)} .below tbody tr')]"
        ".map((row) => [...row.cells].map((cell) => cell.textContent))"
    )
    assert len(lines) == (len(used) if set(used) - {theme} else 0)
    for line in lines:
        code = next(c for c in used if line[0].startswith("temaet selv" if c == theme else BOOK.by_id[c].name))
        of_code = expected[expected["code"] == code]
        assert line[1] == str(of_code["codings"].sum())
        told = [f"{t} av {of}" for t, of in zip(of_code["transcripts"], of_code["of_transcripts"], strict=True)]
        assert line[2:] == told


def test_themes_that_stand_together_are_those_of_cooccur(shown: Callable[..., "Page"]) -> None:
    page = shown()
    rows = excerpt_table(TALKS, CODINGS, BOOK, Selection())
    pairs = cooccurrence(rows, TALKS, BOOK, Meeting("segment", "theme")).frame
    order = [c.id for c in BOOK.codes if c.id != "ubrukt"]
    cells = page.run(
        "[...document.querySelectorAll('#together-table tbody tr')]"
        ".map((row) => [...row.cells].slice(1).map((cell) => cell.textContent))"
    )
    assert len(pairs) == 3
    for row in pairs.to_dict("records"):
        a, b = order.index(row["a"]), order.index(row["b"])
        assert cells[a][b] == cells[b][a] == str(row["together"])
        assert (cells[a][a], cells[b][b]) == (str(row["with_a"]), str(row["with_b"]))


def test_a_cell_of_the_matrix_shows_its_excerpts(shown: Callable[..., "Page"]) -> None:
    page = shown()
    rows = excerpt_table(TALKS, CODINGS, BOOK, Selection()).frame
    here = rows[(rows["office"] == "Elvestad") & (rows["theme"] == "samarbeid")]
    number = str(len(here[["transcript", "start", "end"]].drop_duplicates()))
    assert page.text("#matrix-table tbody tr:first-child button") == number
    page.click("#matrix-table tbody tr:first-child button")
    assert "Elvestad · Internt samarbeid" in page.text("#matrix-excerpts h3")
    assert number in page.text("#matrix-excerpts h3")
    assert page.count("#matrix-excerpts .quote") == 3
    page.click("#matrix-excerpts .more")
    assert page.count("#matrix-excerpts .quote") == min(int(number), 23)
    page.go("#case=transcript")
    assert page.count("#matrix-table tbody tr") == 9


def test_a_search_marks_what_it_finds_and_the_address_keeps_it(shown: Callable[..., "Page"]) -> None:
    page = shown()
    page.run("document.getElementById('q').focus()")
    page.type("HUSLEIA")
    assert "q=HUSLEIA" in page.run("location.hash")
    rows = excerpt_table(TALKS, CODINGS, BOOK, Selection()).frame
    assert page.text("#status").split()[1] == str(rows["text"].str.contains("husleia").sum())
    assert page.run("[...document.querySelectorAll('mark')].every((m) => m.textContent === 'husleia')")
    page.go("#q=" + "%22er dyr%22")
    assert page.text("#status").split()[1] == str(rows["text"].str.contains("er dyr").sum())
    page.go("#q=dyr|husl|")  # forms are whole words
    assert page.text("#status").split()[1] == str(rows["text"].str.contains(r"\bdyr\b").sum())
    page.go("#q=%3C/script%3E")
    assert page.text("#status").split()[1] == str(rows["text"].str.contains("</script>", regex=False).sum())
    page.click("#clear")
    assert page.text("#status").split()[1] == str(len(rows))


def test_choices_in_the_form_filter_and_can_be_shared(shown: Callable[..., "Page"]) -> None:
    page = shown()
    page.run("""(() => { const s = document.querySelector('[data-attribute="1"]'); s.value = 'tiltakskontor';
        s.dispatchEvent(new Event('input', {bubbles: true})); })()""")
    page.settle()
    assert "where=office_group%3Atiltakskontor" in page.run("location.hash")
    assert page.text("#active") == "Filtre: office_group = tiltakskontor"
    assert page.text("#filters summary") == "Filtre (1)"
    assert page.count("#theme-0 .bars .pattern-1") == page.count("#theme-0 .bars li") == 1  # as it was beside the other
    told = page.text("#status")
    page.reload()
    assert page.text("#status") == told
    assert page.run("document.querySelector('[data-attribute=\"1\"]').value") == "tiltakskontor"


def test_an_excerpt_leads_to_its_place_and_back(shown: Callable[..., "Page"]) -> None:
    page = shown("#where=office_group:tiltakskontor")
    place = page.run("document.querySelector('#theme-0 .quote a').getAttribute('href').slice(4)")
    words = page.run(
        "[...document.querySelectorAll('#theme-0 .quote')][0].querySelectorAll('blockquote p').values()"
        ".map((line) => line.lastChild.textContent).toArray().join('')"
    )
    page.click("#theme-0 .quote a")
    assert page.run("document.activeElement.id") == place
    assert page.run(f"document.getElementById('{place}').closest('details').open")
    lit = page.run("[...document.querySelectorAll('.lit')].map((s) => s.textContent).join('')")
    assert lit == words
    assert "where=" in page.run("location.hash")
    assert page.run(f"document.getElementById('{place}').getBoundingClientRect().top") < 900
    page.run("[...document.querySelectorAll('.margin a')].find((a) => a.href.includes('e0-')).click()")
    page.settle()
    assert page.run("document.activeElement.className") == "quote"
    assert page.run("document.activeElement.closest('article').id") == "theme-0"
    page.run("history.back()")
    page.settle()
    assert page.run("document.activeElement.id") == place


def test_hostile_words_are_shown_and_do_nothing(shown: Callable[..., "Page"]) -> None:
    page = shown("#at=theme-4")
    page.run("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    page.settle()
    assert page.count("img") == 0
    assert page.count("script") == 2
    assert HOSTILE in page.run("document.body.textContent")
    assert HOSTILE in page.text("#theme-4 h3")
    assert HOSTILE in page.text(".memo")


def test_labels_in_place_of_names_and_no_transcripts(shown: Callable[..., "Page"]) -> None:
    page = shown(names=invented(TALKS, "nb"), pseudonyms=True, with_transcripts=False)
    text = page.run("document.body.innerText")
    assert "Kontor B" in text
    assert not [name for name, _ in OFFICES if name in text]
    assert page.count("#transcripts, .quote a") == 0
    assert page.count(".quote") > 10
    assert page.count(".caution") == 2


def test_everything_is_on_paper_and_back_on_the_screen_afterwards(shown: Callable[..., "Page"]) -> None:
    from io import BytesIO

    from pypdf import PdfReader

    page = shown()
    few = page.count("#themes .quote")
    paper = "\n".join(sheet.extract_text() for sheet in PdfReader(BytesIO(page.pdf())).pages)
    assert paper.count("segment") >= len({(c.transcript, c.start, c.end, BOOK.theme_of(c.code)) for c in CODINGS})
    assert all(t.name in paper for t in TALKS)
    assert "Søk i teksten" not in paper
    assert page.count("#themes .quote") == few
    assert page.count("details.transcript[open]") == 0


def test_the_reader_chooses_what_comes_on_paper(shown: Callable[..., "Page"]) -> None:
    page = shown("#paper=shown")
    shown_now = page.count("#themes .quote")
    page.run("document.querySelector('details.transcript').open = true")
    page.settle()
    page.run("dispatchEvent(new Event('beforeprint'))")
    assert page.count("#themes .quote") == shown_now
    assert page.count("details.transcript[open] .said") == len(TALKS[0].turns)
    assert page.count("button.more") == 0
    assert "til." in page.text("#themes .excerpts > .note")
    page.run("dispatchEvent(new Event('afterprint'))")
    assert page.count("details.transcript[open] .turn") == len(TALKS[0].turns)
    page.go("#paper=excerpts")
    page.run("dispatchEvent(new Event('beforeprint'))")
    assert page.count("#themes .quote") > shown_now
    assert page.count("details.transcript[open]") == 1
    page.go("#paper=all")
    assert page.run("document.getElementById('paper').value") == "all"
    page.run("dispatchEvent(new Event('beforeprint'))")
    assert page.count("details.transcript[open]") == len(TALKS)
    assert "Internt samarbeid (" in page.run("document.querySelector('#transcript-list').textContent")
    assert page.count("#themes a[href], #transcripts a[href], #overview a[href]") == 0


def test_a_keyboard_is_enough(shown: Callable[..., "Page"]) -> None:
    page = shown()
    page.press("Tab", 9)
    assert page.run("document.activeElement.className") == "skip"
    assert page.run("document.activeElement.getBoundingClientRect().left") >= 0
    page.press("Enter", 13, "\r")
    page.settle()
    assert page.run("document.activeElement.id") == "content"
    page.run("document.querySelector('#theme-0 .more').focus()")
    page.press("Enter", 13, "\r")
    page.settle()
    assert page.run("document.activeElement.className") == "quote"
    unreachable = page.run(
        "[...document.querySelectorAll('button, a[href], select, input, summary')].filter((e) => e.tabIndex < 0).length"
    )
    assert unreachable == 0


def test_a_screen_reader_meets_landmarks_and_names(shown: Callable[..., "Page"]) -> None:
    nodes = shown().accessibility()
    roles = {node["role"] for node in nodes}
    assert {"main", "navigation", "search", "status", "heading", "region"} <= roles
    named = ("button", "link", "combobox", "searchbox", "navigation", "search", "region", "table")
    assert not [node for node in nodes if node["role"] in named[:7] and not node["name"].strip()]
    regions = [node["name"] for node in nodes if node["role"] in ("region", "navigation", "search")]
    assert len(set(regions)) == len(regions) > 6


@pytest.mark.parametrize("width", WIDE)
def test_what_can_be_scrolled_can_have_the_focus(shown: Callable[..., "Page"], page: "Page", width: int) -> None:
    page.resize(width, 900)
    shown()
    stuck = page.run(
        "[...document.querySelectorAll('.scroll')]"
        ".filter((e) => e.scrollWidth > e.clientWidth && e.tabIndex < 0).length"
    )
    assert stuck == 0


@pytest.mark.parametrize("width", WIDE)
def test_bars_of_all_themes_have_one_scale(shown: Callable[..., "Page"], page: "Page", width: int) -> None:
    page.resize(width, 900)
    shown()
    widths = page.run("[...document.querySelectorAll('#cards .bar')].map((e) => e.getBoundingClientRect().width)")
    assert len(widths) > 2
    assert max(widths) - min(widths) < 1


@pytest.mark.parametrize("width", WIDE)
@pytest.mark.parametrize("dark", DARK, ids=["light", "dark"])
def test_nothing_sticks_out_and_text_stands_off_its_ground(
    shown: Callable[..., "Page"], page: "Page", width: int, dark: bool
) -> None:
    page.resize(width, 900, dark=dark)
    shown("#at=p3")
    assert page.run("document.documentElement.scrollWidth") <= width
    assert page.run("document.getElementById('filters').open") is (width > 1024)
    light = page.run("getComputedStyle(document.body).backgroundColor")
    assert (light == "rgb(22, 25, 27)") is dark
    assert page.run(FAINT) == []


def test_other_groups_and_other_order(shown: Callable[..., "Page"]) -> None:
    page = shown("#by=round&order=longest")
    assert page.text("#theme-0 .columns h4").startswith("2017")
    lengths = page.run(
        "[...document.querySelectorAll('#theme-0 .column:first-child blockquote')].map((q) => q.textContent.length)"
    )
    assert lengths == sorted(lengths, reverse=True)
    page.go("#by=none")
    assert page.count("#theme-0 .column") == 1


def test_filters_that_fit_nothing_say_so(shown: Callable[..., "Page"]) -> None:
    page = shown("#q=finnesikke")
    assert page.text("#status") == "Ingenting passer til disse filtrene."
    page.go("#where=nothing:here&code=gone&at=nowhere")
    assert page.text("#status").startswith(f"Viser {len(CODINGS)} kodinger")


@pytest.mark.parametrize("width", WIDE)
def test_a_document_stays_within_its_window_and_its_links_lead_there_and_back(
    page: "Page", tmp_path: Path, width: int
) -> None:
    excerpts = excerpt_table(TALKS, CODINGS, BOOK, Selection())
    cases = [transcript.name for transcript in TALKS]
    table = matrix_table(excerpts, BOOK, Selection(), cases)
    document = partial(matrix_document, table.frame, excerpts.frame, BOOK, "nb")
    output = Output(table, Provenance("prøve"), document)
    (tmp_path / "matrix.html").write_bytes(html_bytes(output))
    page.resize(width, 900)
    page.open(tmp_path / "matrix.html")
    assert page.run("document.documentElement.scrollWidth") <= width
    assert page.run("document.querySelector('main').getBoundingClientRect().right") <= width
    page.click("td a")
    place = page.run("location.hash")
    assert page.run(f"document.querySelector('{place}').getBoundingClientRect().top") < 900
    assert page.run(f"document.querySelector('{place}').matches(':target')")
    page.click(f"{place} .back")
    cell = page.run("location.hash")
    assert page.run(f"document.querySelector('{cell}').matches(':target')")
    assert page.count(f"{cell} a[href='{place}']") == 1
    assert page.trouble() == []
