"""The officer's note on an assessment: how each figure came about, by which law, and why this measure and not the other."""

from chorsu.assessment.note.write import Writer

__all__ = ["Writer"]
