"""What browsers do to a page, as scripts that run before its own."""

FORBIDDEN = """
const refuse = () => { throw new DOMException("The operation is insecure.", "SecurityError"); };
for (const name of ["localStorage", "sessionStorage"]) Object.defineProperty(window, name, { get: refuse });
window.BroadcastChannel = class { constructor() { refuse(); } };
"""
"""What Firefox does where cookies are off."""

TRANSLATOR = """
(() => {
  const KEPT = "[translate=no], script, style, noscript, textarea, title, svg, font";
  const look = () => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    for (const text of texts) {
      if (text.data.trim() === "" || text.parentElement.closest(KEPT)) continue;
      const outer = document.createElement("font");
      outer.append(document.createElement("font"));
      outer.firstChild.textContent = text.data;
      text.replaceWith(outer);
      window.translated = (window.translated ?? 0) + 1;
    }
  };
  document.addEventListener("DOMContentLoaded", () => {
    document.documentElement.classList.add("translated-ltr");
    new MutationObserver(() => setTimeout(look, 20)).observe(document.body, { childList: true, subtree: true });
    look();
  });
})();
"""
"""What Chromium's does, into the same language."""
