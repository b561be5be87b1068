"""Files and statements become one published generation of an index.

Lives here: runs from first to last: over folders (`build`), over given statements
(`statements`), statement by statement (`writer`), removing (`removing`), whenever files
change (`watching`). All of them work in one `session`, which ends in a `commit`. What a run
over folders does step by step: `changes`, `reading`, `pool`, `worker`. Does not live here:
how a segment is made (`searchkit.segment`), progress bars (`searchkit.cli`).
"""
