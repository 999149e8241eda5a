"""Chorsu: the open system that runs a cross-border cooperation zone."""
