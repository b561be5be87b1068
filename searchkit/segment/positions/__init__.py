"""Where the words of a segment occur.

Lives here: the position space (`space`), the positions of each word (`positions`; `check` is
what must hold), the word at each position (`forward`). Does not live here: the arithmetic
(`searchkit.kernels`), in which statements words occur (`segment.postings`), looking words up
(`segment.terms`).
"""
