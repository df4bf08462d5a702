// Wrong: as many as are missing, but the next look comes after a minute.

/** @type {import('rebootstorm/policy').Policy} */
export const policy = {
  id: 'sixty-percent',
  hypotheses: [],
  decisions: (builtIn) => ({
    healStep: (cell, supernodes, candidates, settings, nowMs) => {
      const plan = builtIn.healStep(cell, supernodes, candidates, settings, nowMs);
      const missing = Math.max(0, plan.slotsNeeded - plan.slotsCounted);
      const needed = Math.ceil(missing / settings.sizes.slotsPerSupernode);
      return { ...plan, promote: candidates.slice(0, needed) };
    },
  }),
};
