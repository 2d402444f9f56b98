/**
 * The one script a site puts on its pages: draws the launcher, fetches the panel when opened, and leaves the page.
 * Its options, its calls and what the host's CSP needs: README.md in this folder.
 */
(() => {
  'use strict';
  if (window.CouplesRehabGuide) return; // a second tag does no harm

  /** @type {any} */
  const tag = document.currentScript || document.querySelector('script[src$="/widget.js"]');
  const options = tag.dataset;
  const home = new URL(tag.src).origin;
  const LABEL = options.label || 'Chat with our guide';
  const CLOSE = 'Close the chat';
  const FAILED = 'The chat cannot be reached. Try again';
  const LEAVING = 'Loading…';
  const OPEN_KEY = 'couples-rehab-guide'; // in the tab: "there is a conversation"; says nothing else

  /** Makes an element. @param {string} name @param {any} [attributes] @param {...any} children @returns {any} */
  const make = (name, attributes = {}, ...children) => {
    const node = document.createElement(name);
    for (const key in attributes) node.setAttribute(key, attributes[key]);
    node.append(...children);
    return node;
  };
  /** Adds a constructed sheet, which a host's CSP does not stop. @param {string} css */
  const style = (css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    room.adoptedStyleSheets.push(sheet);
  };

  const host = make('div', { id: 'couples-rehab-guide' });
  const room = host.attachShadow({ mode: 'open' });
  const label = make('span', {}, LABEL);
  const badge = make('b', { hidden: '' });
  const launcher = make('button', { class: 'launcher', type: 'button', 'aria-expanded': 'false' }, label, badge);
  const cover = make('dialog', { class: 'cover', 'aria-label': LEAVING });
  room.append(launcher, cover);
  style(`:host { all: initial; --accent: #17605a; --on: #fff; --paper: #fffdf9; --ink: #1d2733;
    font: 16px/1.5 system-ui, sans-serif; color-scheme: light dark; }
  @media (prefers-color-scheme: dark) { :host { --accent: #7fd1c4; --on: #0e1a19; --paper: #14191f; --ink: #e8edf0; } }
  [hidden] { display: none !important; }
  button { font: inherit; font-weight: 600; min-height: 48px; padding: 0 20px; border: 1px solid transparent; border-radius: 24px;
    background: var(--accent); color: var(--on); cursor: pointer; }
  button:focus-visible { outline: 3px solid var(--ink); outline-offset: 2px; box-shadow: 0 0 0 2px var(--paper); }
  .launcher { position: fixed; z-index: 2147483000; bottom: calc(16px + env(safe-area-inset-bottom)); left: var(--left, auto); right: var(--right, 16px);
    max-width: calc(100vw - 32px); box-shadow: 0 2px 10px rgb(0 0 0 / .22); }
  b { margin-left: 8px; padding: 0 8px; border-radius: 24px; background: var(--paper); color: var(--ink); }
  .cover { box-sizing: border-box; width: 100vw; height: 100vh; max-width: none; max-height: none; border: 0; background: #fff; }
  @media print { :host { display: none; } }`);

  /** The site's side and colour, with the words on it in white or near-black, whichever is easier to read. */
  const paint = () => {
    if (options.side === 'left') host.style.cssText = '--left: 16px; --right: auto';
    const hex = /^#?([0-9a-f]{6})$/i.exec(options.accent);
    if (!hex) return;
    const [r, g, b] = [0, 2, 4].map((at) => (parseInt(hex[1].slice(at, at + 2), 16) / 255) ** 2.2);
    host.style.setProperty('--accent', '#' + hex[1]);
    host.style.setProperty('--on', 0.21 * r + 0.72 * g + 0.07 * b > 0.18 ? '#0e1a19' : '#fff');
  };

  /** @type {Record<string, Array<(detail?: number) => void>>} */
  const listeners = { opened: [], closed: [], unread: [] };
  /** Tells the host page; never a word of what was said. @param {string} name @param {number} [detail] */
  const announce = (name, detail) => {
    const open = name === 'opened';
    if (name === 'unread') {
      badge.hidden = !detail;
      badge.textContent = detail;
    } else {
      launcher.setAttribute('aria-expanded', open);
      label.textContent = open ? CLOSE : LABEL;
    }
    listeners[name].forEach((fn) => fn(detail));
  };

  /** Reads or writes the tab's note. @param {boolean} [there] */
  const remember = (there) => {
    try {
      if (there) sessionStorage.setItem(OPEN_KEY, '1');
      if (there === false) sessionStorage.removeItem(OPEN_KEY);
      return sessionStorage.getItem(OPEN_KEY);
    } catch { /* no storage: the next page begins closed */ }
  };

  /** @type {any} */
  let panel, coming;
  /** Fetches panel.js, once; a failure can be tried again. */
  const need = () => (coming ??= new Promise((resolve, reject) => {
    const script = make('script', { src: home + '/widget/panel.js' });
    script.nonce = tag.nonce;
    script.addEventListener('panel', (/** @type {any} */ { detail }) => resolve(panel = detail(kit)));
    script.onerror = reject;
    document.head.append(script);
  }));

  const open = () => need().then(() => panel.open(), () => {
    coming = undefined;
    label.textContent = FAILED;
  });
  const close = () => panel?.close();

  /** Covers everything at once, has the frame forget, and goes. @param {boolean} [forgotten] the frame has done so */
  const leave = (forgotten) => {
    if (!cover.open) cover.showModal();
    document.title = LEAVING;
    remember(false);
    const wait = !forgotten && panel?.tell('forget') ? 150 : 0; // milliseconds for the frame
    setTimeout(() => location.replace(kit.exit), wait);
  };
  const kit = { home, options, room, launcher, make, style, announce, remember, leave, exit: options.exit || 'https://www.weather.gov/' };

  /** Shift by itself, three times within five seconds. @type {number[]} */
  let presses = [];
  let alone = false;
  addEventListener('keydown', ({ key }) => { alone = key === 'Shift'; }, true);
  addEventListener('keyup', ({ key, timeStamp }) => {
    presses = key === 'Shift' && alone ? [...presses, timeStamp].filter((at) => timeStamp - at < 5000) : [];
    if (presses.length > 2) leave();
  }, true);

  launcher.addEventListener('click', () => (panel?.isOpen() ? close() : open()));
  cover.addEventListener('cancel', (/** @type {any} */ event) => event.preventDefault());

  window.CouplesRehabGuide = {
    open,
    close,
    on(name, fn) {
      listeners[name].push(fn);
      return () => { listeners[name] = listeners[name].filter((other) => other !== fn); };
    },
  };

  const follow = () => { if (location.hash === '#chat') open(); };
  const begin = () => {
    paint();
    document.body.append(host);
    addEventListener('hashchange', follow);
    if (remember()) need().then(() => panel.build(), () => {}); // hidden, to count new messages
    follow();
  };
  if (document.body) begin();
  else addEventListener('DOMContentLoaded', begin);
})();
