"""Where the words of a segment occur.

Lives here: the position space (`space`), the positions of each word (`positions`; `decoding` is
their arithmetic, `check` what must hold), the word at each position (`forward`), and making
all of it (`inversion`). Does not live here: in which statements words occur
(`segment.postings`), looking words up (`segment.terms`).
"""
