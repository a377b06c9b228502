// Run before the page is drawn, so that nothing jumps: says that scripts run, as the design system expects it.
document.body.className += " js-enabled" + ("noModule" in HTMLScriptElement.prototype ? " govuk-frontend-supported" : "");
