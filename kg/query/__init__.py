"""Questions -> rows: SPARQL with parameters, the questions that come with the program, and SQL.

A store and a query go in, an Answer goes out; `format_answer` writes it as a table, CSV, TSV,
JSON, XML or Turtle. The named queries lie in kg/query/named/. SQL goes to the facts table
(`kg.table`) instead of the store.
"""

from kg.query.faults import unknown_terms
from kg.query.named import NamedQuery, Parameter, named_queries, named_query
from kg.query.results import FORMATS, format_answer
from kg.query.run import Answer, last_day, run_named, run_query
from kg.query.sql import run_sql

__all__ = [
    "FORMATS", "Answer", "NamedQuery", "Parameter", "format_answer", "last_day",
    "named_queries", "named_query", "run_named", "run_query", "run_sql", "unknown_terms",
]
