// The challenge ghost-hunt: what does heal count? README.md has the task.

/** @type {import('rebootstorm/policy').Policy} */
export const policy = {
  id: 'ghost-hunt',
  hypotheses: ['ghost-slots'],
  decisions: (builtIn) => ({
    /**
     * A heal step of one cell. Of each supernode it knows `epoch`, the boot at which it was
     * promoted, and `nodeEpoch`, the latest boot that anybody has heard of.
     */
    healStep: (cell, supernodes, candidates, settings, nowMs) => {
      const counted = supernodes.filter((one) => one.leaseUntilMs > nowMs);
      return builtIn.healStep(cell, counted, candidates, settings, nowMs);
    },
  }),
};
