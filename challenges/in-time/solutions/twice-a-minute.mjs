// Wrong: twice as often is not often enough.

/** @type {import('rebootstorm/policy').Policy} */
export const policy = {
  id: 'in-time',
  hypotheses: [],
  decisions: (builtIn) => ({
    healStep: (cell, supernodes, candidates, settings, nowMs) => {
      const plan = builtIn.healStep(cell, supernodes, candidates, settings, nowMs);
      return { ...plan, nextAtMs: plan.nextAtMs === null ? null : nowMs + 30_000 };
    },
  }),
};
