// Nearly good: each client draws a pause of half a minute to three minutes. In a few networks the
// crowd stays all the same.

/** @type {import('rebootstorm/policy').Policy} */
export const policy = {
  id: 'sixty-percent',
  hypotheses: [],
  decisions: (builtIn) => ({
    retryLogin: (request, reason, settings, random, nowMs) => {
      const next = builtIn.retryLogin(request, reason, settings, random, nowMs);
      return { ...next, dueAtMs: nowMs + 30_000 + random() * 150_000 };
    },
  }),
};
