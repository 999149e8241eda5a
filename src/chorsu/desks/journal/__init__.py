"""The journal of the desks: every change of state is one entry of it, in the same transaction."""
