"""Proofs: for every kind of quiz item, that the right option is right and that no other can be.

Called by learning.proving; everything is looked up in learning.ledger. A proof returns what speaks against an item.
"""
