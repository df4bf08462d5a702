// The next step comes soon while one is needed: slots are there before the crowd has gone.

/** @type {import('rebootstorm/policy').Policy} */
export const policy = {
  id: 'sixty-percent',
  hypotheses: [],
  decisions: (builtIn) => ({
    healStep: (cell, supernodes, candidates, settings, nowMs) => {
      const plan = builtIn.healStep(cell, supernodes, candidates, settings, nowMs);
      return { ...plan, nextAtMs: plan.nextAtMs === null ? null : nowMs + 5_000 };
    },
  }),
};
