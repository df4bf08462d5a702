// Wrong: a longer pause for all. The crowd comes less often, and still in step.

/** @type {import('rebootstorm/policy').Policy} */
export const policy = {
  id: 'polite-clients',
  hypotheses: ['no-backpressure'],
  decisions: (builtIn) => ({
    retryLogin: (request, reason, settings, random, nowMs) => {
      const next = builtIn.retryLogin(request, reason, settings, random, nowMs);
      return { ...next, dueAtMs: nowMs + 30_000 };
    },
  }),
};
