/** How many messages came while nobody looked: on the launcher's badge, and in the title of the page of its own. */

export class Unread {
  #title = document.title;
  #seen;
  #count = 0;
  #newest = 0;

  /** @param {import('./store.js').Store} store @param {import('./bridge.js').Bridge} bridge */
  constructor(store, bridge) {
    this.store = store;
    this.bridge = bridge;
    this.#seen = store.read('seen', 0);
    bridge.addEventListener('opened', () => this.#look());
    document.addEventListener('visibilitychange', () => this.#look());
  }

  /** @param {import('./log.js').Entry} entry */
  came({ seq, author }) {
    if (seq <= this.#seen) return;
    if (this.#watched) return this.#saw(seq);
    if (author !== 'visitor') this.#count++;
    this.#newest = Math.max(this.#newest, seq);
    this.#show();
  }

  /** The conversation is over; another one counts anew. */
  clear() {
    this.#seen = this.#newest = this.#count = 0;
    this.#show();
  }

  get #watched() {
    return this.bridge.open && !document.hidden;
  }

  #look() {
    if (!this.#watched || !this.#count) return;
    this.#count = 0;
    this.#saw(this.#newest);
    this.#show();
  }

  /** @param {number} seq */
  #saw(seq) {
    this.#seen = seq;
    this.store.write('seen', seq);
  }

  #show() {
    document.title = this.#count ? `(${this.#count}) ${this.#title}` : this.#title;
    this.bridge.say('unread', { n: this.#count });
  }
}
