/* The ballot works without this file. With it a tap saves and shows the next proposal without a
   reload; without network, answers wait in the browser and the next proposals come from memory. */
(() => {
  "use strict";
  const PAUSE_MS = 300; // long enough to see what was chosen
  const PATIENCE_MS = 2000; // then the next card is shown and the answer goes on trying
  const RETRY_MS = 8000;
  const AHEAD = 6; // cards fetched before they are asked for

  const panel = document.querySelector("[data-pompey-waiting]");
  if (!panel || !window.fetch) return;
  const words = panel.dataset;
  const queue = new window.PompeyBallotQueue(words.key);
  const pages = new Map(); // address: the page as it was last seen
  let tap, retry, isGone = false, isMoving = false;

  const find = (selector) => document.querySelector(selector);
  const token = () => find("[name=csrfmiddlewaretoken]").value;
  const said = (text, values) => text.replace(/\{(\w+)\}/g, (_all, name) => values[name]);
  const pause = (ms) => new Promise((done) => { window.setTimeout(done, ms, null); });

  function announce(text) {
    find("[data-pompey-announce]").textContent = text;
  }

  // -- What waits -------------------------------------------------------------------------------

  function show(notice) {
    const entries = queue.entries();
    const count = queue.waiting().length;
    const troubles = entries.filter((entry) => entry.state !== "waiting");
    const lines = [notice, count === 1 ? words.one : count ? said(words.many, { n: count }) : ""];
    if (isGone && count) lines.push(words.gone);
    const text = lines.filter(Boolean).join(" ");
    panel.hidden = !text && !troubles.length;
    panel.querySelector("[data-pompey-waiting-text]").textContent = text;
    panel.querySelector("[data-pompey-waiting-buttons]").hidden = !count;
    panel.querySelector("[data-pompey-troubles]").replaceChildren(...troubles.map(line));
    markChosen(entries);
    window.clearTimeout(retry);
    if (count && !isGone) retry = window.setTimeout(send, RETRY_MS);
  }

  function line(entry) {
    const item = panel.querySelector("template").content.firstElementChild.cloneNode(true);
    const isConflict = entry.state === "conflict";
    const what = said(isConflict ? words.answered : words.refused, entry) + " ";
    item.querySelector("p").textContent = what + entry.text;
    item.dataset.id = entry.id;
    item.querySelector("[data-pompey-keep]").hidden = !isConflict;
    item.querySelector("[data-pompey-put]").hidden = !isConflict;
    item.querySelector("[data-pompey-read]").hidden = isConflict;
    return item;
  }

  /* A card from memory does not know yet what was answered on it. */
  function markChosen(entries) {
    const form = find("[data-pompey-answer-form]");
    const entry = form && entries.find((one) => one.number === form.dataset.number);
    if (!entry) return;
    for (const [name, value] of entry.fields) {
      for (const field of form.querySelectorAll(`[name="${name}"]`)) {
        if (field.matches("[type=radio], [type=checkbox]")) field.checked ||= field.value === value;
        else if (name === "note") field.value = value;
      }
    }
  }

  async function send() {
    const hadSome = queue.waiting().length;
    const results = await queue.flush(token);
    isGone = results.gone;
    const outcomes = Object.values(results.byId);
    show();
    if (outcomes.some((result) => result.outcome !== "saved")) tellTrouble();
    else if (hadSome && !queue.waiting().length) {
      announce(words.left);
      const last = outcomes.at(-1);
      if (last) showSaved(last.text);
    }
    return results;
  }

  function tellTrouble() {
    announce(panel.querySelector("[data-pompey-troubles]").textContent);
    panel.focus();
    panel.scrollIntoView({ block: "nearest" });
  }

  function showSaved(text) {
    const saved = find("[data-pompey-saved]");
    if (saved) saved.replaceChildren(Object.assign(document.createElement("p"), { textContent: text }));
  }

  panel.addEventListener("click", (event) => {
    const id = event.target.closest("[data-id]")?.dataset.id;
    const entry = queue.entries().find((one) => one.id === id);
    if (event.target.closest("[data-pompey-send]")) send();
    else if (event.target.closest("[data-pompey-forget]")) takeBack();
    else if (!entry) return;
    else if (event.target.closest("[data-pompey-put]")) {
      queue.insist(entry);
      send();
    } else if (event.target.closest("[data-pompey-keep], [data-pompey-read]")) {
      queue.remove(id);
      pages.delete(entry.url);
      go(entry.url);
    }
  });

  function takeBack() {
    const entry = queue.waiting().at(-1);
    if (!entry) return;
    queue.remove(entry.id);
    go(entry.url);
  }

  // -- From page to page ------------------------------------------------------------------------

  async function load(url, options) {
    const stop = new AbortController();
    const timer = window.setTimeout(() => stop.abort(), RETRY_MS);
    try {
      const response = await window.fetch(url, { ...options, signal: stop.signal });
      const html = await response.text();
      return { html, isOurs: response.ok && html.includes("data-pompey-page"), url: response.url };
    } finally {
      window.clearTimeout(timer);
    }
  }

  async function page(url) {
    if (queue.waiting().length && pages.has(url)) return { html: pages.get(url), isOurs: true, url };
    try {
      return await load(url);
    } catch {
      return pages.has(url) && { html: pages.get(url), isOurs: true, url };
    }
  }

  /* Show another page of the ballot: from the network, else from memory, else say so and stay. */
  async function go(url, text) {
    const address = new URL(url, window.location.href).href;
    const found = await page(address);
    if (!found) {
      show(words.last);
      announce(panel.querySelector("p").textContent);
      return;
    }
    swap(found, text);
  }

  function swap({ html, isOurs, url }, text) {
    if (!isOurs) {
      window.location.assign(url);
      return;
    }
    const next = new DOMParser().parseFromString(html, "text/html");
    for (const selector of ["[data-pompey-page]", "#messages"]) {
      find(selector).replaceWith(document.adoptNode(next.querySelector(selector)));
    }
    document.title = next.title;
    if (url !== window.location.href) window.history.pushState(null, "", url);
    const path = find(".language [name=next]");
    if (path) path.value = window.location.pathname;
    pages.set(url, html);
    window.scrollTo(0, 0);
    find("h1")?.focus({ preventScroll: true });
    const notice = find("#messages")?.textContent.trim();
    announce(text || notice || find("[data-pompey-saved] p")?.textContent.trim() || "");
    ready();
  }

  function ready() {
    show();
    document.dispatchEvent(new Event("pompey:page"));
    window.setTimeout(fetchAhead, PAUSE_MS);
  }

  function nextOn(html = "") {
    return /data-next="([^"]+)"/.exec(html)?.[1];
  }

  async function fetchAhead() {
    let url = find("[data-pompey-answer-form]")?.dataset.next;
    try {
      for (let left = AHEAD; url && left > 0; left -= 1) {
        const address = new URL(url, window.location.href).href;
        if (!pages.has(address)) {
          const found = await load(address);
          if (!found.isOurs) return;
          pages.set(address, found.html);
        }
        url = nextOn(pages.get(address));
      }
    } catch {
      // No network now: the next page tries again.
    }
  }

  window.addEventListener("popstate", () => {
    const html = pages.get(window.location.href);
    if (html && queue.waiting().length) swap({ html, isOurs: true, url: window.location.href });
    else window.location.reload();
  });

  // -- Answers ----------------------------------------------------------------------------------

  function entryOf(form) {
    const fields = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
    const chosen = form.querySelector("[name=answer]:checked");
    return {
      fields,
      id: `${Date.now()}-${Math.random()}`,
      number: form.dataset.number,
      state: "waiting",
      url: form.action,
      what: `${form.dataset.number}, ${chosen.closest("label").querySelector(".answer-word").textContent}`,
    };
  }

  async function answer(form) {
    const entry = entryOf(form);
    if (!queue.put(entry)) {
      if (queue.waiting().length) show(words.full);
      else form.submit(); // a browser that keeps nothing: as without this file
      return;
    }
    if (isMoving) {
      send(); // a change of mind while the first answer was on its way
      return;
    }
    isMoving = true;
    form.setAttribute("aria-busy", "true");
    try {
      const results = await Promise.race([sendOne(entry.id), pause(PATIENCE_MS)]);
      const result = results?.byId[entry.id];
      if (result?.outcome === "saved") await go(result.next, result.text);
      else if (!result) await goOn(entry, form);
    } finally {
      isMoving = false;
      form.removeAttribute("aria-busy");
    }
  }

  /* Another sending may be under way, begun before this answer was there. */
  async function sendOne(id) {
    let results = await send();
    const entry = queue.waiting().find((one) => one.id === id);
    if (entry && !results.gone && !(id in results.byId) && navigator.onLine) results = await send();
    return results;
  }

  async function goOn(entry, form) {
    const kept = said(words.kept, entry);
    const address = nextInMemory(form);
    if (pages.has(address)) swap({ html: pages.get(address), isOurs: true, url: address }, kept);
    else show(words.last);
    announce(`${kept} ${panel.querySelector("p").textContent}`);
  }

  /* Pages from memory do not know what was answered since: pass over what waits. */
  function nextInMemory(form) {
    const waiting = new Set(queue.waiting().map((entry) => entry.url));
    let address = new URL(form.dataset.next, window.location.href).href;
    for (let left = pages.size; waiting.has(address) && left > 0; left -= 1) {
      address = new URL(nextOn(pages.get(address)) || address, window.location.href).href;
    }
    return address;
  }

  async function sendForm(form) {
    try {
      swap(await load(form.action, { body: new URLSearchParams(new FormData(form)), method: "POST" }));
    } catch {
      show(words.unsent);
      announce(words.unsent);
    }
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    window.clearTimeout(tap);
    if (form.matches("[data-pompey-answer-form]") && form.querySelector("[name=answer]:checked")) {
      event.preventDefault();
      answer(form);
    } else if (form.matches("[data-pompey-send-form]")) {
      event.preventDefault();
      sendForm(form);
    }
  });

  /* A tap answers; the keyboard chooses with the arrows, and who writes a note uses the button. */
  document.addEventListener("click", (event) => {
    const form = event.target.closest("[data-pompey-answer-form]");
    const radio = form && event.target.closest("label.answer")?.querySelector("[name=answer]");
    if (!radio || event.detail === 0 || form.querySelector("details[open]")) return;
    window.clearTimeout(tap);
    tap = window.setTimeout(() => form.requestSubmit(), PAUSE_MS);
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest(".ballot-steps a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go(link.href);
  });

  // -- Coming and going -------------------------------------------------------------------------

  let isInside = false; // a link to another page of ours, with the network there: nothing is lost
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    isInside = Boolean(link && link.origin === window.location.origin && navigator.onLine);
  });
  window.addEventListener("beforeunload", (event) => {
    if (queue.entries().some((entry) => entry.state !== "refused") && !isInside) event.preventDefault();
  });
  window.addEventListener("online", send);
  window.addEventListener("storage", () => show());
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && queue.waiting().length) send();
  });

  pages.set(window.location.href, document.documentElement.outerHTML);
  ready();
  if (queue.waiting().length) send();
})();
