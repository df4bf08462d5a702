// As many as are missing, at once, and a step every ten seconds.

/** @type {import('rebootstorm/policy').Policy} */
export const policy = {
  id: 'cheapest-cure',
  hypotheses: [],
  decisions: (builtIn) => ({
    healStep: (cell, supernodes, candidates, settings, nowMs) => {
      const plan = builtIn.healStep(cell, supernodes, candidates, settings, nowMs);
      const missing = Math.max(0, plan.slotsNeeded - plan.slotsCounted);
      const needed = Math.ceil(missing / settings.sizes.slotsPerSupernode);
      const nextAtMs = plan.nextAtMs === null ? null : nowMs + 10_000;
      return { ...plan, promote: candidates.slice(0, needed), nextAtMs };
    },
  }),
};
