import { challenges } from '#challenges/catalogue.ts';
import type { Challenge } from '#challenges/challenge.ts';
import { readAddress } from '#lab/inputs/address.ts';
import { plannedRun } from '#lab/inputs/planned-run.ts';
import { challengeLab } from './challenge-lab.ts';
import { challengeScenario } from './challenge-scenario.ts';
import { taskPage } from './task-page.ts';

const named = challenges.map((challenge): [string, Challenge] => [challenge.name, challenge]);

test.each(named)('%s opens in the lab at its own storm', (_name, challenge) => {
  const { address, words } = challengeLab(challenge);
  const { inputs, mended } = readAddress(new URL(address).hash);
  expect(mended).toEqual([]);
  const { nodes, seed, policies } = inputs;
  const { run, seeds, policy } = challenge;
  expect([nodes, seed]).toEqual([run.nodes, seeds[0]]);
  expect(policies[0]).toBe(policy.hypotheses.join('+') || 'resilient');
  const { storm, timings, embedded } = plannedRun(inputs).scenario;
  const own = challengeScenario(challenge);
  expect({ storm, timings, embedded }).toEqual({
    storm: own.storm,
    timings: own.timings,
    embedded: own.embedded,
  });
  expect(words.slice(0, 2)).toEqual(['lab', run.scenario]);
  expect(taskPage(challenge)).toContain(`](${address})`);
});
