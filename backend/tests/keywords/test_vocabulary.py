"""The word lists and weight tables: complete, consistent, small, and with their sources credited."""

from collections import Counter
from pathlib import Path

import pytest

import triage.keywords
from triage.keywords.features import BIAS, SHOUTING
from triage.keywords.vocabulary import LANGUAGES, Vocabulary, entries, vocabulary
from triage.keywords.weights import TEMPERATURES, concepts, learned, weights

FOLDER = Path(triage.keywords.__file__).parent


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_concept_of_a_word_list_is_known_and_none_comes_twice(language: str) -> None:
    named = [concept for concept, _ in entries(language)]
    assert set(named) <= set(concepts())
    assert len(named) == len(set(named))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_entry_stands_for_two_concepts(language: str) -> None:
    places = Counter(word for _, words in entries(language) for word in words)
    assert [word for word, times in places.items() if times > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_words_for_what_matters_most(language: str) -> None:
    matters = {"invoice", "refund", "fails", "error", "outage", "login", "password", "howto", "everyone", "soon"}
    assert matters <= {concept for concept, _ in entries(language)}


def test_a_phrase_cannot_start_with_a_wildcard() -> None:
    with pytest.raises(ValueError, match="cannot start"):
        Vocabulary().add("credential* leaked", "intruder")


@pytest.mark.parametrize(
    ("word", "concept"),
    [
        ("invoices", "invoice"),
        ("rezeptdrucker", "device"),
        ("monatsrechnung", "invoice"),
        ("refunded", "refund"),
        ("which", None),
        ("manufacture", None),
        ("a", None),
    ],
)
def test_prefixes_and_suffixes_match(word: str, concept: str | None) -> None:
    assert vocabulary().concept_of(word) == concept


def test_no_foreign_word_matches_a_common_english_one() -> None:
    foreign = Vocabulary()
    for language in LANGUAGES[1:]:
        for concept, words in entries(language):
            for word in words:
                foreign.add(word, concept)
    english = vocabulary()
    common = "red die war not rat fast bald once come main fin on pour plus sin son pan para sale mine cover time fire"
    stolen = {word for word in common.split() if foreign.concept_of(word) and not english.concept_of(word)}
    assert stolen == set()


def test_every_feature_has_a_weight_for_each_label_of_reasonable_size() -> None:
    assert all(len(row) == 8 and all(abs(weight) < 6 for weight in row) for row in weights().values())


def test_concepts_that_the_code_derives_are_in_the_table() -> None:
    added = {"grave", "closed", "sweeping", "fails", "everyone", "many", "mass", "amount", "soon", "error"}
    assert added | {BIAS[1:], SHOUTING[1:]} <= set(concepts())


def test_the_learned_file_is_sorted_small_and_names_known_concepts() -> None:
    text = (FOLDER / "learned.tsv").read_text(encoding="utf-8")
    names = [line.split("\t")[0] for line in text.splitlines() if not line.startswith("#")]
    assert names == sorted(names)
    assert TEMPERATURES in names
    assert len(text.encode()) < 400_000
    mentioned = {part for name in learned().weights if name.startswith("@") for part in name[1:].split("+")}
    assert mentioned <= set(concepts())


def test_every_source_of_the_learned_weights_is_credited() -> None:
    heading = (FOLDER / "learned.tsv").read_text(encoding="utf-8").split("\n", 4)[3]
    notice = (FOLDER / "NOTICE.md").read_text(encoding="utf-8")
    sources = heading.split(": ", 1)[1].rstrip(".").split(", ")
    assert len(sources) > 10
    assert [source for source in sources if source not in notice] == []
