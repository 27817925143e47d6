"""Suggested codes for segments: from the codebook alone, and better with every coding. Never a coding by themselves."""

from qualcode.suggest.engine.user_models import Remembering, SentenceTransformerVectors, SpacyVectors, load_suggester
from qualcode.suggest.evaluate import Evaluation, evaluate
from qualcode.suggest.keywords import Proposal, propose_keywords
from qualcode.suggest.known import Known
from qualcode.suggest.live import Live
from qualcode.suggest.options import Embedder, Options, Rejection, Sentences, Suggester
from qualcode.suggest.proposing import ProposedRule, propose_rules
from qualcode.suggest.queues import QUEUES, Queue
from qualcode.suggest.reasons import marks
from qualcode.suggest.rules import RuleRecord, rule_records
from qualcode.suggest.similar import Group, Like, like, uncovered
from qualcode.suggest.suggesting import iter_suggestions, suggest

__all__ = [
    "QUEUES",
    "Embedder",
    "Evaluation",
    "Group",
    "Known",
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
    "evaluate",
    "iter_suggestions",
    "like",
    "load_suggester",
    "marks",
    "propose_keywords",
    "propose_rules",
    "rule_records",
    "suggest",
    "uncovered",
]
