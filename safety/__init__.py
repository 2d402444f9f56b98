"""The safety rules: contacts, phrases that show danger, examples that it was learned from. Imports nothing of ours."""
