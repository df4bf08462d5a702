// Wrong: it promotes everybody who is willing, needed or not.

/** @type {import('rebootstorm/policy').Policy} */
export const policy = {
  id: 'ghost-hunt',
  hypotheses: ['ghost-slots'],
  decisions: (builtIn) => ({
    healStep: (cell, supernodes, candidates, settings, nowMs) => {
      const plan = builtIn.healStep(cell, supernodes, candidates, settings, nowMs);
      return { ...plan, promote: candidates };
    },
  }),
};
