"""In which statements each stem occurs, and how often.

Lives here: the postings (`postings`), how their frequencies are packed (`frequencies`). Does
not live here: where in those statements (`segment.positions`), looking words up
(`segment.terms`).
"""
