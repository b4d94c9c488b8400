/* The key / leads to the search from every page of the workbench. Who speaks to the computer or
   types with a stick can switch it off on the page of the search; this browser remembers it. */
(() => {
  "use strict";
  const KEPT = "pompey-search-key";
  const TYPED = "input, textarea, select, [contenteditable]";

  function isOff() {
    try {
      return window.localStorage.getItem(KEPT) === "off";
    } catch {
      return false;
    }
  }

  document.addEventListener("keydown", (event) => {
    const isOurs = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!isOurs || isOff() || event.target.closest(TYPED)) return;
    const field = document.getElementById("search-words") || document.getElementById("site-search-words");
    if (field && field.offsetParent !== null) {
      event.preventDefault();
      field.focus();
      field.select();
      return;
    }
    const link = document.querySelector(".site-search-link");
    if (link) {
      event.preventDefault();
      link.click();
    }
  });

  document.addEventListener("DOMContentLoaded", () => {
    const line = document.querySelector("[data-pompey-search-key]");
    if (!line) return;
    const box = line.querySelector("input");
    box.checked = !isOff();
    line.hidden = false;
    box.addEventListener("change", () => {
      try {
        window.localStorage.setItem(KEPT, box.checked ? "on" : "off");
      } catch {
        box.checked = true; // the browser keeps nothing for us
      }
    });
  });
})();
