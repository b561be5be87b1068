"""Offices of New Zealand's government that had several names.

Lives here: those that statements alone do not show to be one, from general knowledge and from who
held them when. Does not live here: those that follow from who held them when
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
    ("NZSIS", "NZ Security Intelligence Service", "NZ Security Service"),
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
    ("Veterans", "Veterans' Affairs", "War Pensions"),
    (
        "Commerce and Consumer Affairs",
        "Commerce",
        "Enterprise and Commerce",
        "Commerce and Industry",
    ),
    ("Agriculture", "Primary Industries", "Food, Fibre, Biosecurity and Border Control"),
    ("Arts, Culture and Heritage", "Culture and Heritage", "Cultural Affairs"),
    ("Housing", "Housing and Urban Development", "Building and Housing"),
    (
        "Broadcasting and Media",
        "Broadcasting, Communications and Digital Media",
        "Broadcasting",
    ),
    (
        "Digital Economy and Communications",
        "Communications",
        "Communications and Information Technology",
    ),
    ("ACC", "Accident Insurance"),
    (
        "Greater Christchurch Regeneration",
        "Canterbury Earthquake Recovery",
        "Earthquake Recovery",
    ),
    ("Land Information", "Lands"),
    ("Radio New Zealand Ltd", "Radio New Zealand"),
    (
        "Social Development and Employment",
        "Social Development",
        "Social Services, Work and Income",
        "Social Welfare",
    ),
    ("Social Housing",),
    ("Social Investment",),
    ("State",),
)
"""The newest name of each first. One that stands alone is an office of its own: a Minister of State
helps others, and has nothing of State Services."""
