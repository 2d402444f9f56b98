/** What the gateway says of itself before anything is stored (GET /api/site). */

/**
 * @typedef {object} Site
 * @property {string} name
 * @property {string} opening
 * @property {{id: string, text: string}} notice
 * @property {string} kept what is kept and for how long, in words
 * @property {string | null} policy address of the site's policy
 * @property {string | null} exit where "Leave this page" goes
 * @property {any[]} emergency contact cards
 */

/** @param {any} raw @returns {Site} */
export function readSite(raw) {
  return {
    name: raw.name,
    opening: raw.opening_line,
    notice: raw.notice,
    kept: raw.kept.text,
    policy: web(raw.policy_url),
    exit: web(raw.exit_url),
    emergency: raw.emergency_contacts ?? [],
  };
}

/** @param {any} address @returns {string | null} an https address, or nothing */
const web = (address) => (typeof address === 'string' && address.startsWith('https://') ? address : null);
