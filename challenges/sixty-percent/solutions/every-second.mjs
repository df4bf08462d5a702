// Wrong: it heals, and each step reads the whole cell.

/** @type {import('rebootstorm/policy').Policy} */
export const policy = {
  id: 'sixty-percent',
  hypotheses: [],
  decisions: (builtIn) => ({
    healStep: (cell, supernodes, candidates, settings, nowMs) => {
      const plan = builtIn.healStep(cell, supernodes, candidates, settings, nowMs);
      return { ...plan, nextAtMs: plan.nextAtMs === null ? null : nowMs + 1_000 };
    },
  }),
};
