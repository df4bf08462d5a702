// The challenge few-steps: what does a heal step do? README.md has the task.

/** @type {import('rebootstorm/policy').Policy} */
export const policy = {
  id: 'few-steps',
  hypotheses: [],
  decisions: (builtIn) => ({
    /** A heal step of one cell. It returns whom to promote, and when the next step is due. */
    healStep: (cell, supernodes, candidates, settings, nowMs) => {
      const plan = builtIn.healStep(cell, supernodes, candidates, settings, nowMs);
      return plan;
    },
  }),
};
