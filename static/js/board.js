/* Cards of the board are dragged from column to column. Dropping fills the card's own form and
   sends it: the server decides, and without this file the form does the same by hand. */
(() => {
  "use strict";
  const NEEDS_REASON = ["on_hold", "blocked", "abandoned"];
  let dragged = null;

  const columnOf = (event) => (event.target instanceof Element ? event.target.closest(".board-column") : null);

  function drop(card, status) {
    const form = card.querySelector("form");
    form.elements.status.value = status;
    if (NEEDS_REASON.includes(status)) {
      card.querySelector("details").open = true; // why is asked before it is sent
      form.elements.reason.required = true;
      form.elements.reason.focus();
    } else {
      form.requestSubmit();
    }
  }

  document.addEventListener("dragstart", (event) => {
    dragged = event.target instanceof Element ? event.target.closest(".board-card") : null;
    if (dragged) {
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", dragged.getAttribute("aria-label"));
      dragged.classList.add("is-dragged");
    }
  });

  document.addEventListener("dragover", (event) => {
    const column = columnOf(event);
    if (!dragged || !column) return;
    event.preventDefault();
    for (const other of document.querySelectorAll(".board-column.is-target")) {
      if (other !== column) other.classList.remove("is-target");
    }
    column.classList.add("is-target");
  });

  document.addEventListener("drop", (event) => {
    const column = columnOf(event);
    if (!dragged || !column) return;
    event.preventDefault();
    const from = dragged.closest(".board-column");
    if (from !== column) drop(dragged, column.dataset.status);
  });

  document.addEventListener("dragend", () => {
    dragged?.classList.remove("is-dragged");
    for (const column of document.querySelectorAll(".is-target")) column.classList.remove("is-target");
    dragged = null;
  });
})();
