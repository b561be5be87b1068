"""Where the words of a segment stand.

Lives here: the position space (`space`), the positions of each word (`positions`, and
`decoding`: the part of it that is arithmetic), the word at each position (`forward`), and
making all of it (`inversion`). Does not live here: in which statements words stand
(`segment.postings`), looking words up (`segment.terms`).
"""
