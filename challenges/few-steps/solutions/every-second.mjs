// Wrong: it heals at once, by reading the cell fifty times.

/** @type {import('rebootstorm/policy').Policy} */
export const policy = {
  id: 'few-steps',
  hypotheses: [],
  decisions: (builtIn) => ({
    healStep: (cell, supernodes, candidates, settings, nowMs) => {
      const plan = builtIn.healStep(cell, supernodes, candidates, settings, nowMs);
      return { ...plan, nextAtMs: plan.nextAtMs === null ? null : nowMs + 1_000 };
    },
  }),
};
