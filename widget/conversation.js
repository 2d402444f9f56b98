/**
 * One conversation: made, resumed, spoken in, left. Tells `entry` {entry, live}, `caught_up`, `typing`, `connection`,
 * `state`, `over` (erased | gone), `begun`.
 */
import { Feed } from './stream.js';
import { Log } from './log.js';
import { Outbox, newId } from './outbox.js';
import { persist } from './retry.js';
import { tell } from './dom.js';

const REST_AFTER = 30000; // a hidden tab lets the stream go when nothing is under way
const SIZE = ['size'];

export class Conversation extends EventTarget {
  log = new Log();
  /** @type {Feed} */
  feed;
  /** @type {string} whose turn it is, as the gateway says */
  turn = 'guide';
  /** @type {{notice: string, page?: string, locale: string} | null} what the visitor has agreed to */
  agreed;
  /** @type {Promise<void> | null} */
  #making = null;
  #history = 0; // up to here it was said before this page was opened
  #rest = 0;

  /** @param {import('./api.js').Api} api @param {import('./store.js').Store} store */
  constructor(api, store) {
    super();
    this.api = api;
    this.store = store;
    this.agreed = store.read('agreed', null);
    api.session = store.read('session', null);
    this.outbox = new Outbox(store, (message) => this.#send(message));
    this.outbox.addEventListener('accepted', ({ detail }) => this.feed.expect(detail));
    this.outbox.addEventListener('refused', ({ detail }) => detail.status === 404 && this.#over('gone'));
    this.feed = this.#newFeed();
    this.#followTab();
  }

  /** Whether the visitor has begun one in this tab. */
  get begun() {
    return Boolean(this.agreed);
  }

  /** The visitor agrees: from here on things may be stored. @param {NonNullable<Conversation['agreed']>} agreed */
  begin(agreed) {
    this.agreed = agreed;
    this.store.write('agreed', agreed);
    tell(this, 'begun');
    tell(this, 'caught_up');
    return persist(() => this.#make(), (problem) => problem.passing).catch(() => this.#over('gone'));
  }

  /** Shows again what was said, then goes on. */
  async resume() {
    tell(this, 'begun');
    if (!this.api.session) return void this.begin(/** @type {any} */ (this.agreed));
    try {
      const { last_seq } = await persist(() => this.api.snapshot(), (problem) => problem.passing);
      this.#history = last_seq;
      if (!last_seq) tell(this, 'caught_up');
      this.#connect();
    } catch {
      this.#over('gone');
    }
  }

  /** @param {string} text typed; the words of an open quick reply are that quick reply */
  say(text) {
    const plain = (/** @type {string} */ words) => words.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
    const meant = this.log.openChoices.find(({ label }) => plain(label) === plain(text));
    this.outbox.add(text, meant?.id);
  }

  /** Erases it everywhere. */
  async erase() {
    await this.api.erase();
    this.#over('erased');
  }

  #newFeed() {
    this.feed?.stop();
    const feed = new Feed(this.api);
    feed.addEventListener('event', ({ detail }) => this.#take(detail));
    feed.addEventListener('connection', ({ detail }) => this.#connection(detail));
    feed.addEventListener('gone', () => this.#over('gone'));
    return feed;
  }

  /** Makes it, once; the same id gives the same conversation however often it is asked for. */
  #make() {
    if (this.api.session) return Promise.resolve();
    const id = this.store.read('id', newId());
    this.store.write('id', id);
    this.#making ??= this.api.create({ id, ...this.agreed })
      .then((session) => {
        this.api.session = session;
        this.store.write('session', session);
        this.#connect();
      })
      .finally(() => { this.#making = null; });
    return this.#making;
  }

  #connect() {
    this.feed.start();
    this.outbox.flush();
  }

  /** @param {import('./outbox.js').Pending} message */
  async #send(message) {
    await this.#make();
    return this.api.send(message);
  }

  /** @param {{type: string, data: any}} event */
  #take({ type, data }) {
    if (type === 'erased') return this.#over('erased');
    if (type === 'typing') return tell(this, 'typing', data.author);
    if (!data?.seq || !this.log.add(data)) return;
    if (data.id) this.outbox.settle(data.id);
    if (type === 'state') {
      this.turn = data.state;
      tell(this, 'state', data);
    } else tell(this, 'entry', { entry: data, live: data.seq > this.#history });
    if (data.seq === this.#history) tell(this, 'caught_up');
  }

  /** @param {'live' | 'lost'} how */
  #connection(how) {
    if (how === 'live') this.outbox.flush();
    tell(this, 'connection', how);
  }

  /** @param {'erased' | 'gone'} how */
  #over(how) {
    // What was not sent yet is given back to the visitor, unless they erased it.
    const unsent = how === 'gone' ? this.outbox.items.filter(({ state }) => state !== 'sent').map(({ text }) => text).join('\n') : '';
    this.feed = this.#newFeed();
    this.log = new Log();
    this.outbox.clear();
    this.store.clear(SIZE);
    this.api.session = this.agreed = null;
    this.turn = 'guide';
    this.#history = 0;
    tell(this, 'over', { how, unsent });
  }

  #followTab() {
    const wake = () => {
      clearTimeout(this.#rest);
      if (!this.api.session) return;
      this.feed.start();
      this.outbox.flush();
    };
    window.addEventListener('online', () => { wake(); this.outbox.retry(); });
    window.addEventListener('pageshow', wake);
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden) return wake();
      this.#rest = setTimeout(() => this.#idle && this.feed.stop(), REST_AFTER);
    });
  }

  /** Nothing is on its way to the visitor: the guide has answered and nobody else is there. */
  get #idle() {
    const last = this.log.messages.at(-1);
    return this.turn === 'guide' && !this.outbox.items.length && last?.author !== 'visitor';
  }
}
