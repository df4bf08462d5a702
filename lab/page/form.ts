// The form: every input with its unit, its range and where its value comes from.
import type { Assumption } from '#domain/scenario/scenario.ts';
import { scenarioOf } from '#runner/scenario-of.ts';
import { counted, formatCount, formatDuration } from '#runner/sentences/human-numbers.ts';
import { nearestIn, seedRange } from '../inputs/address.ts';
import { type FieldFacts, fieldFacts } from '../inputs/field-facts.ts';
import {
  concurrencyRange,
  fieldInputs,
  inputsFor,
  type LabInputs,
  nodesRange,
  nodesRangeOf,
  usualConcurrency,
} from '../inputs/inputs.ts';
import { offeredStorms, stormOf } from '../inputs/offered-storms.ts';
import { plannedRun } from '../inputs/planned-run.ts';
import { policyProblem } from '../policy/compared-policies.ts';
import { policyChoices } from '../policy/policy-choices.ts';
import { regionsPriced } from '../prices.ts';
import { choice, newId } from './choice.ts';
import { button, element } from './element.ts';
import { formatInUnit, unitFor } from './time-unit.ts';

/** The form on the page. */
export interface LabForm {
  /** Shows other inputs. */
  show(inputs: LabInputs): void;
  /** What is chosen now. */
  inputs(): LabInputs;
}

/**
 * Fills the form's place.
 * @param onRun gets inputs that can run
 */
export function labForm(place: HTMLFormElement, onRun: (inputs: LabInputs) => void): LabForm {
  let inputs = inputsFor('august-2007');
  const problems = element('p', { class: 'problems', role: 'alert' });
  const update = (change: Partial<LabInputs>) => {
    inputs = { ...inputs, ...change };
    problems.textContent = problemOf(inputs) ?? '';
  };
  const show = (next: LabInputs) => {
    inputs = next;
    place.replaceChildren(
      ...mainInputs(inputs, update, (name) => show(stormNamed(name))),
      ...fieldGroups(inputs, (name, value) => update({ fields: withField(inputs, name, value) })),
      problems,
      element(
        'p',
        { class: 'actions' },
        element('button', { type: 'submit', class: 'primary' }, 'Run'),
        button('Reset to the record', () => show(inputsFor(inputs.scenario))),
      ),
    );
    update({});
  };
  place.addEventListener('submit', (event) => {
    event.preventDefault();
    if (problemOf(inputs) === undefined) onRun(inputs);
  });
  return { show, inputs: () => inputs };
}

/** Why the inputs cannot run, in a sentence. */
function problemOf(inputs: LabInputs): string | undefined {
  const said = plannedRun(inputs).problems.map(({ field, reason }) => `${field}: ${reason}.`);
  return policyProblem(inputs.policies) ?? said[0];
}

function stormNamed(name: string): LabInputs {
  return offeredStorms.find((one) => one.name === name)?.inputs ?? inputsFor(name);
}

function withField(inputs: LabInputs, name: string, value: number | null): LabInputs['fields'] {
  const { [name]: _, ...others } = inputs.fields;
  return value === null ? others : { ...others, [name]: value };
}

function mainInputs(
  inputs: LabInputs,
  update: (change: Partial<LabInputs>) => void,
  onScenario: (name: string) => void,
): HTMLElement[] {
  const names = offeredStorms.map(({ name }) => name);
  const titles = offeredStorms.map(({ title }) => title);
  return [
    choice('Scenario', stormOf(inputs), names, titles, onScenario),
    policyChoices(inputs.policies, (policies) => update({ policies })),
    nodesInput(inputs, (nodes) => update({ nodes })),
    choice('Prices of', inputs.region, regionsPriced, regionsPriced, (region) =>
      update({ region }),
    ),
    numberInput({
      label: 'Seed',
      value: inputs.seed,
      says: 'The same seed gives the same run.',
      step: '1',
      read: (value) => nearestIn(seedRange, value),
      onValue: (seed) => update({ seed }),
    }),
    concurrencyInput(inputs, (concurrency) => update({ concurrency })),
  ];
}

function concurrencyInput(
  { concurrency }: LabInputs,
  onValue: (concurrency: number) => void,
): HTMLElement {
  return numberInput({
    label: 'Invocations at a time in the account',
    value: concurrency,
    says:
      `Record: ${formatCount(usualConcurrency)}; found (AWS's quota; a new account has 10). ` +
      'Any other number has each attempt executed, which takes long above 50,000 nodes.',
    step: '1',
    read: (value) => nearestIn(concurrencyRange, value),
    onValue,
  });
}

