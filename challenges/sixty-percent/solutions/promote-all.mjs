// Wrong: everybody who is willing, ten times as many as are needed.

/** @type {import('rebootstorm/policy').Policy} */
export const policy = {
  id: 'sixty-percent',
  hypotheses: [],
  decisions: (builtIn) => ({
    healStep: (cell, supernodes, candidates, settings, nowMs) => {
      const plan = builtIn.healStep(cell, supernodes, candidates, settings, nowMs);
      return { ...plan, promote: plan.promote.length > 0 ? candidates : [] };
    },
  }),
};
