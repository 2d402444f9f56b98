/** The wordless line to the host page: it may say opened and closed, we may say ready, close, exit and how many are unread. */
import { tell } from './dom.js';

export class Bridge extends EventTarget {
  embedded = window.parent !== window;
  open = !this.embedded;
  /** @type {string | undefined} the host's own opening line */
  opening;
  /** @type {string | undefined} address of the host page, without query */
  page;
  #host = ''; // its origin, known from its first words; frame-ancestors decides who may be it

  constructor() {
    super();
    if (!this.embedded) return;
    window.addEventListener('message', ({ source, origin, data }) => {
      if (source !== window.parent || data?.guide !== 1 || (this.#host && origin !== this.#host)) return;
      this.#host = origin;
      this.#take(data);
    });
    // The only word said before we know who listens; it holds nothing.
    window.parent.postMessage({ guide: 1, say: 'ready' }, '*');
  }

  /** @param {'close' | 'exit' | 'site' | 'unread' | 'conversation'} word @param {object} [more] */
  say(word, more) {
    if (this.#host) window.parent.postMessage({ guide: 1, say: word, ...more }, this.#host);
  }

  /** @param {any} data */
  #take(data) {
    if (data.say === 'hello') {
      this.opening = data.opening;
      this.page = data.page;
      tell(this, 'hello');
    }
    if (data.say === 'opened' || data.open) this.open = true;
    if (data.say === 'closed') this.open = false;
    tell(this, data.say === 'hello' && data.open ? 'opened' : data.say);
  }
}
