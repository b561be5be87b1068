"""What others keep statements in, written as Markdown files with front matter.

Lives here: a reader for each kind of source, and the one writer of files. Does not live here:
indexing what was written (`searchkit.indexing`); it takes the files as it takes any others.
"""
