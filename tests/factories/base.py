"""What our factories are made of."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    # A factory gives rows, and their fields are values: a checker believes the declarations.
    LazyAttribute: Any
    LazyFunction: Any
    RowFactory: Any
    SelfAttribute: Any
    Sequence: Any
    SubFactory: Any
    Trait: Any
    post_generation: Any
else:
    from factory.declarations import (
        LazyAttribute,
        LazyFunction,
        SelfAttribute,
        Sequence,
        SubFactory,
        Trait,
    )
    from factory.django import DjangoModelFactory as RowFactory
    from factory.helpers import post_generation

__all__ = [
    "LazyAttribute",
    "LazyFunction",
    "RowFactory",
    "SelfAttribute",
    "Sequence",
    "SubFactory",
    "Trait",
    "post_generation",
]
