// Wrong: everybody who is willing, and the next look comes as late as before.

/** @type {import('rebootstorm/policy').Policy} */
export const policy = {
  id: 'in-time',
  hypotheses: [],
  decisions: (builtIn) => ({
    healStep: (cell, supernodes, candidates, settings, nowMs) => {
      const plan = builtIn.healStep(cell, supernodes, candidates, settings, nowMs);
      return { ...plan, promote: plan.promote.length > 0 ? candidates : [] };
    },
  }),
};
