"""Files and given statements become documents.

Lives here: finding files (`files`), reading one (`reader`): front matter (`front_matter`) and
the fields in it (`fields`), what a reader sees of Markdown (`markdown`, by means of
`editing`); statements that a caller gives (`given`); the value that all of them become
(`document`), and what was wrong (`problems`). Does not live here: anything about an index.
"""
