/* Answers that wait in this browser until the server has them: one for each proposal, in the order
   they were given, apart for each ballot and person. Nothing leaves the list before the server has
   said what became of it, or the person has.
   An entry: id, url, number, what (the answer in words), fields (pairs of the form), state
   ("waiting" | "conflict" | "refused"); text, version: what the server said. */
(() => {
  "use strict";
  const MOST = 100; // a ballot about one company has some thirty proposals
  const PATIENCE_MS = 10000;

  class BallotQueue {
    constructor(key) {
      this.key = key;
      this.sending = null;
    }

    /* Return the entries, oldest first; none when the browser keeps nothing for us. */
    entries() {
      try {
        return JSON.parse(window.localStorage.getItem(this.key)) || [];
      } catch {
        return [];
      }
    }

    waiting() {
      return this.entries().filter((entry) => entry.state === "waiting");
    }

    /* Keep an entry, in place of an earlier one for the same proposal; return whether it is kept. */
    put(entry) {
      const entries = this.entries();
      const place = entries.findIndex((other) => other.number === entry.number);
      if (place >= 0) entries[place] = entry;
      else if (entries.length < MOST) entries.push(entry);
      else return false;
      return this.write(entries);
    }

    change(id, values) {
      this.write(this.entries().map((entry) => (entry.id === id ? { ...entry, ...values } : entry)));
    }

    remove(id) {
      this.write(this.entries().filter((entry) => entry.id !== id));
    }

    write(entries) {
      try {
        if (entries.length) window.localStorage.setItem(this.key, JSON.stringify(entries));
        else window.localStorage.removeItem(this.key);
        return true;
      } catch {
        return false;
      }
    }

    /* Send what waits, one after the other; return what the server said, by id of the entry.
       `gone`: the link has to be opened again. It stops at the first answer that does not arrive. */
    flush(token) {
      this.sending ||= this.sendAll(token).finally(() => { this.sending = null; });
      return this.sending;
    }

    async sendAll(token) {
      const results = { byId: {}, gone: false };
      for (let [entry] = this.waiting(); entry; [entry] = this.waiting()) {
        const result = await this.send(entry, token());
        if (!result || result.gone) {
          results.gone = Boolean(result);
          break;
        }
        results.byId[entry.id] = result;
        this.settle(entry, result);
      }
      return results;
    }

    async send(entry, token) {
      const stop = new AbortController();
      const timer = window.setTimeout(() => stop.abort(), PATIENCE_MS);
      try {
        const response = await window.fetch(entry.url, {
          body: new URLSearchParams([...entry.fields, ["csrfmiddlewaretoken", token]]),
          headers: { Accept: "application/json" },
          method: "POST",
          signal: stop.signal,
        });
        if (response.status === 403 || response.status === 404) return { gone: true };
        return response.ok ? await response.json() : null;
      } catch {
        return null; // no network, or an answer that is not ours: it stays
      } finally {
        window.clearTimeout(timer);
      }
    }

    /* Note what the server said. The person may have answered again while it was on its way. */
    settle(entry, result) {
      const newer = this.entries().find((one) => one.number === entry.number && one.id !== entry.id);
      if (newer && result.outcome === "saved") this.change(newer.id, { fields: withVersion(newer, result) });
      if (result.outcome === "saved") this.remove(entry.id);
      else this.change(entry.id, { state: result.outcome, text: result.text, version: result.version });
    }

    /* Send it again over the answer that stood against it. */
    insist(entry) {
      this.change(entry.id, { state: "waiting", fields: withVersion(entry, entry) });
    }
  }

  function withVersion(entry, { version }) {
    return entry.fields.map(([name, value]) => [name, name === "version" ? String(version) : value]);
  }

  window.PompeyBallotQueue = BallotQueue;
})();
