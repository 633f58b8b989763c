"""The facts table: what the graph holds as columns, for analysis.

    replace_tables, update_tables   facts and world -> Parquet files of a folder
    FactsTable                      questions in SQL, Arrow and pandas
    read_world                      the World, as networks and pages take it
    read_facts                      what each article says
    TABLES                          the tables with their columns

It is made from the same values as the quads, in the same step, and can be made anew from them at
any time; the quads are what counts (`kg.store.tables`). DuckDB and pandas are imported when they
are needed.
"""

from kg.table.ask import FactsTable, Rows
from kg.table.facts import read_facts
from kg.table.folder import is_whole, mark_stale, read_manifest, replace_tables, update_tables
from kg.table.rows import Thing, things_of
from kg.table.schema import TABLES, Column, Table
from kg.table.world import read_world

__all__ = [
    "TABLES", "Column", "FactsTable", "Rows", "Table", "Thing", "is_whole", "mark_stale",
    "read_facts", "read_manifest", "read_world", "replace_tables", "things_of", "update_tables",
]
