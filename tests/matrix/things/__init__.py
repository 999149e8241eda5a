"""What the matrix asks for, made by one module for each desk: ``things(cast)`` gives names and values (see the README)."""
