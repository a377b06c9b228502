"""Slack: events, the command /duty, buttons, menus, a message shortcut and the home tab, each answered once.

requests (what comes in, checked) → answers (what to do) → bot.rendering.blocks and home (what it looks like) → delivery.
"""
