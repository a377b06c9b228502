"""Microsoft Teams: activities of the Bot Framework in, one Adaptive Card a message out."""
