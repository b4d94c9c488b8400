/* The drawings of the network and the map: what belongs to a company stands out, the ground grows
   and moves, a company opens beside it. Without this file every mark is a link, and the table under
   the drawing says the same.

   Moving is the browser's own scrolling, so fingers, wheel and arrow keys work as everywhere;
   growing changes --zoom, and marks and names keep their size (static/css/pages/network.css). */
(() => {
  "use strict";
  const ZOOMS = [1, 2, 4, 8]; // from which on more names have room
  const MOST = 8;
  const STEP = 1.5;
  const DRAG = 5; // pixels after which a press is a move, not a click
  const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  function drawing(frame) {
    const svg = frame.querySelector("svg");
    const root = frame.closest("[data-pompey-drawing-root]");
    const said = root.querySelector("[data-pompey-say]");
    const nodes = new Map();
    const ties = new Map(); // company → [line, other company]
    let zoom = 1;
    let lit = [];

    for (const node of svg.querySelectorAll("[data-pompey-node]")) nodes.set(node.dataset.pompeyNode, node);
    for (const line of svg.querySelectorAll("[data-pompey-tie]")) {
      const [one, other] = line.dataset.pompeyTie.split(" ");
      for (const [mine, theirs] of [[one, other], [other, one]]) {
        if (!ties.has(mine)) ties.set(mine, []);
        ties.get(mine).push([line, theirs]);
      }
    }

    function dim() {
      for (const element of lit) element.classList.remove("is-lit", "is-chosen");
      lit = [];
      svg.classList.remove("is-dimmed");
    }

    function light(elements) {
      dim();
      lit = elements.filter(Boolean);
      for (const element of lit) element.classList.add("is-lit");
      svg.classList.toggle("is-dimmed", lit.length > 0);
    }

    function lightCompany(node) {
      const mine = ties.get(node.dataset.pompeyNode) || [];
      light([node, ...mine.flatMap(([line, other]) => [line, nodes.get(other)])]);
      node.classList.add("is-chosen");
    }

    function show(target) {
      const node = target.closest?.("[data-pompey-node]");
      const line = target.closest?.("[data-pompey-tie]");
      if (node) lightCompany(node);
      else if (line) light([line, ...line.dataset.pompeyTie.split(" ").map((company) => nodes.get(company))]);
    }

    svg.addEventListener("pointerover", (event) => { if (event.pointerType !== "touch") show(event.target); });
    svg.addEventListener("pointerleave", () => {
      const focused = document.activeElement?.closest?.("[data-pompey-node]");
      if (focused && svg.contains(focused)) lightCompany(focused);
      else dim();
    });
    svg.addEventListener("pointerout", (event) => { if (event.relatedTarget === svg) dim(); });
    svg.addEventListener("focusin", (event) => show(event.target));
    svg.addEventListener("focusout", dim);

    /* -- Growing ------------------------------------------------------------------------------- */
    const least = () => Math.min(1, frame.clientWidth / (svg.getBoundingClientRect().width / zoom)); // all of it

    function grow(wanted, at) {
      const smallest = least();
      const next = Math.min(MOST, Math.max(smallest, wanted));
      if (next === zoom) return;
      const box = frame.getBoundingClientRect();
      const x = at ? at.x - box.left : box.width / 2;
      const y = at ? at.y - box.top : box.height / 2;
      const across = (frame.scrollLeft + x) / zoom;
      const down = (frame.scrollTop + y) / zoom;
      if (zoom <= 1 && next > 1) frame.style.height = `${box.height}px`;
      zoom = next;
      if (zoom <= 1) frame.style.height = "";
      svg.style.setProperty("--zoom", zoom);
      svg.style.setProperty("--marks", Math.max(zoom, 1)); // smaller than drawn, names shrink as well
      svg.dataset.zoom = ZOOMS.filter((step) => step <= zoom + 0.01).at(-1);
      frame.classList.toggle("is-zoomed", zoom > 1);
      frame.scrollLeft = across * zoom - x;
      frame.scrollTop = down * zoom - y;
      for (const button of root.querySelectorAll("[data-pompey-zoom]")) {
        const way = button.dataset.pompeyZoom;
        button.disabled = way === "in" ? zoom >= MOST : zoom <= smallest + 0.001;
      }
      said.textContent = `${said.dataset.zoomWord} ${Math.round(zoom * 100)} %`;
    }

    const ways = { in: () => grow(zoom * STEP), out: () => grow(zoom / STEP), all: () => grow(0) };
    const keys = { "+": ways.in, "=": ways.in, "-": ways.out, 0: ways.all };
    const tools = root.querySelector("[data-pompey-tools]");
    tools.hidden = false;
    if (least() < 0.99) for (const button of tools.querySelectorAll("[data-pompey-zoom]")) button.disabled = false;
    frame.scrollLeft = (frame.scrollWidth - frame.clientWidth) / 2; // a phone begins in the middle
    tools.addEventListener("click", (event) => {
      const button = event.target.closest("[data-pompey-zoom]");
      if (button) ways[button.dataset.pompeyZoom]();
    });

    frame.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return; // the wheel alone moves the page, as everywhere
      event.preventDefault();
      grow(zoom * Math.exp(-event.deltaY / 250), { x: event.clientX, y: event.clientY });
    }, { passive: false });

    let pinch = null;
    const apart = ([one, other]) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
    frame.addEventListener("touchstart", (event) => {
      if (event.touches.length === 2) pinch = { apart: apart(event.touches), zoom };
    }, { passive: true });
    frame.addEventListener("touchmove", (event) => {
      if (!pinch || event.touches.length !== 2) return;
      event.preventDefault();
      const [one, other] = event.touches;
      grow(pinch.zoom * apart(event.touches) / pinch.apart,
        { x: (one.clientX + other.clientX) / 2, y: (one.clientY + other.clientY) / 2 });
    }, { passive: false });
    frame.addEventListener("touchend", () => { pinch = null; });

    /* -- Moving with the mouse ----------------------------------------------------------------- */
    let grip = null;
    let wasMoved = false;
    frame.addEventListener("dragstart", (event) => event.preventDefault());
    frame.addEventListener("pointerdown", (event) => {
      wasMoved = false;
      if (event.pointerType === "mouse" && event.button === 0) {
        grip = { x: event.clientX, y: event.clientY, left: frame.scrollLeft, top: frame.scrollTop };
      }
    });
    window.addEventListener("pointermove", (event) => {
      if (!grip) return;
      const across = event.clientX - grip.x;
      const down = event.clientY - grip.y;
      if (!wasMoved && Math.hypot(across, down) < DRAG) return;
      wasMoved = true;
      frame.scrollLeft = grip.left - across;
      frame.scrollTop = grip.top - down;
    });
    window.addEventListener("pointerup", () => { grip = null; });

    /* -- Keys: from company to company, nearer and further -------------------------------------- */
    const middle = (element) => {
      const box = (element.querySelector("circle") || element).getBoundingClientRect();
      return [box.left + box.width / 2, box.top + box.height / 2];
    };

    function neighbour(from, [right, below]) {
      const [x, y] = middle(from);
      let best = null;
      let least = Infinity;
      for (const node of nodes.values()) {
        const [nx, ny] = middle(node);
        const along = (nx - x) * right + (ny - y) * below;
        const aside = Math.abs((nx - x) * below) + Math.abs((ny - y) * right);
        const cost = along + 2 * aside;
        if (node !== from && along > 1 && cost < least) [best, least] = [node, cost];
      }
      return best;
    }

    frame.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      if (keys[event.key]) {
        event.preventDefault();
        keys[event.key]();
        return;
      }
      const node = event.target.closest?.("[data-pompey-node]");
      if (node && DIRECTIONS[event.key]) {
        event.preventDefault();
        neighbour(node, DIRECTIONS[event.key])?.focus();
      }
    });

    /* -- A company beside the drawing ----------------------------------------------------------- */
    const panel = root.querySelector("[data-pompey-panel-room]");
    let opener = null;

    function close() {
      if (!panel?.hasChildNodes()) return;
      panel.replaceChildren();
      opener?.focus();
    }

    svg.addEventListener("click", (event) => {
      if (wasMoved) {
        event.preventDefault();
        return;
      }
      const node = event.target.closest("[data-pompey-panel]");
      const isPlain = !event.ctrlKey && !event.metaKey && !event.shiftKey;
      if (!node || !panel || !window.htmx || !isPlain) return;
      event.preventDefault();
      opener = node;
      window.htmx.ajax("GET", node.dataset.pompeyPanel, { target: panel, swap: "innerHTML" }).then(() => {
        panel.querySelector("h2")?.focus();
        if (window.matchMedia("(max-width: 63.99em)").matches) panel.scrollIntoView({ block: "nearest" });
      });
    });
    panel?.addEventListener("click", (event) => { if (event.target.closest("[data-pompey-close]")) close(); });
    root.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
  }

  document.addEventListener("DOMContentLoaded", () => {
    for (const frame of document.querySelectorAll("[data-pompey-drawing]")) drawing(frame);
  });
})();
