"""Texts and words: normalising, lemmas, compounds, stop words."""
