"""Desk: what the service itself writes: who asks, receipts, feedback. Never a message, never a name."""
