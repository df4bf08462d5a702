// Texts to begin with. Each runs as it is, on the page and by `rebootstorm run --policy`.
import { policyStart } from '#cli/policy/policy-start.ts';
import { ownPolicyName } from './policy-text.ts';

/** A text with a name for the list. */
export interface PolicyExample {
  readonly title: string;
  readonly text: string;
}

const type = "/** @type {import('rebootstorm/policy').Policy} */";

const firstCome = `// A client gets the first supernode that has room, and not the emptier of two.
${type}
export const policy = {
  id: 'first-come',
  decisions: (builtIn) => ({
    placeClient: (supernodes, settings, random, nowMs) => {
      const supernode = supernodes.find(
        (one) => one.used < one.slots && one.leaseUntilMs > nowMs,
      );
      if (supernode === undefined) return builtIn.placeClient([], settings, random, nowMs);
      return { kind: 'chosen', supernode };
    },
  }),
};
`;

const fixedPause = `// A client asks again after a fixed pause, not after a random one that doubles.
const pauseMs = 30_000;

${type}
export const policy = {
  id: 'fixed-pause',
  decisions: (builtIn) => ({
    retryLogin: (request, reason, settings, random, nowMs) => {
      const next = builtIn.retryLogin(request, reason, settings, random, nowMs);
      return { ...next, dueAtMs: nowMs + pauseMs };
    },
  }),
};
`;

const biggerSteps = `// A heal step may promote four times as many nodes as the scenario says.
const times = 4;

${type}
export const policy = {
  id: 'bigger-heal-steps',
  decisions: (builtIn) => ({
    healStep: (cell, supernodes, candidates, settings, nowMs) => {
      const promotionsPerStep = settings.sizes.promotionsPerStep * times;
      const bigger = { ...settings, sizes: { ...settings.sizes, promotionsPerStep } };
      return builtIn.healStep(cell, supernodes, candidates, bigger, nowMs);
    },
  }),
};
`;

const openGate = `// Every request is served at once: nobody is asked to come back later.
${type}
export const policy = {
  id: 'open-gate',
  decisions: (builtIn) => ({
    admitLogin: (facts, request, settings, nowMs) => {
      const answer = builtIn.admitLogin(facts, request, settings, nowMs);
      if (answer.kind !== 'deferred') return answer;
      return { kind: 'admitted', clientGone: false };
    },
  }),
};
`;

/** The first is what `rebootstorm policy new` writes. */
export const policyExamples: readonly PolicyExample[] = [
  { title: 'Start: the emptiest supernode', text: policyStart('mine', ownPolicyName.slice(2)) },
  { title: 'The first supernode with room', text: firstCome },
  { title: 'A fixed pause before the next attempt', text: fixedPause },
  { title: 'Bigger heal steps', text: biggerSteps },
  { title: 'Nobody is asked to come later', text: openGate },
];
