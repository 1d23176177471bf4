"""The marks that end a clause, in both widths: reports have full-width ones, many copies of them do not."""

import re

# Marks are escaped, since an editor or a form that narrows them would leave each half-width mark twice.
CLAUSE_END = re.compile("[,;\uff0c\uff1b\u3002]")
# The same and what ends a label or a sentence.
PART_END = re.compile("[,;:!?\uff0c\uff1b\uff1a\uff01\uff1f\u3002]")
