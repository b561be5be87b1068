"""Offices of New Zealand's government that had several names.

Lives here: those that statements alone do not show to be one, from general knowledge and not yet
held against the official lists. Does not live here: those that follow from who held them when
(`searchkit.engines.local.families`).
"""

from __future__ import annotations

OFFICES = (
    ("Foreign Affairs", "Foreign Affairs and Trade"),
    ("Māori Development", "Maori Affairs", "Te Puni Kōkiri"),
    ("Seniors", "Senior Citizens"),
    ("Workplace Relations and Safety", "Labour"),
    ("Emergency Management", "Civil Defence"),
    ("Public Service", "State Services"),
    ("NZ Security Intelligence Service", "NZSIS"),
    (
        "Research, Science and Innovation",
        "Science and Innovation",
        "Research, Science and Technology",
    ),
    ("Rural Communities", "Rural Affairs"),
    ("Trade and Export Growth", "Trade", "International Trade", "Trade Negotiations"),
    ("Oceans and Fisheries", "Fisheries", "Fisheries and Aquaculture"),
    ("Diversity, Inclusion and Ethnic Communities", "Ethnic Communities", "Ethnic Affairs"),
    ("Climate Change", "Climate Change Issues"),
    ("Veterans", "Veterans' Affairs"),
    (
        "Social Development and Employment",
        "Social Development",
        "Social Services, Work and Income",
        "Social Welfare",
    ),
    ("Social Housing",),
    ("Social Investment",),
)
"""The newest name of each first."""
