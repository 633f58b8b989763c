"""Mentions are resolved as surely as they were, and more surely than by equal wordings."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from tests.quality.resolution import (
    ABSTAIN,
    TABLE,
    Answer,
    Mention,
    equal_wordings,
    figures,
    is_looked_at,
    judge,
    read_table,
    resolved,
)

#: Floors of precision and recall by half, less a hundredth, and the table that they were set on.
FLOORS = json.loads(Path(__file__).with_name("resolution.json").read_text(encoding="utf-8"))


def test_precision_and_recall_are_above_their_floors() -> None:
    articles, mentions = read_table()
    assert hashlib.sha256(TABLE.read_bytes()).hexdigest() == FLOORS["sha256"]
    ours = judge(mentions, resolved(articles, mentions))
    peer = judge(mentions, equal_wordings(mentions))
    for half, name in ((True, "looked at"), (False, "kept apart")):
        reached = figures(ours, half)
        assert reached.precision >= FLOORS["floors"][name]["precision"], reached
        assert reached.recall >= FLOORS["floors"][name]["recall"], reached
        assert reached.precision > figures(peer, half).precision
        assert reached.recall > figures(peer, half).recall


def test_the_table_is_what_it_says() -> None:
    articles, mentions = read_table()
    texts = {article.id: article for article in articles}
    assert len(mentions) >= 300
    assert len({article.text for article in articles}) == len(articles)
    for one in mentions:
        article = texts[one.context]
        assert article.text[one.start:one.start + len(one.wording)] == one.wording
        assert (article.url or "").startswith("http")
        assert one.entity == ABSTAIN or "/" in one.entity
    assert {is_looked_at(article.id) for article in articles} == {True, False}


def mention(number: int, wording: str, entity: str) -> Mention:
    return Mention(f"c{number}", 0, wording, entity)


def test_how_mentions_are_judged() -> None:
    a1, a2, a3 = (mention(n, "A", "KE/A") for n in (1, 2, 3))
    b, unsure, lost = mention(4, "B", "KE/B"), mention(5, "C", "?"), mention(6, "D", "KE/@D")
    local = mention(7, "E", "?")
    one, two = Answer("1", "", "KE", False), Answer("2", "", "KE", False)
    verdicts = judge([a1, a2, a3, b, unsure, lost, local], {
        a1: one, a2: one, a3: two, b: one, unsure: one, lost: Answer("3", "", "KE", False),
        local: Answer("4", "", None, True)})
    assert [verdicts[each] for each in (a1, a2, a3, b, unsure, lost, local)] == [
        "right", "right", "apart", "wrong", "wrong", "wrong", "apart"]
    reached = figures(verdicts)
    assert (reached.right, reached.wrong, reached.meant) == (2, 3, 5)
