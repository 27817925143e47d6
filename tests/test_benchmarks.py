"""Every benchmark still runs, on next to nothing: what it would measure is not looked at here."""

import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
SMALL = {
    "agreement": ["2"],
    "coded_sets": [],
    "contrast_levels": ["20"],
    "coverage": ["20"],
    "import_docx": ["2"],
    "import_pdf": ["2"],
    "screen": ["5"],
    "settling": ["1"],
    "suggest": ["100"],
    "whole_project": ["--interviews", "3", "--words", "1000", "--codings", "300", "--runs", "1"],
}
NEEDS_CHROMIUM = {"report"}


def test_every_benchmark_is_run() -> None:
    assert {path.stem for path in BENCHMARKS.glob("*.py")} == SMALL.keys() | NEEDS_CHROMIUM


@pytest.mark.slow
@pytest.mark.parametrize("name", SMALL)
def test_a_benchmark_runs(name: str, tmp_path: Path) -> None:
    script = [sys.executable, str(BENCHMARKS / f"{name}.py"), *SMALL[name]]
    done = subprocess.run(script, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout
