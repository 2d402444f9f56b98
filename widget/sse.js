/** Reads Server-Sent Events out of a text stream that comes in pieces (the format of the HTML standard). */

/** @typedef {{type: string, data: string, id?: string}} StreamEvent */

export class SseParser {
  #rest = '';
  /** @type {{type: string, data: string[], id?: string}} */
  #event = { type: 'message', data: [] };

  /** Takes the next piece, returns the events it completes. @param {string} piece @returns {StreamEvent[]} */
  push(piece) {
    const lines = (this.#rest + piece).split('\n');
    this.#rest = /** @type {string} */ (lines.pop());
    /** @type {StreamEvent[]} */
    const events = [];
    for (const line of lines) this.#line(line.replace(/\r$/, ''), events);
    return events;
  }

  /** @param {string} line @param {StreamEvent[]} events */
  #line(line, events) {
    if (line === '') {
      if (this.#event.data.length) events.push({ ...this.#event, data: this.#event.data.join('\n') });
      this.#event = { type: 'message', data: [] };
      return;
    }
    const [, field, value] = /** @type {RegExpExecArray} */ (/^([^:]*):? ?(.*)$/.exec(line));
    if (field === 'event') this.#event.type = value;
    else if (field === 'data') this.#event.data.push(value);
    else if (field === 'id') this.#event.id = value;
  }
}
