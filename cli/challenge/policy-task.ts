import type { PolicyChallenge } from '#challenges/challenge.ts';
import { usualConfiguration } from '#domain/stack/stack-configuration.ts';
import { shellWord } from '../shell-word.ts';
import type { GradeTask, GradingTools } from './grading-tools.ts';
import { fileAlone } from './read-file.ts';
import { stormOutcome } from './storm-outcome.ts';

/** A policy's file, which runs confined. */
export function policyTask(
  { policy: confinedTo, run }: PolicyChallenge,
  file: string,
  { runner }: Pick<GradingTools, 'runner'>,
): GradeTask {
  const policy = { kind: 'file', name: file, input: fileAlone(file), confinedTo } as const;
  const { scenario, nodes, set = {} } = run;
  const fields = Object.entries(set).map(([name, value]) => `--set ${name}=${value}`);
  const path = /[\\/]/.test(file) ? file : `./${file}`;
  return {
    outcome: (seed) =>
      stormOutcome({ run, policy, configuration: usualConfiguration }, seed, runner),
    replay: (seed) =>
      [
        `rebootstorm run ${scenario} --cloud twin --nodes ${nodes}`,
        ...fields,
        `--policy ${shellWord(path)} --seed ${seed} --expect any`,
      ].join(' '),
  };
}
