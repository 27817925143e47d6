import pytest

from qualcode.exchange.remarks import Remark, Vocabulary, written
from qualcode.model import Code, Codebook

VOCABULARY = Vocabulary(
    Codebook(
        (
            Code("bolig", "Bolig", codes=(Code("leie", "Å leie bolig"),)),
            Code("barneperspektiv", "Barneperspektiv"),
            Code("internt_samarbeid", "Internt samarbeid"),
            Code("økonomi", "Økonomi og gjeld"),
        )
    )
)


@pytest.mark.parametrize(
    ("text", "codes", "unknown", "memo"),
    [
        ("barneperspektiv", ("barneperspektiv",), (), ""),
        (" BARNEPERSPEKTIV. ", ("barneperspektiv",), (), ""),
        ("#barneperspektiv #bolig her snakker hun om …", ("barneperspektiv", "bolig"), (), "her snakker hun om …"),
        ("#bolig#økonomi", ("bolig", "økonomi"), (), ""),
        ("#bolig, #bolig: trangt", ("bolig",), (), "trangt"),
        ("internt samarbeid", ("internt_samarbeid",), (), ""),
        ("#Internt samarbeid går bra", ("internt_samarbeid",), (), "går bra"),
        ("#internt-samarbeid", ("internt_samarbeid",), (), ""),
        ("#Økonomi og gjeld og mer", ("økonomi",), (), "og mer"),
        ("økonomi og gjeld", ("økonomi",), (), ""),
        ("bolig og økonomi", ("bolig", "økonomi"), (), ""),
        ("bolig, barneperspektiv; leie", ("bolig", "barneperspektiv", "leie"), (), ""),
        ("bolig\nbarneperspektiv", ("bolig", "barneperspektiv"), (), ""),
        ("bolig: fem på to rom", ("bolig",), (), "fem på to rom"),
        ("bolig – fem på to rom, sier hun", ("bolig",), (), "fem på to rom, sier hun"),
        (
            "bolig\nFem på to rom, sier hun, og mugg i veggen",
            ("bolig",),
            (),
            "Fem på to rom, sier hun, og mugg i veggen",
        ),
        ("#boligg trangt", (), ("boligg",), "trangt"),
        ("barneperspektivet", (), ("barneperspektivet",), ""),
        ("bolig, skole", ("bolig",), ("skole",), ""),
        ("skole", (), ("skole",), ""),
        ("her er #bolig viktig", ("bolig",), (), "her er bolig viktig"),
        ("viktig her #bolig", ("bolig",), (), "viktig her"),
        ("Bolig er viktig for henne", (), (), "Bolig er viktig for henne"),
        ("Husk dette", (), (), "Husk dette"),
        ("se punkt # 3", (), (), "se punkt # 3"),
        ("", (), (), ""),
    ],
)
def test_what_a_comment_says(text: str, codes: tuple[str, ...], unknown: tuple[str, ...], memo: str) -> None:
    assert VOCABULARY.read(text) == Remark(codes, unknown, memo)


def test_nearest_codes() -> None:
    assert VOCABULARY.near("barneperspektivet")[0] == "barneperspektiv"
    assert VOCABULARY.near("okonomi") == ("økonomi",)
    assert VOCABULARY.near("xyz") == ()


def test_what_we_write_reads_back() -> None:
    assert VOCABULARY.read(written(["bolig", "leie"], "bolig er dyrt #nok\nsier hun")).codes == ("bolig", "leie")
    assert VOCABULARY.read(written(["internt_samarbeid"], "går bra")) == Remark(("internt_samarbeid",), (), "går bra")
