"""The quick ways to inner products and to an inverse give what the plain ones give."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from qualcode.suggest.engine.linear_algebra import PENALTY, Inverse, inner_products, inverse_root, merged


@given(st.lists(st.lists(st.sampled_from([0.0, 0.0, 0.5, 2.0]), min_size=6, max_size=6), min_size=1, max_size=8))
def test_merging_equal_columns_keeps_the_inner_products(rows: list[list[float]]) -> None:
    table = np.array(rows, dtype=np.float32)
    doubled = sparse.csr_matrix(np.hstack([table, table[:, :4], table[:, :2]]))
    plain = (doubled @ doubled.T).toarray()
    assert merged(doubled).shape[1] == len({tuple(column) for column in table.T})
    np.testing.assert_allclose(inner_products(doubled), plain, atol=1e-5)


def kernel(n: int = 30) -> np.ndarray:
    rows = np.random.default_rng(0).normal(size=(n, 5)).astype(np.float32)
    return rows @ rows.T


def test_the_root_is_the_root_of_the_inverse() -> None:
    matrix = kernel() + 2 * np.eye(30, dtype=np.float32)
    root = inverse_root(matrix)
    assert np.allclose(root.T @ root @ matrix, np.eye(30), atol=1e-4)


@given(st.lists(st.tuples(st.integers(0, 29), st.sampled_from([1.0, 2.0])), max_size=12), st.integers(0, 6))
def test_an_inverse_follows_the_weights(changes: list[tuple[int, float]], few: int) -> None:
    kept, weight = Inverse(kernel()), np.ones(30)
    kept.FEW = few
    for i, to in [(0, 1.0), *changes]:
        weight = weight.copy()
        weight[i] = to
        found = kept.of(weight)
        plain = np.linalg.inv(kernel().astype(float) + np.diag(PENALTY / weight))
        y, rows = (np.arange(60) / np.float32(60)).astype(np.float32).reshape(30, 2), np.array([0, 3, 7])
        np.testing.assert_allclose(found.times(y), plain @ y, atol=1e-4)
        np.testing.assert_allclose(found.diagonal, np.diag(plain), atol=1e-4)
        np.testing.assert_allclose(found.among(rows), plain[np.ix_(rows, rows)], atol=1e-4)


def test_a_kernel_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="not positive definite"):
        inverse_root(-np.eye(3, dtype=np.float32))
