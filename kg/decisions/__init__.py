"""What people decided in review, and how it outranks the rules.

    decisions file --read--> Decisions --settle, with all facts--> Settled --> resolve, assemble

A decision says that two entities or claims are one or two, that one engagement follows another or
does not, that something was misread, or that it is right (`rules`). It lies in a plain file of
the user's project, a line each (`file`), and names what it was made on (`ground`): where that
reads otherwise today, the decision is stale and not applied (`settle`). Facts are never changed;
what is decided of entities is applied after the rules have resolved them (`entities`), what is
decided of claims while they are assembled. Nothing depends on the order of decisions.
"""

from kg.decisions.entities import decide_entities
from kg.decisions.file import (
    DEFAULT_NAME,
    NO_DECISIONS,
    Decisions,
    add_decisions,
    decision_of,
    drop_decisions,
    find_file,
    read_decisions,
    scan_decisions,
    to_line,
)
from kg.decisions.ground import grounds_of
from kg.decisions.make import make_decision
from kg.decisions.settle import NOTHING_SETTLED, Outcome, Settled, settle

__all__ = [
    "DEFAULT_NAME", "NOTHING_SETTLED", "NO_DECISIONS", "Decisions", "Outcome", "Settled",
    "add_decisions", "decide_entities", "decision_of", "drop_decisions", "find_file",
    "grounds_of", "make_decision", "read_decisions", "scan_decisions", "settle", "to_line",
]
