"""How English statements say that somebody spoke.

Lives here: the words that attribute speech and name speakers. Does not live here: finding
quotations by them (`searchkit.quotations`).

Words are in small letters, as they are compared.
"""

from __future__ import annotations

_SAYING_WORDS = """
    say says said saying add adds added announce announces announced argue argues argued comment
    comments commented commenting conclude concludes concluded continue continues continued declare
    declares declared emphasise emphasises emphasised explain explains explained note notes noted
    observe observes observed predict predicts predicted quip quips quipped recall recalls recalled
    reiterate reiterates reiterated remark remarks remarked reply replies replied respond responds
    responded reveal reveals revealed state states stated stress stresses stressed tell tells told
    warn warns warned confirm confirms confirmed acknowledge acknowledges acknowledged admit admits
    admitted claim claims claimed believe believes believed suggest suggests suggested ask asks
    asked urge urges urged write writes wrote report reports reported insist insists insisted
    promise promises promised maintain maintains maintained caution cautions cautioned agree agrees
    agreed assert asserts asserted joke jokes joked underline underlines underlined outline outlines
    outlined highlight highlights highlighted describe describes described point points pointed
    think thinks thought hope hopes hoped finish finishes finished enthuse enthuses enthused advise
    advises advised
    """
SAYING = frozenset(_SAYING_WORDS.split())
"""Verbs that attribute speech, in the forms that do."""

_PLAIN_SAYING_WORDS = """
    say says said add adds added comment comments commented conclude concludes concluded explain
    explains explained remark remarks remarked reply replies replied respond responds responded
    state states stated tell tells told ask asks asked write writes wrote quip quips quipped
    announce announces announced continue continues continued note notes noted warn warns warned
    declare declares declared
    """
PLAIN_SAYING = frozenset(_PLAIN_SAYING_WORDS.split())
"""Those of them that stand before their subject ("said the Minister")."""

HE, SHE, THEY = "he", "she", "they"
PRONOUNS = frozenset([HE, SHE, THEY])

MALE = frozenset(["mr", "sir", "lord"])
FEMALE = frozenset(["mrs", "ms", "miss", "dame", "lady"])
_TITLES = "dr prof professor hon honourable honorable rt right rev reverend judge"
HONORIFICS = MALE | FEMALE | frozenset(_TITLES.split())
"""Words before a surname that stand for the person."""

_OFFICES_WORDS = """
    minister ministers premier ambassador commissioner speaker mp mps leader co-leader spokesman
    spokeswoman spokesperson chairman chairwoman chairperson chair president vice-president
    secretary director director-general mayor mayoress chief captain coach governor
    governor-general senator chancellor vice-chancellor principal manager commander convenor
    convener judge justice superintendent inspector sergeant constable colonel general
    brigadier lieutenant professor diplomat solicitor-general attorney-general attorney treasurer
    executive officer coordinator co-ordinator adviser advisor negotiator curator author
    economist envoy representative head founder chairs co-chair deputy admiral marshal bishop
    archbishop kaumatua kaumātua undersecretary under-secretary ceo advocate champion
    ombudsman psychologist scientist historian poet writer farmer grower teacher student
    """
OFFICES = frozenset(_OFFICES_WORDS.split())
"""Words that name an office or a part in something: a name may follow."""

_GOVERNING_WORDS = (
    "minister ministers premier attorney-general attorney treasurer undersecretary under-secretary"
)
GOVERNING = frozenset(_GOVERNING_WORDS.split())
"""Those that only members of the government hold."""

_OPPONENTS_WORDS = "leader co-leader spokesman spokeswoman spokesperson mp mps opposition deputy"
OPPONENTS = frozenset(_OPPONENTS_WORDS.split())
"""Words of the offices of those whom a minister may answer."""

_BODIES_WORDS = """
    agency alliance army association authority bank board bureau cabinet centre chamber club
    commission committee company conference congress consortium corporation corrections council
    court courts crown department directorate federation forum foundation fund government group
    house industry institute iwi labour limited ltd ministry mission network new-zealand office
    opposition organisation organization panel parliament partnership party pharmac police
    programme program project report reserve review school service services society summit
    taskforce team treasury tribunal trust union university zealand nz zealanders greens
    """
BODIES = frozenset(_BODIES_WORDS.split())
"""Words of names that are no person's."""

_NO_NAMES_WORDS = """
    a about after all also although an and another any as at because before both budget but by
    despite during each even every few first for from further he her here his how however i if in
    into it its last many meanwhile more most mr ms my no nor not now of on once one or other
    our over she since so some such than that the their then there these they this those through
    to today tomorrow together two under until upon was we when where whether which while who why
    with within would yes yesterday you your monday tuesday wednesday thursday friday saturday
    sunday january february march april may june july august september october november december
    """
NO_NAMES = frozenset(_NO_NAMES_WORDS.split())
"""Words that a sentence may begin with, and no name does."""

_ELISIONS_WORDS = "tis twas em til till n cause round bout cos"
ELISIONS = frozenset(_ELISIONS_WORDS.split())
"""What an apostrophe may stand before at the beginning of a word."""

_CALLING_WORDS = """
    a an and called dubbed entitled its labelled named of on or so-called termed the their this
    titled under with known no our his her for by in your my these those from themed slogan theme
    named: titled: entitled:
    """
CALLING = frozenset(_CALLING_WORDS.split())
"""What stands before a term in marks that nobody said."""

_ADDRESSES_WORDS = "speech address remarks oration lecture keynote toast eulogy statement"
ADDRESSES = frozenset(_ADDRESSES_WORDS.split())
"""What titles of first-person texts are called."""

_I_WORDS = "i i'm i've i'd i'll me my myself"
I = frozenset(_I_WORDS.split())  # noqa: E741
"""The first person singular."""
