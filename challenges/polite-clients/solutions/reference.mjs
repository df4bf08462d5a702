// Each client draws its own pause, so that the crowd spreads out.

/** @type {import('rebootstorm/policy').Policy} */
export const policy = {
  id: 'polite-clients',
  hypotheses: ['no-backpressure'],
  decisions: (builtIn) => ({
    retryLogin: (request, reason, settings, random, nowMs) => {
      const next = builtIn.retryLogin(request, reason, settings, random, nowMs);
      return { ...next, dueAtMs: nowMs + Math.ceil(random() * 45_000) };
    },
  }),
};
