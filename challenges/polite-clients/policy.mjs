// The challenge polite-clients: when does a client ask again? README.md has the task.

/** @type {import('rebootstorm/policy').Policy} */
export const policy = {
  id: 'polite-clients',
  hypotheses: ['no-backpressure'],
  decisions: (builtIn) => ({
    /**
     * The client's next request. `request.attempt` counts its attempts, from 1 on. Chance is
     * an argument: `random()` is a number from 0 to 1.
     */
    retryLogin: (request, reason, settings, random, nowMs) => {
      const next = builtIn.retryLogin(request, reason, settings, random, nowMs);
      const pauseMs = 3_000;
      return { ...next, dueAtMs: nowMs + pauseMs };
    },
  }),
};
