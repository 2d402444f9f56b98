/**
 * The panel on the host page: the chat's frame, how it opens and closes, and the few wordless messages it exchanges with us.
 * Fetched by loader.js at the first opening, as a plain script so that the host needs no CORS.
 */
(() => {
  'use strict';
  const PATIENCE = 10000; // how long a frame may take before we say that the chat cannot be reached
  const WORDS = {
    frame: 'Chat with our guide, a bot',
    opening: 'Opening…',
    failed: 'The chat cannot be reached right now.',
    again: 'Try again',
    close: 'Close',
  };
  const STYLE = `
    .panel { position: fixed; z-index: 2147483000; inset: auto var(--right, 16px) calc(80px + env(safe-area-inset-bottom)) var(--left, auto);
      box-sizing: border-box; width: 400px; height: 640px; max-width: calc(100vw - 32px); max-height: calc(100dvh - 96px); margin: 0; padding: 0;
      overflow: hidden; border: 1px solid #7d8a97; border-radius: 16px; background: var(--paper); color: var(--ink);
      box-shadow: 0 8px 30px rgb(0 0 0 / .2); }
    .panel[open] { animation: rise .15s ease; }
    .panel:focus { outline: none; }
    iframe { display: block; width: 100%; height: 100%; border: 0; }
    .waiting { position: absolute; inset: 0; display: flex; flex-direction: column; gap: 16px; align-items: center; justify-content: center;
      padding: 24px; background: var(--paper); text-align: center; }
    .waiting p { margin: 0; }
    .waiting .quiet { border-color: #7d8a97; background: var(--paper); color: var(--ink); }
    @keyframes rise { from { opacity: 0; transform: translateY(8px); } }
    @media (max-width: 480px) { .panel { inset: 0 0 auto; width: 100%; height: 100dvh; max-width: none; max-height: none; border: 0; border-radius: 0; } }
    @media (prefers-reduced-motion: reduce) { .panel[open] { animation: none; } }`;

  class Panel {
    /** @type {HTMLIFrameElement | null} */
    #frame = null;
    #ready = false;
    #patience = 0;
    #phone = matchMedia('(max-width: 480px)');

    /** @param {any} kit what loader.js shares */
    constructor(kit) {
      this.kit = kit;
      const { make } = kit;
      kit.style(STYLE);
      this.text = make('p', { role: 'status' }, WORDS.opening);
      this.again = make('button', { type: 'button' }, WORDS.again);
      this.shut = make('button', { type: 'button', class: 'quiet' }, WORDS.close);
      this.waiting = make('div', { class: 'waiting' }, this.text, this.again, this.shut);
      this.dialog = make('dialog', { class: 'panel', 'aria-label': WORDS.frame }, this.waiting);
      kit.room.append(this.dialog);
      this.#listen();
    }

    isOpen() {
      return this.dialog.open;
    }

    /** Makes the chat's frame, once; it may stay hidden and count new messages. */
    build() {
      if (this.#frame) return;
      const { home, options, make } = this.kit;
      const query = new URLSearchParams({ embed: '1', locale: options.locale || document.documentElement.lang || 'en' });
      if (options.accent) query.set('accent', options.accent);
      this.#frame = make('iframe', { src: `${home}/chat?${query}`, title: WORDS.frame, referrerpolicy: 'no-referrer' });
      this.#wait(true);
      this.dialog.append(this.#frame);
    }

    open() {
      this.build();
      if (this.isOpen()) return;
      this.#show();
      this.kit.announce('opened');
      this.kit.announce('unread', 0);
      if (this.#ready) this.#frame?.focus();
      else this.shut.focus();
      this.tell('opened');
    }

    close() {
      if (!this.isOpen()) return;
      this.dialog.close();
      // So that the same link to #chat opens it again.
      if (location.hash === '#chat') history.replaceState(history.state, '', location.pathname + location.search);
      this.kit.announce('closed');
      this.kit.launcher.focus();
      this.tell('closed');
    }

    /** Says something to the frame, and to nobody else. @param {string} say @param {object} [more] @returns {boolean} whether it listens */
    tell(say, more) {
      if (this.#ready) this.#frame?.contentWindow?.postMessage({ guide: 1, say, ...more }, this.kit.home);
      return this.#ready;
    }

    /** What the frame may ask for. */
    #asked = {
      ready: () => {
        this.#wait(false);
        const { options } = this.kit;
        this.tell('hello', { opening: options.opening, page: location.origin + location.pathname, open: this.isOpen() });
        if (this.isOpen()) this.#frame?.focus();
      },
      close: () => this.close(),
      exit: () => this.kit.leave(true),
      site: (/** @type {any} */ { exit }) => {
        if (!this.kit.options.exit && /^https:\/\//.test(exit)) this.kit.exit = exit;
      },
      unread: (/** @type {any} */ { n }) => this.kit.announce('unread', this.isOpen() ? 0 : Number(n) || 0),
      conversation: (/** @type {any} */ { there }) => this.kit.remember(Boolean(there)),
    };

    #listen() {
      this.again.addEventListener('click', () => {
        this.#frame?.remove();
        this.#frame = null;
        this.build();
      });
      this.shut.addEventListener('click', () => this.close());
      this.dialog.addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        this.close();
      });
      this.dialog.addEventListener('cancel', (/** @type {Event} */ event) => {
        event.preventDefault();
        this.close();
      });
      window.addEventListener('message', ({ origin, source, data }) => {
        if (origin !== this.kit.home || !this.#frame || source !== this.#frame.contentWindow || data?.guide !== 1) return;
        if (Object.hasOwn(this.#asked, data.say)) /** @type {any} */ (this.#asked)[data.say](data);
      });
      this.#phone.addEventListener('change', () => {
        if (!this.isOpen()) return;
        this.dialog.close();
        this.#show();
      });
      window.visualViewport?.addEventListener('resize', () => this.#fit());
      window.visualViewport?.addEventListener('scroll', () => this.#fit());
    }

    /** Shows the panel: over all on a phone, beside the page elsewhere. */
    #show() {
      if (this.#phone.matches) this.dialog.showModal();
      else this.dialog.show();
      this.#fit();
    }

    /** On a phone the panel is as high as what the on-screen keyboard leaves. */
    #fit() {
      const view = this.#phone.matches && this.isOpen() ? window.visualViewport : null;
      this.dialog.style.height = view ? `${view.height}px` : '';
      this.dialog.style.top = view ? `${view.offsetTop}px` : '';
    }

    /** The time before the frame can be used. @param {boolean} on */
    #wait(on) {
      clearTimeout(this.#patience);
      this.#ready = !on;
      this.waiting.hidden = !on;
      this.again.hidden = true;
      this.text.textContent = WORDS.opening;
      if (on) this.#patience = setTimeout(() => {
        this.text.textContent = WORDS.failed;
        this.again.hidden = false;
      }, PATIENCE);
    }
  }

  document.currentScript?.dispatchEvent(new CustomEvent('panel', { detail: (/** @type {any} */ kit) => new Panel(kit) }));
})();
