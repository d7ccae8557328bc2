"""Underhood in the job of a forge: what an event says, the comment that is kept up to date, what a fork hands over."""
