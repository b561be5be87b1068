"""Files and given statements become documents.

Lives here: finding files (`files`), reading one (`reader`): its encoding (`encoding`), front
matter (`front_matter`) in YAML, TOML or JSON (`yaml_values`, `toml_values`, `json_values`,
`loose_values` where it is broken) as one kind of tree (`values`, `entries`), the fields in it
(`fields`, `listing`, `dates`), what a reader sees of a body (`templates`, `markdown`, by means
of `editing`); pages (`html_page`) by their tree (`html_parsing`), head (`html_facts`) and main
text (`html_blocks`); statements that a caller gives (`given`); the value that all of them become
(`document`), and what was wrong (`problems`). Does not live here: anything about an index.
"""
