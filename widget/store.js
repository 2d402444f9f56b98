/**
 * What this tab remembers: token, unsent messages, unsent text. Gone with the tab; gone at once when sealed.
 * Where the visitor wishes it, the token alone is also kept on the device.
 */

const PREFIX = 'guide.';
const KEPT = ['session', 'agreed'];

export class Store {
  /** @type {Map<string, string>} used alone where the browser gives no storage */
  #memory = new Map();
  #sealed = false;

  constructor() {
    if (!this.read('session', null)) for (const key of KEPT) this.#copy(localStorageOf, sessionStorageOf, key);
  }

  /** @template T @param {string} key @param {T} otherwise @returns {T} */
  read(key, otherwise) {
    const kept = this.#memory.get(key) ?? attempt(() => sessionStorage.getItem(PREFIX + key));
    return kept ? JSON.parse(kept) : otherwise;
  }

  /** @param {string} key @param {unknown} value */
  write(key, value) {
    if (this.#sealed) return;
    const text = JSON.stringify(value);
    this.#memory.set(key, text);
    attempt(() => sessionStorage.setItem(PREFIX + key, text));
  }

  /** Whether the device keeps the conversation beyond this tab. */
  get kept() {
    return Boolean(attempt(() => localStorage.getItem(PREFIX + KEPT[0])));
  }

  /** Keeps it on the device, or no longer. @param {boolean} on @returns {boolean} whether it is kept now */
  keep(on) {
    for (const key of KEPT) {
      if (on) this.#copy(sessionStorageOf, localStorageOf, key);
      else attempt(() => localStorage.removeItem(PREFIX + key));
    }
    return this.kept;
  }

  /** Forgets all of it. @param {string[]} [but] keys that stay */
  clear(but = []) {
    for (const key of this.#memory.keys()) if (!but.includes(key)) this.#memory.delete(key);
    attempt(() => {
      for (const key of Object.keys(sessionStorage)) {
        if (key.startsWith(PREFIX) && !but.includes(key.slice(PREFIX.length))) sessionStorage.removeItem(key);
      }
    });
    this.keep(false);
  }

  /** Forgets all and takes nothing more: the visitor is leaving. */
  seal() {
    this.clear();
    this.#sealed = true;
  }

  /** @param {() => Storage} from @param {() => Storage} to @param {string} key */
  #copy(from, to, key) {
    attempt(() => {
      const text = from().getItem(PREFIX + key);
      if (text) to().setItem(PREFIX + key, text);
    });
  }
}

const sessionStorageOf = () => sessionStorage;
const localStorageOf = () => localStorage;

/** Storage may be switched off or full: then memory serves. @template T @param {() => T} act */
function attempt(act) {
  try {
    return act();
  } catch {
    return null;
  }
}
