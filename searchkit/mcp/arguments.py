"""What the tools can be asked with.

Lives here: the types of arguments with their bounds and descriptions, which become the schemas that
assistants read, and checking what they send. Does not live here: the tools themselves (`asking`,
`reading`, `words`, `speech`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from inspect import Parameter, signature
from typing import Annotated, Any, Literal, get_type_hints

from pydantic import ConfigDict, Field, ValidationError, create_model

from searchkit.mcp.writing import plain
from searchkit.model.arguments import GivenNames
from searchkit.model.errors import InvalidArgument

MOST_LETTERS, MOST_NAMES, MOST_OFFSET = 2_000, 20, 1_000_000

Query = Annotated[
    str,
    Field(
        max_length=MOST_LETTERS,
        description=(
            "In the query language. Words: all must be there, whatever their endings, case and "
            'accents. "exact phrase"; a OR b; -word; (a OR b) c; nuclea* te?t; korae~1 for '
            "typing errors; korea NEAR/10 missile; =ACT for exact letters; title:budget; "
            'minister:peters; portfolio:trade; office:"foreign affairs"; date:2006..2008; '
            "money:1m..5m. OR, AND, NOT and NEAR are operators in capital letters only. Give words "
            "rather than a question in a sentence."
        ),
    ),
]
Text = Annotated[str, Field(max_length=MOST_LETTERS)]
Names = Annotated[list[Text], Field(max_length=MOST_NAMES)] | Text
Minister = Annotated[
    Names, Field(description="Only statements by these ministers: words of a name, or several.")
]
Portfolio = Annotated[
    Names, Field(description="Only statements of these portfolios: words of a name, or several.")
]
Where = Annotated[
    dict[Text, Names] | None,
    Field(
        description="The same for any further field of names of this index, by its name.",
        max_length=MOST_NAMES,
    ),
]
Since = Annotated[
    Text | None, Field(description="From this day, month or year on: 2007, 2007-11 or 2007-11-20.")
]
Until = Annotated[
    Text | None, Field(description="Up to the end of this day, month or year, likewise.")
]
AnyWord = Annotated[bool, Field(description="Any of the words is enough.")]
Offset = Annotated[
    int,
    Field(ge=0, le=MOST_OFFSET, description="How many to leave out: the next_offset of a page."),
]
Sort = Annotated[
    Literal["relevance", "newest", "oldest"], Field(description="Which hits come first.")
]


class Filters(dict[str, Any]):
    """The filters that several tools have, as arguments of an archive."""

    def __init__(
        self,
        minister: GivenNames,
        portfolio: GivenNames,
        where: Mapping[str, GivenNames] | None,
        since: str | None,
        until: str | None,
        any_word: bool,
    ) -> None:
        # Without a name nothing is asked for: an index may have no such field.
        given = {"minister": minister, "portfolio": portfolio, "where": where}
        super().__init__(
            {name: value for name, value in given.items() if value},
            since=since or None,
            until=until or None,
            any_word=any_word,
        )


def model_of(tool: Callable[..., Any]) -> Any:
    """The Pydantic model of what a tool can be asked with: the parameters of its function after
    the first, which is the archive.
    """
    hints = get_type_hints(tool, include_extras=True)
    _, *parameters = signature(tool).parameters.values()
    fields: dict[str, Any] = {
        one.name: (hints[one.name], ... if one.default is Parameter.empty else one.default)
        for one in parameters
    }
    # An argument that is silently left out would give an answer to another question.
    return create_model(tool.__name__, __config__=ConfigDict(extra="forbid"), **fields)


def checked(model: Any, given: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments as a tool takes them.

    Raises:
        InvalidArgument: some are missing, unknown, or not what they should be.
    """
    try:
        values = model.model_validate(dict(given))
    except ValidationError as error:
        raise _explained(error, sorted(model.model_fields)) from None
    return {name: getattr(values, name) for name in model.model_fields}


def _explained(error: Any, known: list[str]) -> InvalidArgument:
    """What is wrong, in a sentence: of each argument once."""
    wrong: dict[str, str] = {}
    for one in error.errors(include_url=False, include_input=False, include_context=False):
        name = plain(".".join(str(part) for part in one["loc"][:1]))[:60]
        unknown = one["type"] == "extra_forbidden"
        wrong.setdefault(name, "there is no such argument" if unknown else one["msg"])
    told = "; ".join(f"{name}: {what}" for name, what in list(wrong.items())[:5])
    return InvalidArgument(
        f"wrong arguments: {told}", remedy=f"The arguments are {', '.join(known)}"
    )
