// Wrong: no step is asked for. News brings one, but one step promotes one PC.

/** @type {import('rebootstorm/policy').Policy} */
export const policy = {
  id: 'in-time',
  hypotheses: [],
  decisions: (builtIn) => ({
    healStep: (cell, supernodes, candidates, settings, nowMs) => {
      const plan = builtIn.healStep(cell, supernodes, candidates, settings, nowMs);
      return { ...plan, nextAtMs: null };
    },
  }),
};
