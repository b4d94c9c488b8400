/* The matrix: the row and the column of a cell stand out, arrow keys go from number to number. */
(() => {
  "use strict";
  const MOVES = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

  function matrix(table) {
    let lit = [];
    const cellAt = (row, column) => table.rows[row]?.cells[column];

    function light(cell) {
      for (const element of lit) element.classList.remove("is-lit");
      lit = [];
      if (!cell || cell.cellIndex === 0) return;
      const column = cell.cellIndex;
      const row = cell.parentElement.rowIndex;
      for (let above = 0; above <= row; above += 1) lit.push(cellAt(above, column));
      for (let before = 0; before < column; before += 1) lit.push(cellAt(row, before));
      for (const element of lit) element.classList.add("is-lit");
    }

    const cellOf = (event) => event.target.closest?.("td, th");
    table.addEventListener("pointerover", (event) => light(cellOf(event)));
    table.addEventListener("pointerleave", () => light(null));
    table.addEventListener("focusin", (event) => light(cellOf(event)));
    table.addEventListener("keydown", (event) => {
      const move = MOVES[event.key];
      let cell = cellOf(event);
      if (!move || !cell) return;
      event.preventDefault();
      let row = cell.parentElement.rowIndex;
      let column = cell.cellIndex;
      do {
        row += move[0];
        column += move[1];
        cell = row > 0 ? cellAt(row, column) : undefined;
      } while (cell && !cell.querySelector("a"));
      cell?.querySelector("a").focus();
    });
  }

  document.addEventListener("DOMContentLoaded", () => {
    for (const table of document.querySelectorAll("[data-pompey-matrix]")) matrix(table);
  });
})();
