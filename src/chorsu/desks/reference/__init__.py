"""The reference desk: the facts on file, kept in the browser, each change drafted, checked, reviewed by a second person."""
