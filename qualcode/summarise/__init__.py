"""Analyses: functions from transcripts, codings and a codebook to tables, and from tables to documents."""
