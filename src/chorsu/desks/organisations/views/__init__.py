"""The pages of the desk of organisations."""
