"""The words of a segment: surface form -> folded form -> stem.

Lives here: what stands in the file (`sections`), numbering the words of a new segment
(`words`), looking words up (`dictionary`, `letters`), what must hold (`check`). Does not
live here: in which statements words stand (`segment.postings`) and where in them
(`segment.positions`).
"""
