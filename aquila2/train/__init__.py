"""Forward, loss, backward, step; state that survives; meters."""
