/**
 * The feed of a conversation's events: one fetched stream, reconnected for as long as it takes, and long-polling
 * where something on the way holds the stream back. Tells `event` {type, data}, `connection` (live | lost), `gone`.
 */
import { SseParser } from './sse.js';
import { backoff, pause } from './retry.js';
import { tell } from './dom.js';

const SILENCE = 40000; // a heartbeat is due every 15 s
const FIRST_BYTE = 20000;
const OVERDUE = 3000; // an event known to exist should be here by then
const POLL_FOR = 300000; // then the stream is given another chance

export class Feed extends EventTarget {
  #cursor = 0;
  #awaited = 0;
  #running = false;
  #tries = 0;
  #pollUntil = 0;
  #heard = 0;
  #attempt = new AbortController();
  #overdue = 0;

  /** @param {import('./api.js').Api} api */
  constructor(api) {
    super();
    this.api = api;
  }

  /** Begins, or goes on after the last event seen. */
  start() {
    if (this.#running) return this.wake();
    this.#running = true;
    this.#run();
  }

  /** Rests; start() goes on from there. */
  stop() {
    this.#running = false;
    clearTimeout(this.#overdue);
    this.#attempt.abort();
  }

  /** An event of this number is known to be in the log. @param {number} seq */
  expect(seq) {
    this.#awaited = Math.max(this.#awaited, seq);
    clearTimeout(this.#overdue);
    if (this.#cursor >= this.#awaited || this.#polling) return;
    this.#overdue = setTimeout(() => this.#holdBack(), OVERDUE);
  }

  /** The network or the tab is back: does not wait out a pause or a connection that may be dead. */
  wake() {
    if (this.#running && (this.#tries || Date.now() - this.#heard > FIRST_BYTE)) this.#attempt.abort();
  }

  get #polling() {
    return Date.now() < this.#pollUntil;
  }

  /** Something keeps the stream from us: asks in small questions instead. */
  #holdBack() {
    if (this.#cursor >= this.#awaited) return;
    this.#pollUntil = Date.now() + POLL_FOR;
    this.#attempt.abort();
  }

  async #run() {
    while (this.#running) {
      this.#attempt = new AbortController();
      const { signal } = this.#attempt;
      try {
        await (this.#polling ? this.#poll(signal) : this.#read(signal));
        if (this.#running && !this.#polling) await pause(200 + Math.random() * 800, signal);
      } catch (problem) {
        await this.#afterFailure(problem, signal);
      }
    }
  }

  /** @param {any} problem @param {AbortSignal} signal */
  async #afterFailure(problem, signal) {
    if (!this.#running) return;
    if (problem.status === 404) {
      this.stop();
      return tell(this, 'gone');
    }
    if (signal.aborted) return; // by ourselves, to begin anew
    tell(this, 'connection', 'lost');
    await pause(backoff(this.#tries++), signal);
  }

  /** @param {AbortSignal} signal */
  async #poll(signal) {
    const { events } = await this.api.poll(this.#cursor, signal);
    this.#alive();
    for (const event of events) this.#take(kindOf(event), event);
  }

  /** Reads the stream until it ends. @param {AbortSignal} signal */
  async #read(signal) {
    this.expect(this.#awaited || 1);
    const watch = new Watch(() => this.#attempt.abort());
    watch.within(FIRST_BYTE, () => this.#startPolling());
    try {
      const answer = await this.api.stream(this.#cursor, signal);
      this.#alive();
      const reader = /** @type {ReadableStream} */ (answer.body).pipeThrough(new TextDecoderStream()).getReader();
      const parser = new SseParser();
      for (;;) {
        const { value, done } = await reader.read();
        if (done) return;
        watch.within(SILENCE);
        this.#alive();
        for (const event of parser.push(value)) this.#take(event.type, JSON.parse(event.data || 'null'));
      }
    } finally {
      watch.end();
    }
  }

  #startPolling() {
    this.#pollUntil = Date.now() + POLL_FOR;
    this.#attempt.abort();
  }

  #alive() {
    this.#heard = Date.now();
    this.#tries = 0;
    tell(this, 'connection', 'live');
  }

  /** @param {string} type @param {any} data */
  #take(type, data) {
    if (type === 'heartbeat' || !this.#running) return;
    if (type === 'erased') this.stop();
    if (data?.seq) this.#cursor = Math.max(this.#cursor, data.seq);
    tell(this, 'event', { type, data });
  }
}

/** Runs something when time is up, unless told again before. */
class Watch {
  #timer = 0;

  /** @param {() => void} bark */
  constructor(bark) {
    this.bark = bark;
  }

  /** @param {number} ms @param {() => void} [bark] */
  within(ms, bark = this.bark) {
    this.end();
    this.#timer = setTimeout(bark, ms);
  }

  end() {
    clearTimeout(this.#timer);
  }
}

/** What a polled event is: it says so, or its fields do. @param {any} event */
function kindOf(event) {
  return event.event ?? (event.author ? 'message' : 'state');
}
