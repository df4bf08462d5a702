import type { ChallengeRun } from '#challenges/challenge.ts';
import type { Scenario } from '#domain/scenario/scenario.ts';
import { shippedScenario } from '../scenario-argument.ts';
import { withFieldsSet } from '../scenario-file/set-fields.ts';
import { isTime } from '../sweep/scenario-fields.ts';
import { fieldValues } from '../sweep/vary-words.ts';

/** The scenario of a challenge, with its fields set. */
export function challengeScenario({ scenario, set = {} }: ChallengeRun): Scenario {
  const settings = Object.entries(set).map(([name, text]) => {
    const [value] = fieldValues(text, isTime(name));
    if (value === undefined) throw new Error(`expected a value for ${name}`);
    return { name, value };
  });
  return withFieldsSet(shippedScenario(scenario), 'embedded', settings);
}
