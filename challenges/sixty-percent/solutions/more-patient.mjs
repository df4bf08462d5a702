// Wrong: a pause of up to half an hour is an outage of its own.

/** @type {import('rebootstorm/policy').Policy} */
export const policy = {
  id: 'sixty-percent',
  hypotheses: [],
  decisions: (builtIn) => ({
    retryLogin: (request, reason, settings, random, nowMs) => {
      const next = builtIn.retryLogin(request, reason, settings, random, nowMs);
      return { ...next, dueAtMs: nowMs + 300_000 + random() * 1_500_000 };
    },
  }),
};
