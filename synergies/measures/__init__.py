"""How good detection is, measured: pure functions over a vocabulary and pairs known to be right.

Quality only, no timing. Percentages count what is said beside them; nothing here is random but by
a fixed seed, so the same words give the same figures.
"""
