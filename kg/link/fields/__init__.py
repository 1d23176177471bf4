"""Fields of work: what a firm does and what a candidate is about, in the words of scopes and of reports."""

from kg.link.fields.audience import Audience
from kg.link.fields.lexicon import Fields, firm_fields, lexicon
from kg.link.fields.offered import fields_offered

__all__ = ["Audience", "Fields", "fields_offered", "firm_fields", "lexicon"]
