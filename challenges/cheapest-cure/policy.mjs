// The challenge cheapest-cure: heal time times dollars. README.md has the task.

/** @type {import('rebootstorm/policy').Policy} */
export const policy = {
  id: 'cheapest-cure',
  hypotheses: [],
  decisions: (builtIn) => ({
    admitLogin: (facts, request, settings, nowMs) =>
      builtIn.admitLogin(facts, request, settings, nowMs),
    placeClient: (supernodes, settings, random, nowMs) =>
      builtIn.placeClient(supernodes, settings, random, nowMs),
    retryLogin: (request, reason, settings, random, nowMs) =>
      builtIn.retryLogin(request, reason, settings, random, nowMs),
    healStep: (cell, supernodes, candidates, settings, nowMs) =>
      builtIn.healStep(cell, supernodes, candidates, settings, nowMs),
  }),
};
