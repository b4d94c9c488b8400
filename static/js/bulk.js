/* How many rows are chosen, said while they are chosen; without this file the server says it. */
(() => {
  "use strict";

  function tell(form) {
    const place = form.querySelector("[data-pompey-bulk-count]");
    if (!place) return;
    const n = form.querySelectorAll("[name=pk]:checked").length;
    place.textContent = n ? place.dataset.some.replace("{n}", n) : place.dataset.none;
  }

  document.addEventListener("change", (event) => {
    const form = event.target.closest("[data-pompey-bulk]");
    if (!form) return;
    if (event.target.name === "all") {
      for (const box of form.querySelectorAll("[name=pk]")) box.checked = event.target.checked;
    } else if (event.target.name === "pk" && !event.target.checked) {
      form.querySelector("[name=all]").checked = false;
    }
    tell(form);
  });
})();
