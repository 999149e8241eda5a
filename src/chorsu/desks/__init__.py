"""The rooms people work in, one Django app each."""
