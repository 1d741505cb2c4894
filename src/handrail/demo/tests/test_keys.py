"""The loader never draws one key twice, however many people it makes."""

import random
from math import gcd

from handrail.base.ids import KEY_LENGTH, KEY_LETTERS
from handrail.demo.bulk.rows import KEYS, STRIDE, Maker


def test_the_walk_comes_back_only_after_every_key():
    assert gcd(STRIDE, KEYS) == 1


def test_many_keys_are_ten_letters_each_and_all_different():
    maker = Maker(random.Random(1))
    keys = [maker.key() for _ in range(20_000)]
    assert len(set(keys)) == 20_000
    assert {len(key) for key in keys} == {KEY_LENGTH}
    assert set("".join(keys)) == set(KEY_LETTERS)
    assert len({key[:3] for key in keys}) > 6_000
