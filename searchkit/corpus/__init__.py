"""Floor 2: files become statements.

Lives here: finding files (`files`), reading one (`reader`), front matter
(`front_matter`), what a reader sees of Markdown (`markdown`) and what was wrong
(`problems`). Does not live here: anything about an index.
"""
