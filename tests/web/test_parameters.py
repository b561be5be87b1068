"""Query strings become values and values query strings."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.model.arguments import COPIES, SORTS
from searchkit.schema.fields import DEFAULT
from searchkit.web.pages import ORDERS
from searchkit.web.parameters import BadParameter, read
from searchkit.web.state import State, read_state, state_parameters
from tests.support.hypothesis_settings import examples

TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30).filter(str.strip)
NAMES = st.lists(TEXT, unique=True, max_size=3).map(tuple)
DATES = st.one_of(st.just(""), st.integers(1000, 2999).map(str), st.just("2007-11"))
PARAMETERS = state_parameters(DEFAULT)
BLANK = read_state([], DEFAULT)
STATES = st.builds(
    State,
    q=st.one_of(st.just(""), TEXT),
    names=st.fixed_dictionaries({"minister": NAMES, "portfolio": NAMES}),
    since=DATES,
    until=DATES,
    sort=st.sampled_from(SORTS),
    any=st.booleans(),
    strict=st.booleans(),
    verbatim=st.booleans(),
    copies=st.sampled_from(COPIES),
    n=st.integers(1, 100),
    passages=st.integers(1, 2),
    page=st.integers(1, 100),
)


@examples(200)
@given(STATES)
def test_an_address_means_the_state_it_was_made_from(state: State) -> None:
    query = state.query_string()
    assert read_state(parse_qsl(query[1:], keep_blank_values=True), DEFAULT) == state
    assert query == "" if state == BLANK else query.startswith("?")


@examples(50)
@given(STATES, TEXT)
def test_what_is_toggled_twice_is_as_before(state: State, name: str) -> None:
    first = state.changed()
    for kind in ("minister", "portfolio"):
        once = first.toggled(kind, name)
        assert once != first and once.page == 1
        if name not in first.chosen(kind):
            assert once.toggled(kind, name) == first


@examples(200)
@given(st.lists(st.tuples(st.sampled_from([p.name for p in PARAMETERS]), st.text(max_size=40))))
def test_any_query_string_is_read_or_refused(pairs: list[tuple[str, str]]) -> None:
    for strict in (True, False):
        try:
            values = read(pairs, PARAMETERS, strict=strict)
        except BadParameter as error:
            assert error.parameter in str(error) and error.expected
        else:
            assert set(values) == {p.name for p in PARAMETERS}


def test_what_a_form_leaves_empty_is_nothing() -> None:
    pairs = [("q", "harbour"), ("since", ""), ("until", " "), ("minister", "")]
    assert read_state(pairs, DEFAULT) == BLANK._replace(q="harbour")
    with pytest.raises(BadParameter, match="is empty"):
        read(pairs, PARAMETERS, strict=True)


def test_names_stand_in_the_order_of_the_schema() -> None:
    for first, second in (("minister", "portfolio"), ("portfolio", "minister")):
        state = BLANK.toggled(first, "a").toggled(second, "b")
        assert [name for name, _ in state.pairs()] == ["minister", "portfolio"]


def test_every_order_has_a_link() -> None:
    assert set(ORDERS) == set(SORTS)
