"""Eligibility: the conditions that policies state, checked against what is known of a firm, and what they give."""
