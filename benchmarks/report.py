"""How large a report of 200 interviews and 10,000 codings is, and how soon it can be used in headless Chromium.

    python benchmarks/report.py [FOLDER [print]]

Prints seconds for making the page, its size, milliseconds to the first interaction and for each filter; with `print`
also how long a PDF of all excerpts takes, and one with the transcripts (minutes).
"""

import random
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from qualcode.model import Code, Codebook, Coding, Role, Segment, Selection, Transcript, Turn
from qualcode.render.report import Report, report_bytes
from qualcode.summarise.excerpts import excerpt_table
from qualcode.summarise.highlights import highlights
from qualcode.summarise.totals import is_counted

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

INTERVIEWS, CODINGS_EACH, TURNS = 200, 50, 140
WORDS = (
    "vi har det ikke med familien og møte skole barn penger kontoret tiltak samarbeid fordi alltid noen ganger "
    "husleie koordinator jobber sammen snakker"
).split()
EVERYTHING = Selection()
FILTERS = ("where=office_group:tiltakskontor", "q=husleie", "by=round", "code=t3&q=møte skole")
FOLLOWED = """new Promise((done) => {{
  const begun = performance.now();
  addEventListener("hashchange", () => setTimeout(() => requestAnimationFrame(() => setTimeout(
    () => done(performance.now() - begun)))), {{ once: true }});
  location.hash = "{}";
}})"""


def talk(n: int, chance: random.Random) -> Transcript:
    """An interview of about 7,000 words."""
    text, turns, segments = "", [], []
    for k in range(1, TURNS + 1):
        asks = k % 2 == 1
        text += "Intervjuer: " if asks else "Koordinator: "
        speech = " ".join(chance.choices(WORDS, k=20 if asks else 80)) + "."
        place = (len(text), len(text) + len(speech))
        role: Role = "interviewer" if asks else "participant"
        turns.append(Turn(k, *place, "Intervjuer" if asks else "Koordinator", role))
        segments.append(Segment(k, k, *place))
        text += f"{speech}\n"
    group = "tiltakskontor" if n % 29 % 2 else "sammenligningskontor"
    attributes = {"office": f"Kontor {n % 29}", "office_group": group, "round": str(2017 + n % 2)}
    return Transcript(f"intervju-{n:03}", text, tuple(turns), tuple(segments), attributes)


def material() -> tuple[Report, float]:
    """A report's content, and the seconds for choosing its rows and typical excerpts."""
    chance = random.Random(2018)
    below = [[Code(f"t{i}_{j}", f"Underkode {i} {j}") for j in range(2)] for i in range(15)]
    book = Codebook(tuple(Code(f"t{i}", f"Tema nummer {i}", codes=tuple(below[i])) for i in range(15)))
    talks = [talk(n, chance) for n in range(INTERVIEWS)]
    codings = []
    for transcript in talks:
        for k in range(CODINGS_EACH):
            place, code = chance.choice(transcript.segments), chance.choice(list(book.by_id))
            who, quote = chance.choice(["anna", "berit"]), transcript.quote(place)
            codings.append(Coding(f"{transcript.name}-{k}", transcript.name, code, who, place.start, place.end, quote))
    begun = perf_counter()
    rows = excerpt_table(talks, codings, book, EVERYTHING).frame
    typical = highlights(rows, ("theme", "office_group"), "nb", 3, ("typical",))
    counted = lambda transcript, turn: is_counted(transcript, turn, EVERYTHING)  # noqa: E731
    read = frozenset(t.name for t in talks)
    return Report(rows, talks, book, counted, read, EVERYTHING, "office_group", typical), perf_counter() - begun


def main() -> None:
    """Make the page, open it, use it."""
    from browser.conftest import Browser, Page  # the browser tests' own driver

    report, seconds = material()
    begun = perf_counter()
    content = report_bytes(report)
    print(
        f"rows and typical excerpts {seconds:.1f} s, page {perf_counter() - begun:.1f} s, {len(content) / 1e6:.1f} MB"
    )
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else tempfile.mkdtemp())
    (folder / "report.html").write_bytes(content)
    browser = Browser(Path(tempfile.mkdtemp()))
    page = Page(browser)
    page.resize(1400, 900)
    page.open(folder / "report.html")
    ready = page.run("performance.getEntriesByType('navigation')[0].domInteractive")
    print(f"first interaction {ready:.0f} ms: {page.text('#status')}")
    for fragment in FILTERS:
        print(f"#{fragment}: {page.run(FOLLOWED.format(fragment)):.0f} ms, {page.text('#status')}")
    for paper in ("excerpts", "all") if "print" in sys.argv[2:] else ():
        page.go(f"#paper={paper}")
        begun = perf_counter()
        size = len(page.pdf())
        print(f"printing {paper}: {perf_counter() - begun:.0f} s, {size / 1e6:.1f} MB")
    browser.close()


if __name__ == "__main__":
    main()
