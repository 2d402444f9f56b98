/** The calls of the visitor API (version 1). Every failure is a Problem; status 0 means that no answer came. */

const PATIENCE = 15000;

export class Problem extends Error {
  /** @param {number} status @param {string} type @param {number} [retryAfter] seconds @param {string} [detail] what to do, in words */
  constructor(status, type, retryAfter = 0, detail = '') {
    super(`${status} ${type}`);
    this.detail = detail;
    this.status = status;
    this.type = type;
    this.retryAfter = retryAfter;
  }

  /** Whether the same call may work later. */
  get passing() {
    return this.status === 0 || this.status === 429 || (this.status >= 500 && this.status !== 501);
  }
}

export class Api {
  /** @type {{conversation: string, token: string} | null} the open conversation */
  session = null;

  site() {
    return this.#call('GET', '/api/site');
  }

  /** @param {object} wish `{id, notice, page?, locale?}` @returns {Promise<{conversation: string, token: string}>} */
  create(wish) {
    return this.#call('POST', '/api/conversations', wish);
  }

  /** @returns {Promise<{state: string, last_seq: number}>} */
  snapshot() {
    return this.#call('GET', this.#path(''));
  }

  /** @param {{id: string, text: string, choice?: string}} message @returns {Promise<{seq: number}>} */
  send({ id, text, choice }) {
    return this.#call('POST', this.#path('/messages'), choice ? { id, choice } : { id, text });
  }

  /** Long-poll. @param {number} after @param {AbortSignal} signal @returns {Promise<{events: object[], after: number}>} */
  poll(after, signal) {
    return this.#call('GET', this.#path(`/events?after=${after}&wait=25`), undefined, signal, 40000);
  }

  /** Opens the stream. @param {number} after @param {AbortSignal} signal */
  stream(after, signal) {
    /** @type {Record<string, string>} */
    const headers = { Accept: 'text/event-stream' };
    if (after) headers['Last-Event-ID'] = String(after);
    return this.#fetch('GET', this.#path('/events'), undefined, headers, signal);
  }

  askForPerson() {
    return this.#call('POST', this.#path('/handoff'));
  }

  stopPerson() {
    return this.#call('DELETE', this.#path('/handoff'));
  }

  /** What is asked seldom, by those who need it. @param {string} method @param {string} rest @param {object} [body] */
  call(method, rest, body) {
    return this.#call(method, this.#path(rest), body);
  }

  /** @param {number} seq @param {boolean} helpful */
  feedback(seq, helpful) {
    return this.#call('POST', this.#path('/feedback'), { seq, helpful });
  }

  /** @returns {Promise<string>} */
  transcript() {
    return this.#call('GET', this.#path('/transcript'));
  }

  erase() {
    return this.#call('DELETE', this.#path(''));
  }

  /** @param {string} rest */
  #path(rest) {
    return `/api/conversations/${this.session?.conversation}${rest}`;
  }

  /**
   * Calls and reads the whole answer, within a time.
   * @param {string} method @param {string} path @param {object} [body] @param {AbortSignal} [signal] @param {number} [patience]
   * @returns {Promise<any>}
   */
  async #call(method, path, body, signal, patience = PATIENCE) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), patience);
    signal?.addEventListener('abort', () => stop.abort());
    try {
      const answer = await this.#fetch(method, path, body, {}, stop.signal);
      if (answer.status === 204) return null;
      return await (answer.headers.get('Content-Type')?.includes('json') ? answer.json() : answer.text());
    } catch (problem) {
      throw problem instanceof Problem ? problem : new Problem(0, 'unreachable');
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * @param {string} method @param {string} path @param {object | undefined} body
   * @param {Record<string, string>} headers @param {AbortSignal} signal
   */
  async #fetch(method, path, body, headers, signal) {
    if (this.session) headers.Authorization = `Bearer ${this.session.token}`;
    if (body) headers['Content-Type'] = 'application/json';
    const answer = await fetch(path, { method, headers, signal, body: body && JSON.stringify(body), cache: 'no-store', credentials: 'omit' })
      .catch(() => { throw new Problem(0, 'unreachable'); });
    if (!answer.ok) throw await this.#problem(answer);
    return answer;
  }

  /** @param {Response} answer */
  async #problem(answer) {
    const { type, detail } = await answer.json().catch(() => ({}));
    return new Problem(answer.status, type || 'unknown', Number(answer.headers.get('Retry-After')), detail);
  }
}
