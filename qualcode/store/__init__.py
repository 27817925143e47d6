"""The project file. The only room that speaks SQL.

`database` opens it, `schema` says what is in it, `history` writes the log and undoes; the other modules hold one noun
each. Their functions take the open connection first and are called by verbs, inside the verb's one transaction.
"""
