/* Names for what Django's forms leave nameless when a page is read aloud: the boxes of an
   autocomplete, a day and its hour, the cells of a list that are edited in place. */
(() => {
  "use strict";

  const words = (element) => (element ? element.textContent.replace(/\s*:\s*$/, "").trim() : "");

  function labelOf(field) {
    return field.getAttribute("aria-label") || words(field.labels && field.labels[0]);
  }

  function nameBoxes(root) {
    root.querySelectorAll("select + .select2-container").forEach((box) => {
      const name = labelOf(box.previousElementSibling);
      if (!name) return;
      box.querySelectorAll('[role="combobox"], [role="textbox"], [role="searchbox"], .select2-search__field').forEach((part) => {
        if (!part.getAttribute("aria-label")) part.setAttribute("aria-label", name);
      });
    });
  }

  /* “Date :” and “Hour :” stand before each of the two inputs, outside any label. */
  function nameMoments(root) {
    root.querySelectorAll(".datetime input").forEach((field) => {
      if (labelOf(field)) return;
      const row = field.closest(".form-row, td");
      const what = words(row && row.querySelector("legend, label"));
      const before = field.previousSibling ? words(field.previousSibling) : "";
      field.setAttribute("aria-label", [what, before].filter(Boolean).join(" – "));
    });
  }

  function nameCells(root) {
    root.querySelectorAll("#result_list td :is(input, select, textarea)").forEach((field) => {
      if (labelOf(field)) return;
      const cell = field.closest("td, th");
      const head = cell.closest("table").tHead.rows[0].cells[cell.cellIndex];
      field.setAttribute("aria-label", words(head && (head.querySelector(".text") || head)));
    });
  }

  function name(root) {
    nameBoxes(root);
    nameMoments(root);
    nameCells(root);
    root.querySelectorAll("span.help-tooltip[aria-label]").forEach((icon) => icon.setAttribute("role", "img"));
    root.querySelectorAll("ul.select2-selection__rendered, ul.select2-selection__rendered > li").forEach((part) => {
      part.setAttribute("role", "none"); // a list with a bare “×” in it is none
    });
    root.querySelectorAll("thead th:empty").forEach((head) => { // the head of a column without words
      const cell = document.createElement("td");
      cell.className = head.className;
      head.replaceWith(cell);
    });
  }

  /* After Django's scripts, which make the boxes: some when the page is read, some once it is loaded. */
  window.django?.jQuery?.(() => name(document));
  window.addEventListener("load", () => name(document));
  document.addEventListener("formset:added", (event) => window.setTimeout(() => name(event.target)));
})();
