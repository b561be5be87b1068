"""What is known of each statement, as a column of values.

Lives here: the columns of the fields of the schema (`days`, `lengths`, `names`), the ids
(`ids`), the order by age (`orders`), statements of equal text (`copies`), what tells whether a
source has changed (`sources`), and the amounts that the texts speak of (`amounts`). Does not
live here: words and where they occur (`segment.terms`, `segment.postings`,
`segment.positions`), the texts (`segment.store`).
"""
