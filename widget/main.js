/** The shell: the notice, the composer, the way out and the menu. What shows a conversation (talk.js) is fetched beside the notice. */
import { Api } from './api.js';
import { Bridge } from './bridge.js';
import { Composer } from './composer.js';
import { Conversation } from './conversation.js';
import { find, heed, make, style, tell } from './dom.js';
import { Exit } from './exit.js';
import { followKeyboard, resizeText } from './look.js';
import { persist } from './retry.js';
import { readSite } from './site.js';
import { showOver, showStart, showUnreachable } from './start.js';
import { Store } from './store.js';
import { language, say, speak } from './words.js';

const options = new URLSearchParams(location.search);

export class App {
  api = new Api();
  store = new Store();
  bridge = new Bridge();
  exit = new Exit(this.store, this.bridge);
  composer = new Composer(this.store);
  conversation = new Conversation(this.api, this.store);
  /** @type {import('./site.js').Site | undefined} */
  site;
  /** @type {Promise<import('./talk.js').Talk> | undefined} */
  #talk;
  #noticed = false; // whether the notice is on the screen: nothing begins without

  constructor() {
    resizeText(this.store.read('size', 0));
    heed(this.conversation, {
      begun: () => this.#begun(),
      over: (detail) => this.#over(detail),
    });
    heed(this.bridge, {
      hello: () => this.#hello(),
      opened: () => this.#focus(),
    });
    heed(document, {
      'guide:start': () => this.#begin(),
      'guide:say': ({ detail }) => this.#say(detail),
      'guide:again': () => {
        this.conversation.leave();
        this.start();
      },
      keydown: ({ key }) => key === 'Escape' && this.bridge.say('close'),
    });
    heed(find('close'), { click: () => this.bridge.say('close') });
    heed(find('menu'), { click: () => this.#menu('toggleMenu') });
    heed(find('person'), { click: () => this.#menu('askForPerson') });
  }

  async start() {
    this.#room('start');
    find('start').replaceChildren(make('p', { role: 'status' }, say('loading')));
    if (this.conversation.begun) this.conversation.resume();
    this.site = await this.#loadSite();
    if (this.site.exit) this.exit.site = this.site.exit;
    this.#hello();
    this.talk();
  }

  /** What shows the conversation, fetched once. */
  talk() {
    this.#talk ??= persist(() => withStyle(import('./talk.js')), () => true).then(({ Talk }) => new Talk(this));
    return this.#talk;
  }

  /** Asks what the site is until it says; the visitor can hurry it. */
  #loadSite() {
    return persist(async () => readSite(await this.api.site()), (_, hurry) => {
      if (!this.conversation.begun) showUnreachable(find('start'));
      document.addEventListener('guide:hurry', hurry, { once: true });
      return true;
    });
  }

  /** The host page has spoken, or the site is known: what depends on both. */
  #hello() {
    if (!this.site) return;
    this.bridge.say('site', { exit: this.site.exit });
    this.bridge.say('conversation', { there: this.conversation.begun });
    if (this.conversation.begun) return;
    showStart(find('start'), this.site, this.bridge.opening);
    this.#noticed = true;
    this.#focus();
  }

  /** Shows one of the two: what stands before a conversation and after it, or the conversation. @param {'start' | 'said'} what */
  #room(what) {
    for (const id of ['start', 'said']) find(id).hidden = id !== what;
  }

  #begin() {
    if (!this.site || !this.#noticed || this.conversation.begun) return;
    this.#noticed = false;
    this.conversation.begin({ notice: this.site.notice.id, page: this.bridge.page, locale: language });
    this.composer.focus();
  }

  #begun() {
    this.#room('said');
    this.bridge.say('conversation', { there: true });
    this.talk();
    import('./menu.js').catch(() => {}); // at hand before the network fails
  }

  /** @param {string} text */
  #say(text) {
    this.#begin();
    if (this.conversation.begun) return this.conversation.say(text);
    this.composer.fill(text); // the notice comes first; nothing is lost
    if (this.site) this.start();
  }

  /** @param {'toggleMenu' | 'askForPerson'} page */
  #menu(page) {
    withStyle(import('./menu.js')).then((menu) => menu[page](this), () => {
      find('status').textContent = say('failed');
      find('status').hidden = false;
    });
  }

  /** @param {{detail: {how: 'erased' | 'gone' | 'left', unsent: string}}} event */
  #over({ detail }) {
    tell(document, 'guide:over');
    this.composer.enable(true);
    this.composer.fill(detail.unsent);
    this.#room('start');
    this.bridge.say('conversation', { there: false });
    if (detail.how !== 'left') showOver(find('start'), detail.how);
  }

  /** Where a visitor who opens the panel begins. */
  #focus() {
    if (!this.bridge.embedded || !this.bridge.open) return;
    if (this.conversation.begun) this.composer.focus();
    else find('start').querySelector('h2')?.focus();
  }
}

/** What is fetched later needs its looks too. @template T @param {Promise<T>} module */
const withStyle = async (module) => (await Promise.all([module, style('talk.css')]))[0];

/** Puts the words into chat.html. */
function label() {
  for (const node of document.querySelectorAll('[data-say]')) node.textContent = say(/** @type {any} */ (node).dataset.say);
  for (const node of document.querySelectorAll('[data-label]')) node.setAttribute('aria-label', say(/** @type {any} */ (node).dataset.label));
  document.documentElement.lang = language;
}

const accent = options.get('accent');
if (accent) import('./colour.js').then(({ paint }) => paint(accent), () => {}); // else ours
followKeyboard();
await speak(options.get('locale') ?? navigator.language);
label();
document.documentElement.classList.toggle('embedded', options.has('embed'));
new App().start();
