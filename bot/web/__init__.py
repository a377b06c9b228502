"""Web: the pages for a browser. bot.channels.web mounts them; docs/web.md says how a page is added."""
