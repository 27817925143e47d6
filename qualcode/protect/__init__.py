"""Finding what identifies people, deciding what stands there instead, and putting it there: all pure, nothing asked."""
