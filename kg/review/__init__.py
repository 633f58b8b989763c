"""What deserves a person's eye, side by side with its quotes, and why things are as they are.

    Store -> Sight -> Doubts, worst first -> text, JSON, CSV, HTML      (kg review)
    Store -> Sight -> an account of one thing, in words                 (kg explain)

Nothing is changed here: a doubt comes with the decisions that would settle it, and `kg.decisions`
puts them into the file that every build applies.
"""

from kg.review.doubt import KINDS, Choice, Doubt, Quoted, Side
from kg.review.doubts import find_doubts
from kg.review.explain import Account, Part, explain
from kg.review.page import doubts_html
from kg.review.show import FORMATS, format_account, format_doubts
from kg.review.sight import Sight

__all__ = [
    "FORMATS", "KINDS", "Account", "Choice", "Doubt", "Part", "Quoted", "Side", "Sight",
    "doubts_html", "explain", "find_doubts", "format_account", "format_doubts",
]
