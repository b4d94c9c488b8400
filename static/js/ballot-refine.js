/* How many priorities are chosen, while they are chosen; the server counts again. */
(() => {
  "use strict";

  function count() {
    const form = document.querySelector("[data-pompey-refine]");
    if (!form) return;
    const most = Number(form.dataset.most);
    const boxes = [...form.querySelectorAll("[name=priorities]")];
    const n = boxes.filter((box) => box.checked).length;
    const status = form.querySelector("[data-pompey-refine-count]");
    const text = n < most ? status.dataset.text : status.dataset.textFull;
    for (const box of boxes) box.disabled = !box.checked && n >= most;
    status.textContent = text.replace("{n}", n).replace("{most}", most);
    status.hidden = false;
  }

  document.addEventListener("pompey:page", count);
  document.addEventListener("change", (event) => {
    if (event.target.matches("[name=priorities]")) count();
  });
})();
