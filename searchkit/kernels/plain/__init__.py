"""The kernels in NumPy.

Lives here: the algebra of sets (`sets`), positions and the texts they lie in (`texts`), spans
near one another (`joins`), words in a row (`phrases`), BM25F and proximity (`scores`), reading
packed postings (`decoding`), the sort that makes an index (`inversion`), the tokens of a page
of texts (`offsets`), what stands around words and how often words stand in some statements
(`windows`), days by year, quarter and month (`periods`). Does not live here: the types of the
arrays (`searchkit.kernels.arrays`), whatever needs a segment or a query.
"""
