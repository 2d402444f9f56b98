/** What this tab remembers: token, unsent messages, unsent text. Gone with the tab; gone at once when sealed. */

const PREFIX = 'guide.';

export class Store {
  /** @type {Map<string, string>} used alone where the browser gives no storage */
  #memory = new Map();
  #sealed = false;

  /** @template T @param {string} key @param {T} otherwise @returns {T} */
  read(key, otherwise) {
    const kept = this.#memory.get(key) ?? this.#try((session) => session.getItem(PREFIX + key));
    return kept ? JSON.parse(kept) : otherwise;
  }

  /** @param {string} key @param {unknown} value */
  write(key, value) {
    if (this.#sealed) return;
    const text = JSON.stringify(value);
    this.#memory.set(key, text);
    this.#try((session) => session.setItem(PREFIX + key, text));
  }

  /** Forgets all of it. @param {string[]} [but] keys that stay */
  clear(but = []) {
    for (const key of this.#memory.keys()) if (!but.includes(key)) this.#memory.delete(key);
    this.#try((session) => {
      for (const key of Object.keys(session)) {
        if (key.startsWith(PREFIX) && !but.includes(key.slice(PREFIX.length))) session.removeItem(key);
      }
    });
  }

  /** Forgets all and takes nothing more: the visitor is leaving. */
  seal() {
    this.clear();
    this.#sealed = true;
  }

  /** @param {(session: Storage) => any} act */
  #try(act) {
    try {
      return act(sessionStorage);
    } catch {
      return null; // switched off or full: memory serves
    }
  }
}
