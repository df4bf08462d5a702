// Wrong: a shorter pause. It heals soonest, by asking most.

/** @type {import('rebootstorm/policy').Policy} */
export const policy = {
  id: 'polite-clients',
  hypotheses: ['no-backpressure'],
  decisions: (builtIn) => ({
    retryLogin: (request, reason, settings, random, nowMs) => {
      const next = builtIn.retryLogin(request, reason, settings, random, nowMs);
      return { ...next, dueAtMs: nowMs + 1_000 };
    },
  }),
};
