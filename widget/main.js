/** Joins the parts: the calls and the conversation behind, the views in front, and DOM events between them. */
import { Api } from './api.js';
import { Bridge } from './bridge.js';
import { showChoices } from './choices.js';
import { Composer } from './composer.js';
import { Conversation } from './conversation.js';
import { find, make } from './dom.js';
import { Exit } from './exit.js';
import { Feedback } from './feedback.js';
import { followKeyboard, paint, resizeText } from './look.js';
import { Messages } from './messages.js';
import { showPending } from './pending.js';
import { backoff, pause } from './retry.js';
import { Scroll } from './scroll.js';
import { Sheet } from './sheet.js';
import { readSite } from './site.js';
import { showOver, showStart, showUnreachable } from './start.js';
import { Status } from './status.js';
import { Store } from './store.js';
import { Unread } from './unread.js';
import { say, speak } from './words.js';

const options = new URLSearchParams(location.search);

export class App {
  api = new Api();
  store = new Store();
  bridge = new Bridge();
  exit = new Exit(this.store, this.bridge);
  /** @type {import('./site.js').Site | undefined} */
  site;
  /** @type {HTMLElement | null} the visitor's newest message */
  #asked = null;
  #tipped = false;

  constructor() {
    label();
    resizeText(this.store.read('size', 0));
    this.sheet = new Sheet();
    this.composer = new Composer(this.store);
    this.scroll = new Scroll();
    this.status = new Status();
    this.messages = new Messages(find('log'));
    this.feedback = new Feedback();
    this.unread = new Unread(this.store, this.bridge);
    this.conversation = new Conversation(this.api, this.store);
    this.#follow();
    this.#obey();
  }

  async start() {
    this.#room('start');
    find('start').replaceChildren(make('p', { role: 'status' }, say('loading')));
    if (this.conversation.begun) this.conversation.resume();
    this.site = await this.#loadSite();
    if (this.site.exit) this.exit.site = this.site.exit;
    this.bridge.say('site', { exit: this.site.exit });
    if (!this.conversation.begun) this.#offer();
  }

