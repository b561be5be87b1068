"""Floor 4: files and statements become one published generation of an index.

Lives here: what a run does from first to last (`build`), sharing the reading among
processes (`pool`, `worker`), what it reports (`report`). Does not live here: how a
segment is made (`searchkit.segment`), progress bars (`searchkit.cli`).
"""
