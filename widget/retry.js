/** How long to wait before trying again, and waiting that can be cut short. */

/** Doubles from 1 to 30 seconds, with jitter so that many browsers do not come back at once. @param {number} tries */
export function backoff(tries) {
  return Math.min(30000, 1000 * 2 ** Math.min(tries, 5)) * (0.5 + Math.random() / 2);
}

/** @param {number} ms @param {AbortSignal} [signal] ends the wait early @returns {Promise<void>} */
export function pause(ms, signal) {
  return new Promise((done) => {
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      done();
    });
  });
}

/**
 * Tries until it works.
 * @template T
 * @param {() => Promise<T>} act
 * @param {(problem: any, hurry: () => void) => boolean} worthwhile is told of each failure, and may end the wait
 * @returns {Promise<T>}
 */
export async function persist(act, worthwhile) {
  for (let tries = 0; ; tries++) {
    try {
      return await act();
    } catch (problem) {
      const wait = new AbortController();
      const hurry = () => wait.abort();
      if (!worthwhile(problem, hurry)) throw problem;
      window.addEventListener('online', hurry, { once: true });
      await pause(backoff(tries), wait.signal);
    }
  }
}
