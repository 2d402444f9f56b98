/** What the gateway says of itself before anything is stored (GET /api/site), with what it leaves out filled in. */

/**
 * @typedef {object} Site
 * @property {string} name
 * @property {string} [opening]
 * @property {{id: string, text: string}} notice
 * @property {string} [kept] in words
 * @property {number} [keepDays]
 * @property {string | null} policy
 * @property {string | null} exit
 * @property {any[]} emergency contact cards
 */

/** @param {any} raw @returns {Site} */
export function readSite(raw) {
  const kept = raw.kept ?? {};
  return {
    name: raw.name ?? '',
    opening: raw.opening,
    notice: raw.notice,
    kept: typeof kept === 'string' ? kept : kept.text ?? kept.what,
    keepDays: kept.days ?? raw.keep_days,
    policy: web(raw.policy),
    exit: web(raw.exit),
    emergency: raw.emergency ?? [],
  };
}

/** @param {any} address @returns {string | null} an https address, or nothing */
const web = (address) => (typeof address === 'string' && address.startsWith('https://') ? address : null);
