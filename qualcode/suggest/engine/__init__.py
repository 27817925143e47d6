"""The method: vectors of texts, evidence of the codebook and of codings, and what it is worth."""
