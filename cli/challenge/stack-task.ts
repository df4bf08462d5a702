import type { StackChallenge } from '#challenges/challenge.ts';
import { contextPrefix, readConfiguration } from '#domain/stack/stack-configuration.ts';
import { policyNamed } from '#runner/policy-choice.ts';
import { shellWord } from '../shell-word.ts';
import type { GradeTask, GradingTools } from './grading-tools.ts';
import { valuesIn } from './read-file.ts';
import { stormOutcome } from './storm-outcome.ts';

/** A context of the CDK, as `cdk.json` has it: it is JSON, and no code of it is run. */
export function stackTask(
  { settings, run }: StackChallenge,
  file: string,
  { runner }: Pick<GradingTools, 'runner'>,
): GradeTask {
  const read = valuesIn(
    file,
    settings.map((name) => contextPrefix + name),
  );
  const given = Object.entries('values' in read ? read.values : {}).map(
    ([name, value]) => [name.slice(contextPrefix.length), value] as const,
  );
  const configured = readConfiguration(Object.fromEntries(given));
  const { scenario, nodes } = run;
  const words = given.map(([name, value]) => `--setting ${shellWord(`${name}=${value}`)}`);
  return {
    outcome: async (seed) => {
      if ('error' in read) return read;
      if (configured.kind === 'refused')
        return { error: `${file}: ${configured.problems.join(' ')}` };
      const { configuration } = configured;
      return stormOutcome({ run, policy: policyNamed('resilient'), configuration }, seed, runner);
    },
    replay: (seed) =>
      [
        `rebootstorm cost ${scenario} --policy resilient --nodes ${nodes}`,
        ...words,
        `--seed ${seed} --seeds 1`,
      ].join(' '),
  };
}
