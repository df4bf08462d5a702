// Whoever has restarted since carries nobody.

/** @type {import('rebootstorm/policy').Policy} */
export const policy = {
  id: 'ghost-hunt',
  hypotheses: ['ghost-slots'],
  decisions: (builtIn) => ({
    healStep: (cell, supernodes, candidates, settings, nowMs) => {
      const counted = supernodes.filter((one) => one.epoch === one.nodeEpoch);
      return builtIn.healStep(cell, counted, candidates, settings, nowMs);
    },
  }),
};
