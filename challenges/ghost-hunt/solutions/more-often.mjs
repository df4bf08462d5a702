// Wrong: it looks more often, and counts the same ghosts.

/** @type {import('rebootstorm/policy').Policy} */
export const policy = {
  id: 'ghost-hunt',
  hypotheses: ['ghost-slots'],
  decisions: (builtIn) => ({
    healStep: (cell, supernodes, candidates, settings, nowMs) => {
      const plan = builtIn.healStep(cell, supernodes, candidates, settings, nowMs);
      return { ...plan, nextAtMs: plan.nextAtMs === null ? null : nowMs + 1_000 };
    },
  }),
};
