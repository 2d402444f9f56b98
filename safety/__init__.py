"""The safety rules: contacts, phrases that show danger, and the examples that danger was learned from. Imports nothing of ours."""
