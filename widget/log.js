/** The conversation as the gateway's log tells it: ordered by number, nothing twice. */

/**
 * @typedef {object} Entry one event of the log (visitor-api.md)
 * @property {number} seq
 * @property {string} at
 * @property {'guide' | 'representative' | 'visitor' | 'notice'} [author] on messages
 * @property {string} [state] on state events
 * @property {string} [id] on the visitor's own
 * @property {string} [code] on notices
 * @property {string} [name] of the representative who wrote it
 * @property {string} [text]
 * @property {{id: string, label: string}[]} [choices]
 * @property {any[]} [cards]
 * @property {number | null} [in_reply_to]
 * @property {boolean} [final]
 * @property {string | null} [topic]
 * @property {{kind: string, level: string} | null} [danger]
 * @property {number | null} [position]
 * @property {number | null} [expected_wait_s]
 * @property {{name: string} | null} [representative]
 */

const VIOLENCE = ['partner_violence', 'sexual_assault', 'child_danger', 'harm_others'];

/** Whether a message answers one in which violence was seen, or signs of it. @param {Entry} entry */
export const isOfViolence = ({ danger }) => VIOLENCE.includes(danger?.kind ?? '');

export class Log {
  /** @type {Map<number, Entry>} */
  #entries = new Map();

  /** @param {Entry} entry @returns {boolean} whether it is new */
  add(entry) {
    if (this.#entries.has(entry.seq)) return false;
    this.#entries.set(entry.seq, entry);
    return true;
  }

  /** @returns {Entry[]} all, in order */
  get entries() {
    return [...this.#entries.values()].sort((a, b) => a.seq - b.seq);
  }

  get messages() {
    return this.entries.filter((entry) => entry.author);
  }

  /** Quick replies that the visitor has not answered yet. */
  get openChoices() {
    const messages = this.messages;
    const from = messages.findLastIndex(({ choices }) => choices?.length);
    const answered = messages.slice(from + 1).some(({ author }) => author !== 'notice');
    return from < 0 || answered ? [] : messages[from].choices ?? [];
  }
}
