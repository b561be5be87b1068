"""The two commands, `search` and `searchkit`.

Lives here: options, the look of answers in a terminal, exit codes. Does not live
here: anything about searching itself (`searchkit.engines`).
"""
