"""Conversations: somebody reads, codes, reviews or settles, one step after another.

A session decides everything and knows no screen: faces ask and draw.
"""
