// `--set field=value`: a run of a scenario of which single fields are otherwise.
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Scenario } from '#domain/scenario/scenario.ts';
import type { Scale } from '#runner/twin/twin-order.ts';
import { refuseNonsense } from '../scenario-file/read-scenario.ts';
import { type FieldSetting, withFieldsSet } from '../scenario-file/set-fields.ts';
import { orRefusal } from '../sweep/refused-field.ts';
import { isTime } from '../sweep/scenario-fields.ts';
import { fieldValues } from '../sweep/vary-words.ts';

/** `--set`. It may be given several times. */
export function setOption(): Option {
  return new Option(
    '--set <field=value>',
    'a field of the scenario, such as timings.leaseMs=1h; repeatable',
  )
    .argParser(addSetting)
    .default([], 'as the scenario has it');
}

/** The scenario with fields set; where one is refused, the command ends. */
export function withSetOption(
  scenario: Scenario,
  scale: Scale,
  settings: readonly FieldSetting[],
  command: Command,
): Scenario {
  if (settings.length === 0) return scenario;
  return orRefusal(command, () => {
    const changed = withFieldsSet(scenario, scale, settings);
    refuseNonsense('--set', changed);
    return changed;
  });
}

function addSetting(text: string, before: readonly FieldSetting[]): readonly FieldSetting[] {
  const at = text.indexOf('=');
  const name = text.slice(0, Math.max(0, at)).trim();
  if (name === '')
    throw new InvalidArgumentError('It takes field=value, such as timings.leaseMs=1h.');
  if (before.some((one) => one.name === name))
    throw new InvalidArgumentError(`${name} is set twice.`);
  const [value, second] = fieldValues(text.slice(at + 1).trim(), isTime(name));
  if (value === undefined || second !== undefined)
    throw new InvalidArgumentError(`${name} takes one value; for several there is sweep --vary.`);
  return [...before, { name, value }];
}
