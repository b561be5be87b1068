"""A tree and a segment become sorted statement numbers.

Lives here: the words a leaf means (`patterns`), where leaves stand (`single`, `spans`) and
which of their words take part (`witnesses`), the algebra above them (`evaluate`,
`supporting`), a bound on the work (`work`). Functions of arrays alone are apart: `sets`,
`texts`, `joins`. Does not live here: scores (`searchkit.ranking`), the query language
(`searchkit.query.language`).
"""
