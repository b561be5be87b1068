"""Values as documents: HTML, citations, files and feeds.

Lives here: a statement as HTML (`article`, `structure`), citations, exports, feeds and
charts, and what they share (`citable`, `addresses`, `dates`, `facets`). Each of them takes
plain values and knows of no index. Does not live here: what a hit shows of a statement
(`searchkit.hits`), the page around it all (`searchkit.web`).
"""
