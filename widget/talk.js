/** Shows a conversation: messages, what is on its way, quick replies, who writes, how the connection is. */
import { showChoices } from './choices.js';
import { find, heed, make, style } from './dom.js';
import { Feedback } from './feedback.js';
import { isOfViolence } from './log.js';
import { Messages } from './messages.js';
import { showPending } from './pending.js';
import { Scroll } from './scroll.js';
import { Status } from './status.js';
import { Unread } from './unread.js';
import { say } from './words.js';

/** @typedef {import('./log.js').Entry} Entry */

const TYPING_EVERY = 3000;
const RATED = ['representative_left', 'representative_ended'];
const person = async () => (await Promise.all([import('./person.js'), style('person.css')]))[0];

export class Talk {
  scroll = new Scroll();
  status = new Status();
  messages = new Messages(find('log'));
  feedback = new Feedback();
  /** @type {{to?: number | null, first?: HTMLElement}} the newest answer: what it answers, and its first message */
  #answer = {};
  #pendingBefore = 0;
  #tipped = false;
  #slow = false; // the visitor was told that the guide is slow: no word of its writing until it is back
  #readUpTo = 0;
  #toldTyping = 0;
  /** @type {Promise<import('./person.js').Brief> | undefined} */
  #brief;

  /** @param {import('./main.js').App} app */
  constructor({ api, store, bridge, composer, conversation }) {
    this.api = api;
    this.conversation = conversation;
    this.store = store;
    this.composer = composer;
    this.unread = new Unread(store, bridge);
    heed(conversation, {
      entry: ({ detail }) => this.#entry(detail.entry, detail.live),
      caught_up: () => this.#speakUp(),
      typing: ({ detail }) => this.#typing(detail),
      connection: ({ detail }) => this.status.connection(detail),
      state: ({ detail }) => this.#state(detail),
      over: () => this.#clear(),
    });
    heed(conversation.outbox, { change: () => this.#pending() });
    heed(document, {
      'guide:choose': ({ detail }) => {
        conversation.outbox.add(detail.label, detail.id);
        composer.focus();
      },
      'guide:retry': () => conversation.outbox.retry(),
      'guide:callback_card': ({ detail }) => person().then(({ drawCallback }) => drawCallback(detail.place, detail.card, api), () => {}),
      visibilitychange: () => this.#read(),
      'guide:feedback': ({ detail }) => api.feedback(detail.seq, detail.helpful).catch(() => {}),
      'guide:stop_person': () => api.stopPerson().catch(() => this.status.note(say('failed'))),
    });
    composer.field.addEventListener('input', () => this.#tellTyping());
    this.#catchUp();
  }

  /** Shows what came before we were here. */
  #catchUp() {
    for (const entry of this.conversation.log.entries) {
      if (entry.author) this.#entry(entry, false);
      else this.#state(entry);
    }
    this.#pending();
    if (this.conversation.caughtUp) this.#speakUp();
  }

  /** Until here the log was history, which a screen reader is not to read out again. */
  #speakUp() {
    requestAnimationFrame(() => {
      find('log').setAttribute('aria-live', 'polite');
      this.scroll.toEnd();
    });
  }

  /** @param {Entry} entry @param {boolean} live whether it was said just now */
  #entry(entry, live) {
    const node = this.messages.add(entry);
    // An answer ends it, and so does word that the guide is slow or gave up; only what was masked says nothing of it.
    if (entry.author !== 'visitor' && entry.code !== 'masked') {
      this.status.typing(false);
      this.#slow = entry.code === 'guide_slow';
    }
    if (!entry.in_reply_to || entry.in_reply_to !== this.#answer.to) this.#answer = { to: entry.in_reply_to, first: node };
    if (live) node.classList.add('fresh');
    this.feedback.offer(node, entry);
    this.#choices();
    this.unread.came(entry);
    if (RATED.includes(entry.code ?? '') && live) person().then(({ offerRating }) => offerRating(node, this.api), () => {});
    this.#read();
    if (isOfViolence(entry)) this.#tip(node);
    if (live) this.scroll.came(this.#answer.first);
    else this.scroll.toEnd();
  }

  /** At the first sign of danger at home: points out the way out, once, and keeps nothing on the device. @param {HTMLElement} node */
  #tip(node) {
    const kept = this.store.kept;
    this.store.keep(false);
    if (!this.#tipped) node.append(make('p', { class: 'tip' }, say('leave_tip')));
    if (kept) node.append(make('p', { class: 'tip' }, say('kept_no_more')));
    this.#tipped = true;
  }

  /** A person is shown that they are read and that somebody writes; the guide needs neither. */
  #read() {
    const last = this.conversation.log.messages.at(-1);
    if (this.conversation.turn !== 'live' || document.hidden || last?.author !== 'representative' || last.seq <= this.#readUpTo) return;
    this.#readUpTo = last.seq;
    this.api.call('POST', '/read', { seq: last.seq }).catch(() => {});
  }

  #tellTyping() {
    if (this.conversation.turn !== 'live' || Date.now() - this.#toldTyping < TYPING_EVERY) return;
    this.#toldTyping = Date.now();
    this.api.call('POST', '/typing').catch(() => {});
  }

  /** @param {string} state */
  #showBrief(state) {
    if (!this.#brief && state !== 'waiting' && state !== 'live') return;
    this.#brief ??= person().then(({ Brief }) => new Brief(this.api));
    this.#brief.then((brief) => brief.take(state), () => { this.#brief = undefined; });
  }

  /** @param {'guide' | 'representative'} author */
  #typing(author) {
    if (author === 'guide' && this.#slow) return;
    this.status.typing(author === 'guide' ? say('guide') : this.messages.representative || say('a_person'));
    this.scroll.came(this.#answer.first);
  }

  /** @param {Entry} state */
  #state(state) {
    if (state.representative) this.messages.representative = state.representative.name;
    this.status.take(state);
    this.composer.enable(state.state !== 'ended');
    this.#showBrief(this.conversation.turn);
    this.#choices();
  }

  #pending() {
    const { items } = this.conversation.outbox;
    showPending(find('pending'), items);
    this.#choices();
    if (items.length > this.#pendingBefore) this.scroll.toEnd();
    this.#pendingBefore = items.length;
  }

  #choices() {
    const { log, outbox, turn } = this.conversation;
    showChoices(find('choices'), outbox.items.length || turn !== 'guide' ? [] : log.openChoices);
  }

  #clear() {
    find('log').setAttribute('aria-live', 'off');
    this.messages.clear();
    this.status.clear();
    this.unread.clear();
    this.#showBrief('guide');
    this.#readUpTo = 0;
    this.#answer = {};
    this.#slow = this.#tipped = false;
    this.#pending();
  }
}
