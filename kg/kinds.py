"""The node and relation types that the code itself asks for: those that sections of the ontology are about, and indicators.

They stand apart from `kg.schema` since questions to a graph need these names and not the library that checks a schema.
"""

DISTRICT, TOWN, REGION, SECTOR, FIRM = "District", "Town", "Region", "Industry", "Enterprise"
INDICATOR, MEASURE = "Indicator", "Measure"
INSTITUTION, ZONE, PROJECT = "Institution", "Zone", "Project"
PROGRAM, POLICY = "Program", "Policy"
# Whose report names a thing, holds a figure or is a document; all other relations with evidence are stated by a text.
REPORTED = "REPORTED_BY"
# Who works with whom.
PARTNER = "COOPERATES_WITH"
