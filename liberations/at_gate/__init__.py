"""The gate itself: when a plan is complete, what the card shows, who stands where on a day."""