/** Of a log scale: so many stops between two powers of ten. */
const stopsPerDecade = 20;

function nodesInput({ nodes, scenario }: LabInputs, onValue: (nodes: number) => void): HTMLElement {
  const id = newId();
  const range = nodesRangeOf(scenario);
  const slider = element('input', {
    type: 'range',
    min: String(Math.log10(nodesRange.min) * stopsPerDecade),
    max: String(Math.log10(nodesRange.max) * stopsPerDecade),
    step: '1',
    'aria-label': 'Nodes, on a log scale',
  });
  const limits = { min: String(range.min), max: String(range.max) };
  const number = element('input', { id, type: 'number', ...limits, step: '1' });
  const place = (count: number) => {
    number.value = String(count);
    slider.value = String(Math.log10(count) * stopsPerDecade);
    slider.setAttribute('aria-valuetext', `${formatCount(count)} nodes`);
  };
  const take = (count: number) => {
    const near = nearestIn(range, Number.isFinite(count) ? count : nodes);
    place(near);
    onValue(near);
  };
  slider.addEventListener('input', () => {
    const exact = 10 ** (Number(slider.value) / stopsPerDecade);
    take(Number(exact.toPrecision(2)));
  });
  number.addEventListener('change', () => take(number.valueAsNumber));
  place(nodes);
  const full = scenarioOf(scenario).full?.shape.nodeCount;
  const record = full === undefined ? '' : ` The record has ${formatCount(full)}.`;
  return element(
    'p',
    { class: 'field' },
    element('label', { for: id }, 'Nodes'),
    slider,
    number,
    element('span', { class: 'says' }, `More take longer.${record}`),
  );
}

function fieldGroups(
  inputs: LabInputs,
  onField: (name: string, value: number | null) => void,
): HTMLElement[] {
  const facts = fieldFacts(scenarioOf(inputs.scenario));
  const groups = [...new Set(fieldInputs.map(({ group }) => group))];
  return groups.map((group) => {
    const own = facts.filter(({ input }) => input.group === group);
    const changed = own.filter(({ input }) => inputs.fields[input.name] !== undefined).length;
    const words = changed === 0 ? group : `${group} (${counted(changed, 'change')})`;
    return element(
      'details',
      { class: 'group', ...(changed > 0 ? { open: '' } : {}) },
      element('summary', {}, words),
      ...own.map((fact) => fieldInput(fact, inputs, onField)),
    );
  });
}

function fieldInput(
  fact: FieldFacts,
  { fields }: LabInputs,
  onField: (name: string, value: number | null) => void,
): HTMLElement {
  const { input, unit, range, recorded, notes, says } = fact;
  const shownIn = unit === 'ms' ? unitFor(recorded) : { word: unit, factor: 1 };
  const value = (fields[input.name] ?? recorded) / shownIn.factor;
  const record = unit === 'ms' ? formatDuration(recorded) : formatInUnit(recorded);
  return numberInput({
    // What is no time has its unit in the label.
    label: unit === 'ms' ? `${input.label}, ${shownIn.word}` : input.label,
    value,
    step: 'any',
    says: `${says} Record: ${record}${sourceOf(notes)}`,
    read: (given) => {
      const exact = given * shownIn.factor;
      return nearestIn(range, Number(exact.toPrecision(12))) / shownIn.factor;
    },
    onValue: (given) => {
      const exact = Number((given * shownIn.factor).toPrecision(12));
      onField(input.name, exact === recorded ? null : nearestIn(range, exact));
    },
  });
}

function sourceOf([note]: readonly Assumption[]): string {
  return note === undefined ? '.' : `; ${note.provenance} (${note.source}).`;
}

interface NumberInput {
  readonly label: string;
  readonly value: number;
  readonly says: string;
  readonly step: string;
  /** The nearest number that can be. */
  readonly read: (value: number) => number;
  readonly onValue: (value: number) => void;
}

function numberInput({ label, value, says, step, read, onValue }: NumberInput): HTMLElement {
  const id = newId();
  const input = element('input', { id, type: 'number', step, 'aria-describedby': `${id}-says` });
  input.value = String(value);
  input.addEventListener('change', () => {
    const given = input.valueAsNumber;
    const near = Number.isFinite(given) ? read(given) : value;
    input.value = String(near);
    onValue(near);
  });
  const note = element('span', { class: 'says', id: `${id}-says` }, says);
  return element('p', { class: 'field' }, element('label', { for: id }, label), input, note);
}
