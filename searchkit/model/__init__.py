"""The values that everything else speaks of.

Lives here: the statement (`statement`), what a search gives back (`answer`), every error
(`errors`), how wide a text is in a terminal (`width`). Does not live here: anything that
reads, finds or prints them.
"""
