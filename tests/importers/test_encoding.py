"""What a file is written in: scripts of the world, and Norwegian in a few words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.errors import QualcodeError
from qualcode.importers.encoding import decode
from qualcode.importers.incoming import File, ReadOptions

TEXTS = {
    "cp1251": "Интервьюер: Давно вы здесь живёте?\nАнна: Десять лет. Мне нравится этот город.\n",
    "koi8-r": "Интервьюер: Давно вы здесь живёте?\nАнна: Десять лет. Мне нравится этот город.\n",
    "gb18030": "问：你在这里住了多久？\n答：大约十年了。\n问：喜欢吗？\n",
    "big5": "問：你在這裡住了多久？\n答：大約十年了。\n",
    "shift_jis": "聞き手：ここに住んでどのくらいですか。\n話し手：十年ほどです。\n",
    "euc-kr": "면접자: 여기서 산 지 얼마나 됐어요?\n민수: 십 년쯤 됐어요.\n",
    "cp1255": "מראיין: כמה זמן אתה גר כאן?\nיוסי: עשר שנים.\n",
    "cp1256": "المحاور: منذ متى تعيش هنا؟\nأحمد: منذ عشر سنوات.\n",
    "cp1254": "Görüşmeci: Ne zamandır çalışıyorsunuz?\nAyşe: On yıldır.\n",
    "cp1252": "Enquêteur: Depuis quand?\nÉlodie: Depuis dix ans, à l'école, où j'étais.\n",
}
WORDS = (
    "på øya får vi se at hun går i båten når været er grått så må dere være ærlige Åse Øystein blå én idé møte".split()
)


def of(data: bytes) -> File:
    return File("a.txt", "a", ".txt", data, ReadOptions())


@pytest.mark.parametrize("encoding", TEXTS)
def test_texts_in_the_scripts_of_the_world(encoding: str) -> None:
    text, notes = decode(of(TEXTS[encoding].encode(encoding)))
    assert text == TEXTS[encoding]
    assert notes[0].endswith("guessed")


@given(st.lists(st.sampled_from(WORDS), min_size=2, max_size=25), st.sampled_from(["cp1252", "mac-roman"]))
def test_a_few_norwegian_words_are_enough(words: list[str], encoding: str) -> None:
    text = " ".join(words)
    assert decode(of(text.encode(encoding)))[0] == text


def test_what_cannot_be_told_is_refused_with_choices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chardet.detect_all", lambda data: [])
    with pytest.raises(QualcodeError, match="encoding of the file cannot be told") as refused:
        decode(of("Привет".encode("cp1251")))
    assert "cp1251" in str(refused.value)
