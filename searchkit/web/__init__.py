"""The page and the API, an ASGI application.

Lives here: what comes in by HTTP and how it is answered. As data flows: `guard`
(refuses requests unread, sets the headers of every answer), `parameters` and `state` (the query
string becomes values), `generations` (the open index), `gate` (how much runs at once),
the views (`pages`, `reading`, `downloads`, `api`), `problems` (errors), `templating`
and `templates/`; `site` joins them, `app` names the addresses, `serving` runs it. Does
not live here: searching (`searchkit.engines`), the look of snippets, charts, citations
(`searchkit.rendering`), the command line (`searchkit.cli`).
"""
