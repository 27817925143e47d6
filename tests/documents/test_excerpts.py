"""The excerpts to read: what is said above them."""

from qualcode.document import Paragraph
from qualcode.documents.excerpts import excerpts_document
from qualcode.model import Codebook, Coding, Selection, Transcript
from qualcode.summarise.excerpts import excerpt_table
from qualcode.wording import Lang

Study = tuple[list[Transcript], list[Coding], Codebook]


def told(study: Study, selection: Selection, lang: Lang = "nb") -> list[str]:
    document = excerpts_document(excerpt_table(*study, selection).frame, study[2], (), lang)
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def test_different_excerpts_are_counted_only_where_there_are_fewer_than_codings(study: Study) -> None:
    assert told(study, Selection(codes=("skjema",)), "en") == ["2 codings in 2 transcripts"]
    assert told(study, Selection(codes=("skjema",))) == ["2 kodinger i 2 transkripsjoner"]
    # two codings of one passage of granmo-1, and one each of three others
    assert told(study, Selection(codes=("samarbeid",)), "en") == ["5 codings in 3 transcripts, 4 different excerpts"]
