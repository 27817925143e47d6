"""How long reading interviews from PDF takes, as a ratio to pypdfium2 merely reading the same signs with their places.

Run `python benchmarks/import_pdf.py [N]`; a file of N pages (default 100) is made in a temporary folder.
"""

import random
import sys
import tempfile
import textwrap
import time
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from qualcode.importers import ReadOptions, read
from qualcode.importers.incoming import File
from qualcode.importers.pdf import signs

WORDS = "jeg vi det er ikke møte familie kontor barn skole økonomi så på å og i leder koordinator tirsdag året".split()


def make(path: Path, pages: int) -> None:
    """An interview of 45 lines a page, with a head and the page's number."""
    pick = random.Random(1)
    canvas = Canvas(str(path))
    for page in range(1, pages + 1):
        canvas.drawString(72, 800, "Intervju 5")
        canvas.drawString(300, 30, f"{page}/{pages}")
        lines: list[str] = []
        while len(lines) < 45:
            speaker = "Intervjuer" if len(lines) % 2 else "Koordinator"
            said = " ".join(pick.choices(WORDS, k=pick.randint(5, 60))).capitalize()
            lines += textwrap.wrap(f"{speaker}: {said}.", 80)
        for n, line in enumerate(lines[:45]):
            canvas.drawString(72, 760 - 15 * n, line)
        canvas.showPage()
    canvas.save()


def main() -> None:
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.pdf"
        make(path, pages)
        data = path.read_bytes()
        times = []
        for what, work in (
            (
                "pypdfium2, signs with their places",
                lambda: list(signs(File("a.pdf", "a", ".pdf", data, ReadOptions()))),
            ),
            ("qualcode, text with turns and roles", lambda: list(read(path))),
        ):
            start = time.perf_counter()
            work()
            times.append(time.perf_counter() - start)
            print(f"{what:40} {times[-1]:8.2f} s  {1000 * times[-1] / pages:7.1f} ms a page")
    print(f"ratio {times[1] / times[0]:.2f}")


if __name__ == "__main__":
    main()
