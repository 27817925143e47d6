"""What a researcher does: one thing, one function, one command, one transaction, one log line.

The command line, the screen, the worked example and a notebook all call these and nothing below.
"""
