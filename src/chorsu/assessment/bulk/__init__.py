"""Assess tables of lines: fifty million on one machine, more on a cluster."""
