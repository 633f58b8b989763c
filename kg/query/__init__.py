"""Questions -> rows: SPARQL with parameters, and the questions that come with the program.

A store and a query go in, an Answer goes out; `format_answer` writes it as a table, CSV, TSV,
JSON, XML or Turtle. The named queries lie in kg/query/named/.
"""

from kg.query.named import NamedQuery, Parameter, named_queries, named_query
from kg.query.results import FORMATS, format_answer
from kg.query.run import Answer, run_named, run_query

__all__ = [
    "FORMATS", "Answer", "NamedQuery", "Parameter", "format_answer", "named_queries",
    "named_query", "run_named", "run_query",
]
