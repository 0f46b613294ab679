"""Bounded plain values between two processes that do not trust each other."""