  /** Asks what the site is until it says; the visitor can hurry it. */
  async #loadSite() {
    for (let tries = 0; ; tries++) {
      try {
        return readSite(await this.api.site());
      } catch {
        const hurry = new AbortController();
        window.addEventListener('online', () => hurry.abort(), { once: true });
        if (!this.conversation.begun) showUnreachable(find('start'), () => hurry.abort());
        await pause(backoff(tries), hurry.signal);
      }
    }
  }

  /** Shows the notice. */
  #offer() {
    showStart(find('start'), /** @type {import('./site.js').Site} */ (this.site), this.bridge.opening);
    this.#focus();
  }

  /** Shows one of the two: what stands before a conversation and after it, or the conversation. @param {'start' | 'log'} what */
  #room(what) {
    find('start').hidden = what !== 'start';
    find('said').hidden = what !== 'log';
  }

  #begin() {
    if (!this.site || this.conversation.begun) return;
    this.conversation.begin({ notice: this.site.notice.id, page: this.bridge.page, locale: options.get('locale') ?? 'en' });
  }

  /** What the conversation tells. */
  #follow() {
    const { conversation } = this;
    const on = (/** @type {string} */ type, /** @type {(detail: any) => void} */ act) => conversation.addEventListener(type, (event) => act(/** @type {CustomEvent} */ (event).detail));
    on('begun', () => {
      this.#room('log');
      this.bridge.say('conversation', { there: true });
    });
    // Until here the log is history, which is not to be read out again.
    on('caught_up', () => requestAnimationFrame(() => {
      find('log').setAttribute('aria-live', 'polite');
      this.scroll.toEnd();
    }));
    on('entry', (detail) => this.#entry(detail));
    on('typing', (author) => this.#typing(author));
    on('connection', (how) => this.status.connection(how));
    on('state', (state) => this.#state(state));
    on('over', (detail) => this.#over(detail));
    conversation.outbox.addEventListener('change', () => this.#pending());
    this.#pending();
  }

  /** What the visitor does. */
  #obey() {
    const on = (/** @type {string} */ type, /** @type {(detail: any) => void} */ act) => document.addEventListener(type, (event) => act(/** @type {CustomEvent} */ (event).detail));
    on('guide:start', () => {
      this.#begin();
      this.composer.focus();
    });
    on('guide:say', (text) => this.#say(text));
    on('guide:choose', (choice) => {
      this.conversation.outbox.add(choice.label, choice.id);
      this.composer.focus();
    });
    on('guide:retry', () => this.conversation.outbox.retry());
    on('guide:feedback', ({ seq, helpful }) => this.api.feedback(seq, helpful).catch(() => {}));
    on('guide:stop_person', () => this.api.stopPerson().catch(() => this.status.note(say('failed'))));
    on('guide:again', () => this.start());
    on('guide:forget', () => this.conversation.feed.stop());
    find('menu').addEventListener('click', () => (this.sheet.isOpen ? this.sheet.close() : this.#menu('showMenu')));
    find('person').addEventListener('click', () => this.#menu('askForPerson'));
    find('close').addEventListener('click', () => this.bridge.say('close'));
    document.addEventListener('keydown', (event) => event.key === 'Escape' && this.bridge.say('close'));
    this.bridge.addEventListener('opened', () => this.#focus());
    this.bridge.addEventListener('hello', () => {
      if (this.site && !this.conversation.begun) this.#offer();
      if (this.site) this.bridge.say('site', { exit: this.site.exit });
      this.bridge.say('conversation', { there: this.conversation.begun });
    });
  }

  /** @param {string} text */
  #say(text) {
    this.#begin();
    if (!this.conversation.begun) return this.composer.fill(text); // the site has not answered yet: nothing is lost
    this.conversation.say(text);
  }

  /** @param {'showMenu' | 'askForPerson'} page */
  #menu(page) {
    import('./menu.js').then((menu) => menu[page](this), () => this.status.note(say('failed')));
  }

  /** @param {{entry: import('./log.js').Entry, live: boolean}} detail */
  #entry({ entry, live }) {
    const node = this.messages.add(entry);
    if (entry.author === 'visitor') this.#asked = node;
    else if (entry.author !== 'notice') this.status.typing(false);
    this.feedback.offer(node, entry);
    this.#choices();
    this.unread.came(entry);
    if (entry.danger?.kind === 'partner_violence') this.#tip(node);
    if (live) this.scroll.came(this.#asked);
    else this.scroll.toEnd();
  }

  /** Points out the way out, once, at the first sign of danger at home. @param {HTMLElement} node */
  #tip(node) {
    if (this.#tipped) return;
    this.#tipped = true;
    node.append(make('p', { class: 'tip' }, say('leave_tip')));
  }

  /** @param {'guide' | 'representative'} author */
  #typing(author) {
    this.status.typing(author === 'guide' ? say('guide') : this.messages.representative || say('a_person'));
    this.scroll.came(this.#asked);
  }

  /** @param {import('./log.js').Entry} state */
  #state(state) {
    if (state.representative) this.messages.representative = state.representative.name;
    this.status.take(state);
    this.composer.enable(state.state !== 'ended');
  }

  #pending() {
    showPending(find('pending'), this.conversation.outbox.items);
    this.#choices();
    this.scroll.toEnd();
  }

  #choices() {
    const { log, outbox, turn } = this.conversation;
    showChoices(find('choices'), outbox.items.length || turn !== 'guide' ? [] : log.openChoices);
  }

  /** @param {{how: 'erased' | 'gone', unsent: string}} detail */
  #over({ how, unsent }) {
    this.sheet.close();
    this.messages.clear();
    this.status.typing(false);
    this.composer.enable(true);
    this.composer.fill(unsent);
    find('turn').hidden = true;
    find('log').setAttribute('aria-live', 'off');
    this.#choices();
    this.#room('start');
    this.bridge.say('conversation', { there: false });
    showOver(find('start'), how);
  }

  /** Where a visitor who opens the panel begins. */
  #focus() {
    if (!this.bridge.embedded || !this.bridge.open) return;
    /** @type {HTMLElement | null} */
    const heading = find('start').querySelector('h2');
    if (this.conversation.begun) this.composer.focus();
    else heading?.focus();
  }
}

/** Puts the words into chat.html. */
function label() {
  for (const node of document.querySelectorAll('[data-say]')) node.textContent = say(/** @type {any} */ (node).dataset.say);
  for (const node of document.querySelectorAll('[data-label]')) node.setAttribute('aria-label', say(/** @type {any} */ (node).dataset.label));
}

paint(options.get('accent'));
followKeyboard();
await speak(options.get('locale') ?? navigator.language);
if (options.has('embed')) document.documentElement.classList.add('embedded');
document.documentElement.lang = 'en';
new App().start();
