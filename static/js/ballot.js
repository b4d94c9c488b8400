/* The ballot works without this file. With it, a tap on an answer saves it and shows the next
   proposal; the keyboard still chooses with the arrows and saves with Enter. */
(() => {
  "use strict";
  const PAUSE_MS = 300; // long enough to see what was chosen
  let timer;

  document.addEventListener("click", (event) => {
    const label = event.target.closest("[data-pompey-answer-form] label.answer");
    if (!label || event.detail === 0) return; // detail 0: the arrows of the keyboard
    window.clearTimeout(timer);
    timer = window.setTimeout(() => label.closest("form").requestSubmit(), PAUSE_MS);
  });

  document.addEventListener("submit", () => window.clearTimeout(timer), true);

  document.addEventListener("htmx:sendError", () => {
    for (const line of document.querySelectorAll("[data-pompey-offline]")) line.hidden = false;
  });

  // A link that no longer opens the ballot: let the browser show the page that says so.
  document.addEventListener("htmx:responseError", (event) => {
    window.location.assign(event.detail.pathInfo.finalRequestPath);
  });
})();
