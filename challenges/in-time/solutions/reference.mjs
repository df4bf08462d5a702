// The next step comes soon while one is needed.

/** @type {import('rebootstorm/policy').Policy} */
export const policy = {
  id: 'in-time',
  hypotheses: [],
  decisions: (builtIn) => ({
    healStep: (cell, supernodes, candidates, settings, nowMs) => {
      const plan = builtIn.healStep(cell, supernodes, candidates, settings, nowMs);
      return { ...plan, nextAtMs: plan.nextAtMs === null ? null : nowMs + 5_000 };
    },
  }),
};
