/**
 * The one script a site puts on its pages: draws the launcher, makes the chat's frame when opened, and leaves the page.
 *
 *   <script src="https://chat.example/widget.js" async data-side="right" data-accent="#17605a"></script>
 *
 * Options: data-accent, data-side (left | right), data-label, data-opening, data-locale, data-exit.
 * The page's own script may call window.CouplesRehabGuide.open(), .close(), .on("opened" | "closed" | "unread", fn).
 * The host page never sees a word of the conversation; the frame's messages to it carry none.
 * The host's CSP needs script-src and frame-src for the chat's origin, and nothing else.
 */
(() => {
  'use strict';
  if (window.CouplesRehabGuide) return; // a second tag does no harm

  /** @type {HTMLScriptElement | null} */
  const tag = /** @type {any} */ (document.currentScript) || document.querySelector('script[src$="/widget.js"]');
  if (!tag) return;
  const options = tag.dataset;
  const home = new URL(tag.src).origin;
  const WORDS = {
    label: options.label || 'Chat with our guide',
    close: 'Close the chat',
    frame: 'Chat with our guide, a bot',
    opening: 'Opening…',
    failed: 'The chat cannot be reached right now.',
    again: 'Try again',
    unread: 'new messages: ',
    leaving: 'Loading…',
  };
  const OPEN_KEY = 'couples-rehab-guide'; // "there is a conversation in this tab"; says nothing else
  const PHONE = matchMedia('(max-width: 480px)');
  const FRAME_PATIENCE = 10000;
  let exitSite = options.exit || 'https://www.weather.gov/';

  /** @type {Record<string, Array<(detail?: number) => void>>} */
  const listeners = { opened: [], closed: [], unread: [] };
  /** @param {string} name @param {number} [detail] */
  const announce = (name, detail) => listeners[name].forEach((fn) => fn(detail));

  /**
   * Makes an element; no markup is ever parsed, so a host with Trusted Types is content.
   * @param {string} name @param {Record<string, string>} [attributes] @param {...(Node | string)} children
   * @returns {any}
   */
  const make = (name, attributes = {}, ...children) => {
    const node = document.createElement(name);
    for (const key in attributes) node.setAttribute(key, attributes[key]);
    node.append(...children);
    return node;
  };

  const host = make('div', { id: 'couples-rehab-guide' });
  const room = host.attachShadow({ mode: 'open' });
  const badge = make('span', { class: 'badge', hidden: '' });
  const label = make('span', {}, WORDS.label);
  const launcher = make('button', { class: 'launcher', type: 'button', 'aria-expanded': 'false' }, label, badge);
  const waitingText = make('p', { role: 'status' }, WORDS.opening);
  const again = make('button', { type: 'button', hidden: '' }, WORDS.again);
  const shut = make('button', { type: 'button' }, WORDS.close);
  const waiting = make('div', { class: 'waiting' }, waitingText, again, shut);
  const panel = make('dialog', { class: 'panel', 'aria-label': WORDS.frame }, waiting);
  const cover = make('dialog', { class: 'cover', 'aria-label': WORDS.leaving });
  room.append(launcher, panel, cover);

  // A constructed stylesheet: a host CSP without 'unsafe-inline' does not stop it.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    :host { all: initial; --accent: #17605a; --on: #fff; --paper: #fffdf9; --ink: #1d2733; --line: #7d8a97;
      --side: 16px; font: 16px/1.5 system-ui, sans-serif; color-scheme: light dark; }
    :host([data-side=left]) { --left: var(--side); --right: auto; }
    button { font: inherit; font-weight: 600; min-height: 44px; padding: 0 20px; border-radius: 24px; cursor: pointer;
      border: 1px solid var(--line); background: var(--paper); color: var(--ink); }
    button:focus-visible { outline: 3px solid var(--ink); outline-offset: 2px; box-shadow: 0 0 0 2px var(--paper); }
    [hidden] { display: none !important; }
    .launcher, .panel { position: fixed; z-index: 2147483000; left: var(--left, auto); right: var(--right, var(--side)); }
    .launcher { bottom: calc(16px + env(safe-area-inset-bottom)); min-height: 48px; max-width: calc(100vw - 32px);
      border-color: transparent; background: var(--accent); color: var(--on); box-shadow: 0 2px 10px rgb(0 0 0 / .22); }
    .badge { margin-left: 8px; padding: 0 7px; border-radius: 12px; background: var(--paper); color: var(--ink); font-size: 14px; }
    .panel { box-sizing: border-box; margin: 0; padding: 0; top: auto; bottom: calc(80px + env(safe-area-inset-bottom)); width: 400px;
      height: 640px; max-width: calc(100vw - 32px); max-height: calc(100dvh - 96px); border: 1px solid var(--line); border-radius: 16px; overflow: hidden;
      background: var(--paper); color: var(--ink); box-shadow: 0 8px 30px rgb(0 0 0 / .2); }
    .panel[open] { animation: rise .15s ease; }
    .panel:focus { outline: none; }
    iframe { display: block; width: 100%; height: 100%; border: 0; }
    .waiting { position: absolute; inset: 0; display: flex; flex-direction: column; gap: 16px; align-items: center; justify-content: center;
      padding: 24px; background: var(--paper); text-align: center; }
    .waiting p { margin: 0; }
    .cover { box-sizing: border-box; position: fixed; inset: 0; width: 100vw; height: 100vh; max-width: none; max-height: none; margin: 0; padding: 0;
      border: 0; background: #fff; }
    .cover::backdrop { background: #fff; }
    @keyframes rise { from { opacity: 0; transform: translateY(8px); } }
    @media (max-width: 480px) { .panel { inset: 0; bottom: auto; width: 100%; height: 100dvh; max-width: none; max-height: none; border: 0; border-radius: 0; } }
    @media (prefers-color-scheme: dark) { :host { --accent: #7fd1c4; --on: #0e1a19; --paper: #14191f; --ink: #e8edf0; --line: #6d7b88; } }
    @media (prefers-reduced-motion: reduce) { .panel[open] { animation: none; } }
    @media (forced-colors: active) { .launcher { border-color: ButtonBorder; } }
    @media print { :host { display: none; } }`);
  room.adoptedStyleSheets = [sheet];
  if (options.side === 'left') host.dataset.side = 'left';

  /** Gives the launcher the site's colour, with white or near-black words on it, whichever is easier to read. */
  const paint = () => {
    const hex = /^#?([0-9a-f]{6})$/i.exec(options.accent || '');
    if (!hex) return;
    const [r, g, b] = [0, 2, 4].map((at) => (parseInt(hex[1].slice(at, at + 2), 16) / 255) ** 2.2);
    host.style.setProperty('--accent', `#${hex[1]}`);
    host.style.setProperty('--on', 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.18 ? '#0e1a19' : '#fff');
  };

  /** @type {HTMLIFrameElement | null} */
  let frame = null;
  let ready = false;
  let patience = 0;

  /** Says something to the frame, and to nobody else. @param {string} say @param {object} [more] */
  const tell = (say, more) => frame?.contentWindow?.postMessage({ guide: 1, say, ...more }, home);

  /** Makes the chat's frame, once. */
  const build = () => {
    if (frame) return;
    const query = new URLSearchParams({ embed: '1', locale: options.locale || document.documentElement.lang || 'en' });
    if (options.accent) query.set('accent', options.accent);
    frame = make('iframe', { src: `${home}/chat?${query}`, title: WORDS.frame, referrerpolicy: 'no-referrer' });
    waiting.hidden = again.hidden = ready = false;
    again.hidden = true;
    waitingText.textContent = WORDS.opening;
    panel.append(frame);
    patience = setTimeout(() => {
      waitingText.textContent = WORDS.failed;
      again.hidden = false;
    }, FRAME_PATIENCE);
  };

  /** Takes the frame away and makes it anew. */
  const rebuild = () => {
    frame?.remove();
    frame = null;
    build();
  };

  /** Shows the panel: over all on a phone, beside the page elsewhere. */
  const show = () => (PHONE.matches ? panel.showModal() : panel.show());

  /** On a phone the panel is as high as what the on-screen keyboard leaves. */
  const fit = () => {
    const view = window.visualViewport;
    const tight = PHONE.matches && panel.open && view;
    panel.style.height = tight ? `${view.height}px` : '';
    panel.style.top = tight ? `${view.offsetTop}px` : '';
  };

  const open = () => {
    build();
    if (panel.open) return;
    show();
    fit();
    launcher.setAttribute('aria-expanded', 'true');
    label.textContent = WORDS.close;
    count(0);
    if (ready) {
      frame?.focus();
      tell('opened');
    } else shut.focus();
    announce('opened');
  };

  const close = () => {
    if (!panel.open) return;
    panel.close();
    launcher.setAttribute('aria-expanded', 'false');
    label.textContent = WORDS.label;
    // So that the same link to #chat opens it again.
    if (location.hash === '#chat') history.replaceState(history.state, '', location.pathname + location.search);
    launcher.focus();
    tell('closed');
    announce('closed');
  };

  /** Shows how many messages came while closed. @param {number} n */
  const count = (n) => {
    badge.hidden = !n;
    badge.replaceChildren(make('span', { 'aria-label': WORDS.unread + n, role: 'img' }, String(n)));
    announce('unread', n);
  };

  /** Notes for the site's next page in this tab whether there is a conversation. @param {boolean} there */
  const remember = (there) => {
    try {
      if (there) sessionStorage.setItem(OPEN_KEY, '1');
      else sessionStorage.removeItem(OPEN_KEY);
    } catch { /* storage is switched off: the next page simply begins closed */ }
  };

  /** Covers everything at once, has the frame forget, and goes. @param {boolean} [forgotten] the frame has done so */
  const leave = (forgotten) => {
    if (!cover.open) cover.showModal();
    document.title = WORDS.leaving;
    remember(false);
    const go = () => location.replace(exitSite);
    if (forgotten || !ready) return go();
    tell('forget');
    setTimeout(go, 150); // the frame's answer comes sooner
  };

  /** What the frame may ask for. @type {Record<string, (data: any) => void>} */
  const asked = {
    ready: () => {
      clearTimeout(patience);
      ready = true;
      waiting.hidden = true;
      tell('hello', { opening: options.opening, page: location.origin + location.pathname, open: panel.open });
      if (panel.open) frame?.focus();
    },
    close,
    exit: () => leave(true),
    site: ({ exit }) => {
      if (!options.exit && /^https:\/\//.test(exit)) exitSite = exit;
    },
    unread: ({ n }) => count(panel.open ? 0 : Number(n) || 0),
    conversation: ({ there }) => remember(Boolean(there)),
  };

  window.addEventListener('message', ({ origin, source, data }) => {
    if (origin !== home || !frame || source !== frame.contentWindow || data?.guide !== 1) return;
    if (Object.hasOwn(asked, data.say)) asked[data.say](data);
  });

  /** Shift by itself, three times within five seconds. @type {number[]} */
  let presses = [];
  let alone = false;
  window.addEventListener('keydown', (event) => { alone = event.key === 'Shift' && (alone || !event.repeat); }, true);
  window.addEventListener('keyup', (event) => {
    if (event.key !== 'Shift' || !alone) return void (presses = []);
    presses = [...presses, event.timeStamp].filter((at) => event.timeStamp - at < 5000);
    if (presses.length >= 3) leave();
  }, true);

  launcher.addEventListener('click', () => (panel.open ? close() : open()));
  shut.addEventListener('click', close);
  again.addEventListener('click', rebuild);
  panel.addEventListener('cancel', (/** @type {Event} */ event) => { event.preventDefault(); close(); });
  cover.addEventListener('cancel', (/** @type {Event} */ event) => event.preventDefault());
  host.addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => event.key === 'Escape' && close());
  PHONE.addEventListener('change', () => { if (panel.open) { panel.close(); show(); } fit(); });
  window.visualViewport?.addEventListener('resize', fit);
  window.visualViewport?.addEventListener('scroll', fit);
  const follow = () => location.hash === '#chat' && open();
  window.addEventListener('hashchange', follow);

  window.CouplesRehabGuide = {
    open,
    close,
    on(name, fn) {
      listeners[name]?.push(fn);
      return () => { listeners[name] = listeners[name]?.filter((other) => other !== fn); };
    },
  };

  const begin = () => {
    paint();
    document.body.append(host);
    try {
      if (sessionStorage.getItem(OPEN_KEY)) build(); // hidden, for the count of new messages
    } catch { /* as above */ }
    follow();
  };
  if (document.body) begin();
  else document.addEventListener('DOMContentLoaded', begin);
})();
