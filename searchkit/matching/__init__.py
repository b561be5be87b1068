"""A tree and a segment become sorted statement numbers.

Lives here: the words a leaf means (`patterns`), where leaves stand (`single`, `spans`) and
which of their words take part (`witnesses`), the algebra above them (`evaluate`,
`supporting`), a bound on the work (`work`). Does not live here: functions of arrays alone
(`searchkit.kernels`), scores (`searchkit.ranking`), the query language
(`searchkit.query.language`).
"""
