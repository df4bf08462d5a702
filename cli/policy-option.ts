// The option `--policy`. It has the same meaning and the same refusals in every command.
import { InvalidArgumentError, Option } from 'commander';
import { policyIds } from '#domain/policies.ts';
import {
  isPolicyFile,
  type NamedPolicy,
  type PolicySource,
  policySource,
} from '#runner/policy-choice.ts';
import { PolicyChoiceError } from '#runner/policy-choice-error.ts';
import { usualDecisionLimitMs } from '#runner/threads/worker-pool.ts';

/** `--policy` of a command that runs one policy or several. It may be given more than once. */
export function policyOption(): Option {
  return new Option(
    '--policy <names>',
    `one or more of: ${policyIds.join(', ')}; hypotheses joined by +; or a policy file`,
  ).argParser((text, before: readonly PolicySource[] | undefined) =>
    withoutRepeats([...(before ?? []), ...policiesIn(text)]),
  );
}

/** `--policy` of a command on a deployed stack. It takes one policy and no file. */
export function namedPolicyOption(usual: NamedPolicy): Option {
  return new Option('--policy <name>', `one of: ${policyIds.join(', ')}; or hypotheses joined by +`)
    .argParser((text): NamedPolicy => {
      if (isPolicyFile(text))
        throw new InvalidArgumentError(
          'Decisions of a file run in the local cloud alone; ' +
            'a deployed stack takes hypotheses by name.',
        );
      const [policy, ...others] = policiesIn(text);
      if (policy?.kind === 'named' && others.length === 0) return policy;
      throw new InvalidArgumentError('A deployed stack is stormed under one policy at a time.');
    })
    .default(usual, `"${usual.name}"`);
}

/** `--decision-limit`: in real time, so it is nothing that a result depends on. */
export function decisionLimitOption(): Option {
  return new Option(
    '--decision-limit <time>',
    'how long a decision of a policy file may take, in real time, such as 10s or 1min',
  )
    .argParser(realTime)
    .default(usualDecisionLimitMs, '10s');
}

const unitMs = new Map([
  ['ms', 1],
  ['s', 1_000],
  ['min', 60_000],
]);

function realTime(text: string): number {
  const [, digits = '', unit = ''] = /^([\d.]+)\s*(ms|s|min)$/.exec(text) ?? [];
  const ms = Number(digits) * (unitMs.get(unit) ?? Number.NaN);
  if (ms >= 1 && ms <= 3_600_000) return ms;
  throw new InvalidArgumentError('It takes a time from 1ms to 60min, with a unit: ms, s or min.');
}

/** Parses names between commas. @throws {InvalidArgumentError} */
export function policiesIn(text: string): PolicySource[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.includes('')) {
    const known = policyIds.join(', ');
    throw new InvalidArgumentError(`A name is missing before, after or between commas: ${known}.`);
  }
  try {
    return names.map(policySource);
  } catch (error) {
    if (!(error instanceof PolicyChoiceError)) throw error;
    throw new InvalidArgumentError(error.message);
  }
}

/** Each policy once, in the order in which they were first named. */
export function withoutRepeats(policies: readonly PolicySource[]): PolicySource[] {
  return [...new Map(policies.map((policy) => [policy.name, policy])).values()];
}
