/** What the visitor wrote and the gateway has not shown back yet. Resent until accepted, under one id, so never twice. Tells `change`, `accepted`. */
import { backoff } from './retry.js';
import { tell } from './dom.js';

/** @typedef {{id: string, text: string, choice?: string, state: 'sending' | 'sent' | 'not_sent' | 'refused'}} Pending */

const PATIENT_TRIES = 1; // failures before we say "not sent yet"; we go on trying all the same

export class Outbox extends EventTarget {
  #busy = false;
  #tries = 0;
  #timer = 0;

  /**
   * @param {import('./store.js').Store} store
   * @param {(message: Pending) => Promise<{seq: number}>} send
   */
  constructor(store, send) {
    super();
    this.store = store;
    this.send = send;
    /** @type {Pending[]} */
    this.items = store.read('outbox', []);
  }

  /** @param {string} text @param {string} [choice] id of the quick reply it stands for */
  add(text, choice) {
    this.items.push({ id: newId(), text, choice, state: navigator.onLine ? 'sending' : 'not_sent' });
    this.#changed();
    this.flush();
  }

  /** The message stands in the log, whether or not its 202 was heard. @param {string} id */
  settle(id) {
    const before = this.items.length;
    this.items = this.items.filter((item) => item.id !== id);
    if (this.items.length !== before) this.#changed();
  }

  /** Tries again at once. */
  retry() {
    for (const item of this.items) if (item.state === 'not_sent') item.state = 'sending';
    this.#changed();
    this.flush();
  }

  clear() {
    clearTimeout(this.#timer);
    this.items = [];
    this.#changed();
  }

  /** Sends what is waiting, in order, one at a time. */
  async flush() {
    clearTimeout(this.#timer);
    const item = this.items.find(({ state }) => state === 'sending' || state === 'not_sent');
    if (this.#busy || !item) return;
    this.#busy = true;
    try {
      const { seq } = await this.send(item);
      this.#tries = 0;
      item.state = 'sent';
      tell(this, 'accepted', seq);
    } catch (problem) {
      this.#failed(item, problem);
    }
    this.#busy = false;
    this.#changed();
    if (item.state === 'sent' || item.state === 'refused') this.flush();
  }

  /** @param {Pending} item @param {any} problem */
  #failed(item, problem) {
    if (!problem.passing) {
      item.state = 'refused';
      return tell(this, 'refused', problem);
    }
    if (problem.status !== 429 && (this.#tries >= PATIENT_TRIES || !navigator.onLine)) item.state = 'not_sent';
    this.#timer = setTimeout(() => this.flush(), problem.retryAfter * 1000 || backoff(this.#tries++));
  }

  #changed() {
    this.store.write('outbox', this.items.filter(({ state }) => state !== 'sent'));
    tell(this, 'change', this.items);
  }
}

/** A UUID, also on a page without TLS, where the browser has no randomUUID. */
export function newId() {
  const [a, b, c, d, e] = [8, 4, 4, 4, 12].map((length) => Array.from(crypto.getRandomValues(new Uint8Array(length)), (byte) => (byte % 16).toString(16)).join(''));
  return `${a}-${b}-4${c.slice(1)}-${'89ab'[parseInt(d[0], 16) % 4]}${d.slice(1)}-${e}`;
}
