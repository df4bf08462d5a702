// The challenge sixty-percent: three supernodes in five are gone. README.md has the task.

/** @type {import('rebootstorm/policy').Policy} */
export const policy = {
  id: 'sixty-percent',
  hypotheses: [],
  decisions: (builtIn) => ({
    /** A heal step of one cell. It returns whom to promote, and when the next step is due. */
    healStep: (cell, supernodes, candidates, settings, nowMs) => {
      const plan = builtIn.healStep(cell, supernodes, candidates, settings, nowMs);
      return plan;
    },
    /** The client's next request: `dueAtMs` says when it comes. */
    retryLogin: (request, reason, settings, random, nowMs) => {
      const next = builtIn.retryLogin(request, reason, settings, random, nowMs);
      return next;
    },
  }),
};
