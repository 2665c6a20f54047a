"""Values of keys as a study file may write them."""

from core.blocks import Block, Terms


class Listed(Block):
    terms: Terms


def test_a_lag_of_a_macro_is_the_lag_of_each_of_its_terms():
    context = {"macros": {"controls": "x + y"}}
    listed = Listed.model_validate({"terms": ["W:..controls", "a + b"]}, context=context)
    assert listed.terms == ["W:x", "W:y", "a", "b"]
