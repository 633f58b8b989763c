"""Which institutions an article joins: in what roles, and over which sentences."""

from __future__ import annotations

import pytest

from kg.extract.extractor import RuleLexicon, extract
from kg.model import Article

RIGHT = [
    ("between", "A memorandum on nursing was signed between Aga Khan University of Pakistan and "
     "Karolinska Institutet of Sweden.", {("Aga Khan University", "Karolinska Institute")}),
    ("signed with", "Makerere University signed an agreement on malaria research with the Karolinska "
     "Institutet of Sweden in Uganda.", {("Karolinska Institute", "Makerere University")}),
    ("in cooperation with", "The Ministry of Health of Nepal opened a tuberculosis laboratory in "
     "cooperation with the Korea International Cooperation Agency.",
     {("Korea International Cooperation Agency", "Ministry of Health")}),
    ("giver and receiver", "The Japan International Cooperation Agency handed over an X-ray machine "
     "to Mulago Hospital in Uganda.",
     {("Japan International Cooperation Agency", "Mulago National Referral Hospital")}),
    ("channel and ministry", "Through UNICEF, Japan delivered vaccine refrigerators to the Ministry "
     "of Health of Kenya.", {("Ministry of Health", "UNICEF")}),
]
"""Rows: what is tried, a text, the pairs of names that it joins."""
