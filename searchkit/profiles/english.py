"""English as it is written in more ways than one: what is known without looking at texts.

Lives here: a small list that was read word by word, and compounds whose joined form is
another word. Does not live here: what an index learns from its own texts
(`searchkit.schema.variants`).

British and American spellings are listed by one form each: inflected forms have its stem. A
pair is only listed where no other word has the stem of either: `organize` is looked for as
`organ` is, so those on -ize lead to -ise, but not the other way round.
"""

from __future__ import annotations

_EITHER_WAY = """
    adviser advisor | aeroplane airplane
    aluminium aluminum | analyse analyze | archaeology archeology | armour armor
    artefact artifact | behaviour behavior | calibre caliber | catalogue catalog
    centre center | colour color | counsellor counselor | dialogue dialog | endeavour endeavor
    emphasise emphasize | encyclopaedia encyclopedia
    favour favor | favourite favorite | fibre fiber | flavour flavor | foetal fetal
    foetus fetus | gaol jail | grey gray | gynaecologist gynecologist
    haemorrhage hemorrhage | harbour harbor | honour honor | humour humor | inquiry enquiry
    jewellery jewelry | judgement judgment | kilometre kilometer | labour labor
    leukaemia leukemia | licence license | mediaeval medieval | mould mold
    moustache mustache | neighbour neighbor | neighbourhood neighborhood
    oestrogen estrogen | paediatric pediatric | paediatrician pediatrician
    prioritise prioritize | programme program | pyjamas pajamas | realise realize
    recognise recognize | rumour rumor | sceptic skeptic | sulphur sulfur
    theatre theater | yoghurt yogurt
    per_cent percent | health_care healthcare | child_care childcare | day_care daycare
    web_site website | work_force workforce | data_base database | on-line online
    e-mail email | well-being wellbeing | broad_band broadband | fresh_water freshwater
    ground_water groundwater | waste_water wastewater | storm_water stormwater
    life_style lifestyle | time_frame timeframe | home_owner homeowner
    land_owner landowner | wild_life wildlife | policy_maker policymaker
"""
_ONE_WAY = """
    defense defence | offense offence | plow plough | skillful skilful | focussed focused
    connexion connection | organize organise | organization organisation
"""
_OTHER_WORDS = """
    reform resent resigned resign resigns recover recovered recovery recreate recreation
    recreational represent remark remarked redress resort relay release repress refuse
    resound reserve unionised coop coops onset upset outset income into onto today nobody
    everyday maybe anyone someone everyone already
"""


def _rows(text: str) -> tuple[tuple[str, str], ...]:
    pairs = [pair.split() for pair in text.replace("\n", " | ").split("|") if pair.strip()]
    return tuple((one.replace("_", " "), other) for one, other in pairs)


EITHER_WAY = _rows(_EITHER_WAY)
"""Words, or words in a row, that are written for one another."""
ONE_WAY = _rows(_ONE_WAY)
"""The same, but only the second is written for the first."""
OTHER_WORDS = frozenset(_OTHER_WORDS.split())
"""Words that are not what their halves are with a hyphen: to re-form is not to reform."""
AMERICAN_ENDINGS = (
    *(("ize", "ise"), ("ized", "ised"), ("izes", "ises"), ("izing", "ising")),
    *(("ization", "isation"), ("izations", "isations"), ("izer", "iser"), ("izers", "isers")),
)
"""Endings, and what the other spelling has: one way only."""
