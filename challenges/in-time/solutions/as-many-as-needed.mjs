// Another good answer: as many as are missing, at once.

/** @type {import('rebootstorm/policy').Policy} */
export const policy = {
  id: 'in-time',
  hypotheses: [],
  decisions: (builtIn) => ({
    healStep: (cell, supernodes, candidates, settings, nowMs) => {
      const plan = builtIn.healStep(cell, supernodes, candidates, settings, nowMs);
      const missing = Math.max(0, plan.slotsNeeded - plan.slotsCounted);
      const needed = Math.ceil(missing / settings.sizes.slotsPerSupernode);
      const nextAtMs = plan.nextAtMs === null ? null : nowMs + 20_000;
      return { ...plan, promote: candidates.slice(0, needed), nextAtMs };
    },
  }),
};
