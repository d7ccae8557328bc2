"""The parts of a gate: what is asked, and what holds of it."""
