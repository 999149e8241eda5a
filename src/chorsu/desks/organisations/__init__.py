"""The desk of organisations: people, their organisations and roles, mandates, tokens."""
