/* A slip is kept on this device until the server has it: the next one can be typed at once, and
   without network they wait. Each has its own key: sent twice, it is one slip. */
(() => {
  "use strict";
  const RETRY_MS = 5000;

  const form = document.querySelector("[data-pompey-slip-form]");
  const state = document.querySelector("[data-pompey-slip-state]");
  if (!form || !state || !window.fetch) return;
  const words = state.dataset;
  const queue = new window.PompeyBallotQueue(words.key);
  const first = form.elements.offers;
  let retry, isGone = false;

  const find = (name) => state.querySelector(`[data-pompey-slip-${name}]`);
  const token = () => form.elements.csrfmiddlewaretoken.value;
  const said = (text, values) => text.replace(/\{(\w+)\}/g, (_all, name) => values[name]);

  function newKey() {
    const numbers = window.crypto.getRandomValues(new Uint8Array(16));
    return [...numbers].map((number) => number.toString(16).padStart(2, "0")).join("");
  }

  function write(node, text) {
    if (node.textContent !== text) node.textContent = text; // said once by a screen reader
  }

  function show(saved) {
    const count = queue.waiting().length;
    const lines = [count === 1 ? words.one : count ? said(words.many, { n: count }) : ""];
    if (isGone && count) lines.push(words.gone);
    if (saved !== undefined) write(find("said"), saved);
    write(find("waiting"), lines.filter(Boolean).join(" "));
    find("troubles").replaceChildren(...queue.entries().filter((one) => one.state !== "waiting").map(line));
    window.clearTimeout(retry);
    if (count && !isGone) retry = window.setTimeout(send, RETRY_MS);
  }

  function line(entry) {
    const item = document.createElement("li");
    const text = Object.assign(document.createElement("span"), {
      textContent: `${said(words.refused, entry)} ${entry.text}`,
    });
    const button = Object.assign(document.createElement("button"), {
      className: "btn btn-secondary", textContent: words.again, type: "button",
    });
    button.addEventListener("click", () => takeUp(entry));
    item.append(text, button);
    return item;
  }

  /* Put a refused slip back into the form, to be corrected. */
  function takeUp(entry) {
    queue.remove(entry.id);
    for (const [name, value] of entry.fields) {
      const field = form.elements[name];
      if (!field) continue; // a concept: its list is asked for again
      if (name === "adds_companies") field.checked = true;
      else field.value = value;
    }
    form.querySelector("details").open = true;
    show("");
    first.focus();
  }

  async function send() {
    const results = await queue.flush(token);
    isGone = results.gone;
    const saved = Object.values(results.byId).filter((one) => one.outcome === "saved");
    show(saved.length ? saved.at(-1).text : undefined);
    if (saved.length) document.body.dispatchEvent(new CustomEvent("pompey-slip"));
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const key = newKey();
    form.elements.client_key.value = key;
    const fields = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
    const entry = {
      fields, id: key, number: key, state: "waiting", text: "", url: form.action, version: 0,
      what: form.elements.what.value,
    };
    if (!queue.put(entry)) return write(find("said"), words.full);
    form.reset();
    document.getElementById("slip-concepts").replaceChildren(); // they were about the slip just saved
    first.focus();
    show("");
    send();
  });

  window.addEventListener("online", send);
  show();
  if (queue.waiting().length) send();
})();
