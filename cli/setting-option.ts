// `--setting name=value`: a setting of the deployed stack, for every command that runs one.
import { type Command, InvalidArgumentError, Option } from 'commander';
import {
  isSettingName,
  readConfiguration,
  type SettingWords,
  type StackConfiguration,
} from '#domain/stack/stack-configuration.ts';
import { type SettingName, settingNames } from '#domain/stack/stack-settings.ts';
import { didYouMean } from '#runner/sentences/nearest-word.ts';

/** `--setting`. It may be given several times. */
export function settingOption(): Option {
  return new Option('--setting <name=value>', 'of the stack, such as loginBatchSize=10; repeatable')
    .argParser(addSetting)
    .default({}, 'as deployed');
}

/** The settings as one configuration. If one is refused, the command ends. */
export function checkedConfiguration(words: SettingWords, command: Command): StackConfiguration {
  const read = readConfiguration(words);
  if (read.kind === 'read') return read.configuration;
  return command.error(`error: ${read.problems.join(' ')}`);
}

/** A setting by its name. @throws {InvalidArgumentError} naming the nearest known one */
export function settingNamed(name: string): SettingName {
  if (isSettingName(name)) return name;
  throw new InvalidArgumentError(
    `The stack has no setting ${name}. ${didYouMean(name, settingNames)}`,
  );
}

function addSetting(text: string, before: SettingWords): SettingWords {
  const at = text.indexOf('=');
  if (at <= 0) throw new InvalidArgumentError('It takes name=value, such as loginBatchSize=10.');
  const name = settingNamed(text.slice(0, at));
  if (before[name] !== undefined) throw new InvalidArgumentError(`${name} is set twice.`);
  return { ...before, [name]: text.slice(at + 1) };
}
