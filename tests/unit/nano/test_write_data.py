"""From files of poems to the files that the commands read."""

import gzip
import json
from pathlib import Path

import pytest

from aquila2.base.errors import UserError
from examples.nano.layouts import document
from examples.nano.poems import FILES, Poem
from examples.nano.rhyme import RhymeBook
from examples.nano.write_data import alone, main
from tests.unit.nano.known_poems import CHUNWANG, JINGYESI

ENDS = "光乡霜章香凉阳长扬常裳藏场芳"


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Poems of many authors that differ in their ends, and a novel."""
    folder = tmp_path_factory.mktemp("raw")
    records = [
        {
            "title": "月夜",
            "author": f"author {n % 60}",
            "dynasty": "唐",
            "paragraphs": [
                f"床前明月光，疑是{chr(0x4E00 + n % 20)}上{ENDS[n % 7]}。",
                f"举头望明月，低{chr(0x5E00 + n // 20)}思故{ENDS[7 + n % 7]}。",
            ],
        }
        for n in range(400)
    ]
    for name in FILES:
        _write(folder / name, records if name == FILES[0] else [])
    (folder / "novels").mkdir()
    chapter = {"book": "红楼梦", "title": "第一回", "text": "　　此开卷第一回也。\n\n　　作者自云。"}
    _write(folder / "novels" / "honglou.jsonl.gz", [chapter])
    return [f"poems={folder}", f"novels={folder / 'novels'}"]


def _write(path: Path, records: list[dict[str, object]]) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def read(path: Path) -> list[str]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return file.read().splitlines()


def test_all_files_are_written_the_same_each_time(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("one", "two"):
        main([*words, f"out={tmp_path / name}"])
    one, two = tmp_path / "one", tmp_path / "two"
    files = sorted(path.relative_to(one) for path in one.rglob("*") if path.is_file())
    assert len(files) == 10
    assert all((one / file).read_bytes() == (two / file).read_bytes() for file in files)
    counts = json.loads((one / "counts.json").read_text(encoding="utf-8"))
    texts = read(one / "training_texts.txt.gz")
    assert len(texts) == counts["poems"] == 400 - counts["held_out_poems"]
    assert counts["held_out_authors"] >= 1
    assert counts["held_out_unseen"] == 0  # they say what others say: no test
    assert read(one / "held_out.jsonl.gz") == []
    conversations = [json.loads(line) for line in read(one / "conversations.jsonl.gz")]
    assert len(conversations) == counts["conversations"] > counts["poems"] // 2
    assert [json.loads(line)["text"] for line in read(one / "pretrain" / "novels.jsonl.gz")] == [
        "《红楼梦》第一回\n此开卷第一回也。\n作者自云。"
    ]
    capsys.readouterr()
    main([*words, f"out={one}"])
    assert "there already" in capsys.readouterr().out


def test_what_stands_there_is_not_replaced(words: list[str], tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine", encoding="utf-8")
    with pytest.raises(UserError, match="overwrite"):
        main([*words, f"out={tmp_path}"])
    assert (tmp_path / "mine").exists()


def test_every_ideograph_stands_alone() -> None:
    assert alone("床前，明月 a moon夜。") == "床\n前\n，\n明\n月 a moon\n夜\n。"


def test_a_document_says_what_is_known() -> None:
    book = RhymeBook()
    poems = [Poem("静夜思", author, "唐", text) for text in (JINGYESI, CHUNWANG) for author in map(str, range(60))]
    documents = [document(poem, book, {}) for poem in poems]
    assert all(poem.text in text and "静夜思" in text for poem, text in zip(poems, documents, strict=True))
    assert {"韵：阳" in text for text in documents[:60]} == {True, False}
    assert any("体裁：五言律诗\n韵：侵" in text for text in documents[60:])
    assert "韵：—" in "".join(document(Poem("", str(n), "唐", "知否。"), book, {}) for n in range(60))
