"""Projects that other programs keep in an SQLite file, from its tables: Taguette, QualCoder, RQDA."""

from collections.abc import Callable, Mapping

from qualcode.errors import QualcodeError
from qualcode.exchange.foreign import Exchanged, Tables
from qualcode.exchange.qualcoder import read_qualcoder
from qualcode.exchange.rqda import read_rqda
from qualcode.exchange.taguette import read_taguette

PROGRAMS: Mapping[frozenset[str], Callable[[Tables, str], Exchanged]] = {
    frozenset({"highlights", "highlight_tags", "documents", "tags"}): read_taguette,
    frozenset({"code_text", "code_name", "code_cat", "source"}): read_qualcoder,
    frozenset({"coding", "freecode", "treecode", "source"}): read_rqda,
}
"""By the tables that only this program's files have."""
WANTED = frozenset(
    "project projects users documents commands tags highlights highlight_tags "
    "source code_text code_name code_cat annotation attribute cases case_text journal code_image code_av "
    "coding coding2 freecode codecat treecode cases caselinkage caseAttr fileAttr".split()
)
"""The tables that are read at all."""


def read_database(tables: Tables, where: str) -> Exchanged:
    """The project in another program's database. A `QualcodeError` where the tables are no program's that we know."""
    for names, read in PROGRAMS.items():
        if names <= tables.keys():
            return read(tables, where)
    raise QualcodeError("no project of Taguette, QualCoder or RQDA", where=where)
