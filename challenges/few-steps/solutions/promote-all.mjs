// Wrong: everybody who is willing.

/** @type {import('rebootstorm/policy').Policy} */
export const policy = {
  id: 'few-steps',
  hypotheses: [],
  decisions: (builtIn) => ({
    healStep: (cell, supernodes, candidates, settings, nowMs) => {
      const plan = builtIn.healStep(cell, supernodes, candidates, settings, nowMs);
      return { ...plan, promote: plan.promote.length > 0 ? candidates : [] };
    },
  }),
};
