"""The words of a segment: surface form -> folded form -> stem.

Lives here: what is in the file (`sections`), numbering the words of a new segment
(`words`), looking words up (`dictionary`, `letters`), what must hold (`check`). Does not
live here: in which statements words occur (`segment.postings`) and where in them
(`segment.positions`).
"""
