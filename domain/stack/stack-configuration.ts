// A choice for every setting of the stack, and what it comes to for queues and functions.
import {
  type SettingName,
  type StackSetting,
  settingNames,
  stackSettings,
} from './stack-settings.ts';

type Settings = typeof stackSettings;

/** What a deployer chose. */
export type StackConfiguration = {
  readonly [Name in SettingName]: Settings[Name] extends { readonly kind: 'whole' }
    ? number
    : Settings[Name] extends { readonly choices: readonly (infer Word)[] }
      ? Word
      : never;
};

/** A value of any setting. */
export type SettingValue = StackConfiguration[SettingName];

/** Some settings as they were written, in a context or on a command line. */
export type SettingWords = Readonly<Partial<Record<SettingName, unknown>>>;

/** The usual value of every setting: the stack as it is deployed without a word. */
export const usualConfiguration = Object.fromEntries(
  settingNames.map((name) => [name, stackSettings[name].usual]),
) as StackConfiguration;

/** A configuration, or why the words make none. */
export type ReadConfiguration =
  | { readonly kind: 'read'; readonly configuration: StackConfiguration }
  | { readonly kind: 'refused'; readonly problems: readonly string[] };

/** Whether a word is the name of a setting. */
export function isSettingName(word: string): word is SettingName {
  return Object.hasOwn(stackSettings, word);
}

/** Reads settings; what is not named has its usual value. */
export function readConfiguration(words: SettingWords): ReadConfiguration {
  const named = settingNames.filter((name) => words[name] !== undefined);
  const values = named.map((name) => [name, readSetting(name, words[name])] as const);
  const problems = values.flatMap(([, read]) => (read.kind === 'refused' ? [read.problem] : []));
  if (problems.length > 0) return { kind: 'refused', problems };
  const chosen = values.map(([name, read]) => [name, read.kind === 'read' ? read.value : null]);
  const configuration: StackConfiguration = {
    ...usualConfiguration,
    ...Object.fromEntries(chosen),
  };
  const together = [...problemsTogether(configuration), ...uselessWords(configuration, named)];
  return together.length > 0
    ? { kind: 'refused', problems: together }
    : { kind: 'read', configuration };
}

/** The settings that differ from the usual ones, in the order of the settings. */
export function chosenSettings(
  configuration: StackConfiguration,
): readonly (readonly [SettingName, SettingValue])[] {
  return settingNames
    .filter((name) => configuration[name] !== usualConfiguration[name])
    .map((name) => [name, configuration[name]] as const);
}

/**
 * Every setting that does something, in the order of the settings: what is usual may change, and a
 * record of what was deployed may not.
 */
export function settingsAtWork(
  configuration: StackConfiguration,
): readonly (readonly [SettingName, SettingValue])[] {
  return settingNames
    .filter((name) => uselessWords(configuration, [name]).length === 0)
    .map((name) => [name, configuration[name]] as const);
}

/** The same configuration as far as it changes how a run goes: one run serves all of one such. */
export function runConfiguration(configuration: StackConfiguration): StackConfiguration {
  const ofBill = settingNames.filter((name) => stackSettings[name].changes === 'bill');
  const usual = ofBill.map((name) => [name, usualConfiguration[name]] as const);
  return { ...configuration, ...Object.fromEntries(usual) };
}

/** Contexts are shared with the CDK and its libraries: those of this stack begin so. */
export const contextPrefix = 'rebootstorm:';

/** The CDK's context that sets a setting: `cdk deploy -c rebootstorm:memoryMb=512`. */
export function settingContext(name: string): string {
  return `${contextPrefix}${name}`;
}

/** One setting as it was read, or why it cannot be. */
export type ReadSetting =
  | { readonly kind: 'read'; readonly value: SettingValue }
  | { readonly kind: 'refused'; readonly problem: string };

/** Reads one setting: a number or a word, or the text of either. */
export function readSetting(name: SettingName, word: unknown): ReadSetting {
  const setting: StackSetting = stackSettings[name];
  if (setting.kind === 'whole') {
    const number = typeof word === 'string' && /^\d{1,9}$/.test(word) ? Number(word) : word;
    const isWithin =
      Number.isInteger(number) && setting.min <= Number(number) && Number(number) <= setting.max;
    if (isWithin) return { kind: 'read', value: Number(number) };
    const range = `${setting.min} to ${setting.max} ${setting.unit}`;
    return refused(`${name} is a whole number, ${range}; it was given ${inWords(word)}.`);
  }
  const found = setting.choices.find((choice) => choice === word);
  if (found !== undefined) return { kind: 'read', value: found as SettingValue };
  const why = typeof word === 'string' ? setting.refused?.[word] : undefined;
  if (why !== undefined) return refused(`${name}=${word} is not taken: ${why}.`);
  return refused(
    `${name} is one of: ${setting.choices.join(', ')}; it was given ${inWords(word)}.`,
  );
}

function refused(problem: string): ReadSetting {
  return { kind: 'refused', problem };
}

function inWords(word: unknown): string {
  return typeof word === 'string' ? `'${word}'` : String(JSON.stringify(word));
}

/** Lambda takes larger batches only where they gather (developer guide, "SQS parameters"). */
const unGatheredBatchMax = 10;

function problemsTogether(configuration: StackConfiguration): string[] {
  return (['login', 'membership'] as const).flatMap((queue) => {
    const size = configuration[`${queue}BatchSize`];
    if (size <= unGatheredBatchMax || configuration[`${queue}BatchWindowSeconds`] > 0) return [];
    return [
      `${queue}BatchSize=${size} needs a ${queue}BatchWindowSeconds of at least 1: without one ` +
        `Lambda hands over at most ${unGatheredBatchMax} messages.`,
    ];
  });
}

/** Units of capacity do nothing where each request is billed. */
function uselessWords({ tableBilling }: StackConfiguration, named: readonly SettingName[]) {
  if (tableBilling === 'provisioned') return [];
  return (['tableReadUnits', 'tableWriteUnits'] as const)
    .filter((name) => named.includes(name))
    .map((name) => `${name} needs tableBilling=provisioned: on demand nothing is reserved.`);
}
