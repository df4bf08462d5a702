import { challenges } from '#challenges/catalogue.ts';
import type { Challenge } from '#challenges/challenge.ts';
import { readAddress } from '#lab/inputs/address.ts';
import { plannedRun } from '#lab/inputs/planned-run.ts';
import { challengeLab } from './challenge-lab.ts';
import { challengeScenario } from './challenge-scenario.ts';
import { taskPage } from './task-page.ts';

const named = challenges.map((challenge): [string, Challenge] => [challenge.name, challenge]);
const isShown = ({ kind, name }: Challenge) =>
  // The lab runs a loss of supernodes at full size, and this challenge is small.
  (kind === 'policy' || kind === 'stack') && name !== 'sixty-percent';
const shown = named.filter(([, challenge]) => isShown(challenge));
const notShown = named.filter(([, challenge]) => !isShown(challenge));

test.each(shown)('%s opens in the lab at its own storm', (_name, challenge) => {
  const lab = challengeLab(challenge);
  if (lab === null || !('run' in challenge)) throw new Error('expected a storm');
  const { address, words } = lab;
  const { inputs, mended } = readAddress(new URL(address).hash);
  expect(mended).toEqual([]);
  const { nodes, seed, policies } = inputs;
  const { run, seeds } = challenge;
  expect([nodes, seed]).toEqual([run.nodes, seeds[0]]);
  const hypotheses = challenge.kind === 'policy' ? challenge.policy.hypotheses : [];
  expect(policies[0]).toBe(hypotheses.join('+') || 'resilient');
  const { storm, timings, embedded } = plannedRun(inputs).scenario;
  const own = challengeScenario(run);
  expect({ storm, timings, embedded }).toEqual({
    storm: own.storm,
    timings: own.timings,
    embedded: own.embedded,
  });
  expect(words.slice(0, 2)).toEqual(['lab', run.scenario]);
  expect(taskPage(challenge)).toContain(`](${address})`);
});

test.each(notShown)('%s has no storm that the lab shows, and no link', (_name, challenge) => {
  expect(challengeLab(challenge)).toBeNull();
  expect(taskPage(challenge)).not.toContain('See the storm');
});
