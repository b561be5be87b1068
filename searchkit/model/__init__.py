"""The values that everything else speaks of.

Lives here: the statement (`statement`), what a search can be asked for (`arguments`) and
gives back (`answer`), where a statement is in an index (`address`), what is known of an
index as a whole (`information`), every error (`errors`), how wide a text is in a terminal
(`width`). Does not live here: anything that reads, finds or prints them.
"""
