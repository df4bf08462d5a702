// What each policy does, in a sentence, for whoever reads a report and nothing else.

import { type Hypothesis, hypothesisNames } from '#domain/policies.ts';

const hypothesisSentences: Readonly<Record<Hypothesis, string>> = {
  'ghost-slots':
    'Heal counts the slots of supernodes that restarted, until their lease ends, and so sees no ' +
    'need to promote others.',
  'stale-candidates': 'Log-ins are sent to supernodes from a list that may be hours old.',
  'no-priority': 'PCs that could become supernodes wait in the same line as everybody.',
  herd: 'Everybody is sent to the emptiest supernode, so that all collide there.',
  'no-backpressure':
    'Nothing paces log-ins: clients ask again at a fixed interval, and work is done for clients ' +
    'that have given up.',
};

const bundleSentences: Readonly<Record<string, string>> = {
  'legacy-2007':
    'The conjecture about 2007: heal counts ghosts (supernodes that are gone), those who could ' +
    'help wait in line with everybody, and nothing paces the log-ins.',
  resilient:
    'The mended network: heal counts only supernodes that live, those who can help go first, and ' +
    'log-ins are paced.',
};

/** What a policy does, in one sentence or more. */
export function policySentence(id: string): string {
  const bundle = bundleSentences[id];
  if (bundle !== undefined) return bundle;
  const parts = id.split('+').map((name) => hypothesisNames.find((known) => known === name));
  const known = parts.flatMap((name) => (name === undefined ? [] : [hypothesisSentences[name]]));
  return known.length === parts.length ? known.join(' ') : 'A policy of your own.';
}
