/**
 * One conversation: made, resumed, spoken in, left. Tells `begun`, `entry` {entry, live}, `caught_up`, `typing`,
 * `connection`, `state`, `over` {how: erased | gone | left, unsent}.
 */
import { Log } from './log.js';
import { Outbox, newId } from './outbox.js';
import { persist } from './retry.js';
import { heed, tell } from './dom.js';

const REST_AFTER = 30000; // a hidden tab lets the stream go when nothing is under way
const SIZE = ['size'];

export class Conversation extends EventTarget {
  log = new Log();
  /** @type {import('./stream.js').Feed | undefined} there once something can come */
  feed;
  /** Whether all that was said before this page was opened has been told. */
  caughtUp = false;
  /** @type {string} whose turn it is, as the gateway says */
  turn = 'guide';
  /** @type {{notice: string, page?: string, locale: string} | null} what the visitor has agreed to */
  agreed;
  /** @type {Promise<void> | null} */
  #making = null;
  #history = 0; // up to here it was said before this page was opened
  #rest = 0;
  #erasing = false;

  /** @param {import('./api.js').Api} api @param {import('./store.js').Store} store */
  constructor(api, store) {
    super();
    this.api = api;
    this.store = store;
    this.agreed = store.read('agreed', null);
    api.session = store.read('session', null);
    this.outbox = new Outbox(store, (message) => this.#send(message));
    heed(this.outbox, {
      accepted: ({ detail }) => this.feed?.expect(detail),
      refused: ({ detail }) => detail.status === 404 && this.#over('gone'),
    });
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
    this.#catchUp();
    return persist(() => this.#make(), (problem) => problem.passing).catch(() => this.#over('gone'));
  }

  /** Shows again what was said, then goes on. */
  async resume() {
    tell(this, 'begun');
    if (!this.api.session) return void this.begin(/** @type {any} */ (this.agreed));
    try {
      const { last_seq } = await persist(() => this.api.snapshot(), (problem) => problem.passing);
      this.#history = last_seq;
      if (!last_seq) this.#catchUp();
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
    this.#erasing = true;
    try {
      await this.api.erase();
      if (this.begun) this.#over('erased');
    } finally {
      this.#erasing = false;
    }
  }

  #catchUp() {
    this.caughtUp = true;
    tell(this, 'caught_up');
  }

  /** Lets it go from this browser; it stays with the gateway for its time. */
  leave() {
    if (this.begun) this.#over('left');
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

  async #connect() {
    const { Feed } = await persist(() => import('./stream.js'), () => true);
    if (!this.api.session || this.feed) return;
    this.feed = new Feed(this.api);
    heed(this.feed, {
      event: ({ detail }) => this.#take(detail),
      connection: ({ detail }) => this.#connection(detail),
      gone: () => this.#over('gone'),
    });
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
    if (data.seq === this.#history) this.#catchUp();
  }

  /** @param {'live' | 'lost'} how */
  #connection(how) {
    if (how === 'live') this.outbox.flush();
    tell(this, 'connection', how);
  }

  /** @param {'erased' | 'gone' | 'left'} end */
  #over(end) {
    const how = this.#erasing ? 'erased' : end;
    // What was not sent yet is given back to the visitor, unless they erased it.
    const unsent = how === 'gone' ? this.outbox.items.filter(({ state }) => state !== 'sent').map(({ text }) => text).join('\n') : '';
    this.feed?.stop();
    this.feed = undefined;
    this.log = new Log();
    this.outbox.clear();
    this.store.clear(SIZE);
    this.api.session = this.agreed = null;
    this.turn = 'guide';
    this.#history = 0;
    this.caughtUp = false;
    tell(this, 'over', { how, unsent });
  }

  #followTab() {
    const wake = () => {
      clearTimeout(this.#rest);
      if (!this.api.session) return;
      this.feed?.start();
      this.outbox.flush();
    };
    heed(window, { pageshow: wake, online: () => { wake(); this.outbox.retry(); } });
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden) return wake();
      this.#rest = setTimeout(() => this.#idle && this.feed?.stop(), REST_AFTER);
    });
  }

  /** Nothing is on its way to the visitor: the guide has answered and nobody else is there. */
  get #idle() {
    const last = this.log.messages.at(-1);
    return this.turn === 'guide' && !this.outbox.items.length && last?.author !== 'visitor';
  }
}
