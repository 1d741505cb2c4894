"""The one plan: goals, steps, proposals, looking back."""
