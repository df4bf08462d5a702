// The command that runs the same on the command line.
import { quotedCommand } from '#cli/report/shell-command.ts';
import type { FieldSetting } from '#cli/scenario-file/set-fields.ts';
import { isTime } from '#cli/sweep/scenario-fields.ts';
import { unitsMs } from '#cli/time-units.ts';
import { scenarioOf } from '#runner/scenario-of.ts';
import { usualRetries } from '#runner/twin/twin-order.ts';
import { type LabInputs, usualConcurrency } from './inputs.ts';
import { fieldSettings, retriesOf } from './planned-run.ts';

/** The arguments after the program's name. */
export function cliWords(inputs: LabInputs): string[] {
  const retries = retriesOf(inputs);
  const isOwn = retries !== usualRetries(inputs.nodes);
  const words = ['run', inputs.scenario, '--cloud', 'twin', ...optionWords(inputs)];
  return [...words, ...given(isOwn, '--retries', retries)];
}

/** The arguments with which the program serves the page at these inputs. */
export function labWords(inputs: LabInputs): string[] {
  return ['lab', inputs.scenario, ...optionWords(inputs)];
}

function optionWords(inputs: LabInputs): string[] {
  const { scenario, nodes, seed, policies, region, concurrency, fields } = inputs;
  const settings = fieldSettings(scenarioOf(scenario), fields);
  return [
    '--nodes',
    String(nodes),
    '--policy',
    policies.join(','),
    '--seed',
    String(seed),
    '--prices',
    region,
    ...given(concurrency !== usualConcurrency, '--account-concurrency', String(concurrency)),
    ...settings.flatMap((setting) => ['--set', settingWord(setting)]),
  ];
}

function given(isGiven: boolean, ...words: readonly string[]): readonly string[] {
  return isGiven ? words : [];
}

/** The command line, quoted for a shell. */
export function cliCommand(inputs: LabInputs): string {
  return quotedCommand(cliWords(inputs));
}

function settingWord({ name, value }: FieldSetting): string {
  if (value.kind === 'null') return `${name}=null`;
  if (value.kind === 'factor') return `${name}=x${value.value}`;
  return `${name}=${isTime(name) ? timeWord(value.value) : value.value}`;
}

const units = ['d', 'h', 'min', 's'] as const;

/** The largest unit in which it is a whole number, so that nothing is lost. */
function timeWord(ms: number): string {
  const unit = units.find((one) => ms > 0 && ms % (unitsMs[one] ?? 1) === 0) ?? 'ms';
  return `${ms / (unitsMs[unit] ?? 1)}${unit}`;
}
