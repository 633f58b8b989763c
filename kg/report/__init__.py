"""A report on the networks: one HTML page with figures, tables and method, and tables as CSV.

    World, filters -> Report -> report_html, write_tables
"""

from kg.report.content import Report, Section, compile_report
from kg.report.page import report_html, write_tables

__all__ = ["Report", "Section", "compile_report", "report_html", "write_tables"]
