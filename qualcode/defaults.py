"""What holds where nobody says otherwise, if more than one room needs to know it."""

RESAMPLES = 1000
"""How often coded units are drawn anew for an interval."""
SEED = 2018
"""Of everything that is drawn: the same seed draws the same."""
CONSENSUS = "consensus"
"""The coder under whose name settled disagreements stand."""
LIKELY = 0.5
"""Suggestions at least so sure are compared with people: those rather right than wrong."""
