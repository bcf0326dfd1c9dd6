"""Keeps issues: what each carries, how it reads in each variant, and who approved it."""
