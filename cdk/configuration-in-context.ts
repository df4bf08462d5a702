// What the deployer chose, from the context of the CDK: `-c rebootstorm:memoryMb=512`.
import { closest } from 'fastest-levenshtein';
import {
  contextPrefix,
  isSettingName,
  readConfiguration,
  type StackConfiguration,
} from '#domain/stack/stack-configuration.ts';
import { settingNames } from '#domain/stack/stack-settings.ts';
import { budgetNames } from './budget-in-context.ts';
import { ContextError } from './context-error.ts';
import { deploymentNames } from './deployment-in-context.ts';
import { stackNameContext } from './stack-name-in-context.ts';
import { watchNames } from './watch-in-context.ts';

/** All that a deployer may say, without the prefix; some of it is read elsewhere. */
const ofDeployment: readonly string[] = [
  stackNameContext.slice(contextPrefix.length),
  ...deploymentNames,
  ...watchNames,
  ...budgetNames,
];
const known = [...settingNames, ...ofDeployment];

/**
 * Reads the configuration of the stack. Settings without a context have their usual values.
 * @throws {ContextError} for a value that a setting does not take, a name that is no setting, or a
 * setting without the prefix, which would be heard by nobody
 */
export function configurationIn(context: Readonly<Record<string, unknown>>): StackConfiguration {
  const names = Object.keys(context);
  const own = names.filter((name) => name.startsWith(contextPrefix));
  const words = Object.fromEntries(
    own
      .map((name) => [name.slice(contextPrefix.length), context[name]] as const)
      .filter(([name]) => !ofDeployment.includes(name)),
  );
  const unknown = Object.keys(words).filter((name) => !isSettingName(name));
  const bare = names.filter((name) => known.some((one) => isAlike(one, name)));
  const read = readConfiguration(words);
  const problems = [
    ...unknown.map((name) => `The stack has no setting ${name}. ${didYouMean(name)}`),
    ...bare.map((name) => `Context ${name} would be heard by nobody. ${didYouMean(name)}`),
    ...(read.kind === 'refused' ? read.problems : []),
  ];
  if (problems.length > 0 || read.kind === 'refused') throw new ContextError(problems.join('\n'));
  return read.configuration;
}

function isAlike(setting: string, name: string): boolean {
  return setting.toLowerCase() === name.toLowerCase();
}

function didYouMean(name: string): string {
  const nearest = closest(name, known);
  return `Did you mean -c ${contextPrefix}${nearest}=...? Known: ${known.join(', ')}.`;
}
