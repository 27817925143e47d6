"""Suggested codes for segments: from the codebook alone, and better with every coding. Never a coding by themselves."""

from qualcode.suggest.evaluate import Evaluation, evaluate
from qualcode.suggest.finding import Group, Like, like, uncovered
from qualcode.suggest.keywords import Proposal, propose_keywords
from qualcode.suggest.live import Live
from qualcode.suggest.options import Embedder, Options, Rejection, Sentences, Suggester
from qualcode.suggest.own import Remembering, SentenceTransformerVectors, SpacyVectors, load_suggester
from qualcode.suggest.proposing import ProposedRule, propose_rules
from qualcode.suggest.queues import QUEUES, Queue
from qualcode.suggest.report import curve_picture, report
from qualcode.suggest.rules import RuleRecord, rule_records
from qualcode.suggest.suggesting import iter_suggestions, suggest
from qualcode.suggest.why import marks

__all__ = [
    "QUEUES",
    "Embedder",
    "Evaluation",
    "Group",
    "Like",
    "Live",
    "Options",
    "Proposal",
    "ProposedRule",
    "Queue",
    "Rejection",
    "Remembering",
    "RuleRecord",
    "SentenceTransformerVectors",
    "Sentences",
    "SpacyVectors",
    "Suggester",
    "curve_picture",
    "evaluate",
    "iter_suggestions",
    "like",
    "load_suggester",
    "marks",
    "propose_keywords",
    "propose_rules",
    "report",
    "rule_records",
    "suggest",
    "uncovered",
]
