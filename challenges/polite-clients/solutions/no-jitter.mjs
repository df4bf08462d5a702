// Wrong: the pause doubles, but all clients double it alike.

/** @type {import('rebootstorm/policy').Policy} */
export const policy = {
  id: 'polite-clients',
  hypotheses: ['no-backpressure'],
  decisions: (builtIn) => ({
    retryLogin: (request, reason, settings, random, nowMs) => {
      const next = builtIn.retryLogin(request, reason, settings, random, nowMs);
      return { ...next, dueAtMs: nowMs + Math.min(60_000, 1_000 * 2 ** request.attempt) };
    },
  }),
};
