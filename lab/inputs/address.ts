// What was chosen, as the part of the page's address after `#`. A browser does not send that part.
import { policyCalled } from '#domain/policies.ts';
import type { NumberRange } from '#domain/scenario/scenario-ranges.ts';
import { scenarioOf } from '#runner/scenario-of.ts';
import { formatCount } from '#runner/sentences/human-numbers.ts';
import { nearestWord } from '#runner/sentences/nearest-word.ts';
import { scenarios } from '#scenarios/catalogue.ts';
import {
  type ComparedPolicies,
  policiesMax,
  policiesOffered,
} from '../policy/compared-policies.ts';
import { ownPolicyName, packedCharactersMax } from '../policy/policy-text.ts';
import { regionsPriced } from '../prices.ts';
import { fieldFacts } from './field-facts.ts';
import {
  concurrencyRange,
  inputsFor,
  type LabInputs,
  nodesRangeOf,
  usualConcurrency,
  usualInputs,
} from './inputs.ts';
import { plannedRun } from './planned-run.ts';

/** Of a later form an older page says that it does not know it. */
const version = '1';

/** The largest seed, as on the command line. */
export const seedRange: NumberRange = { min: 0, max: 2 ** 31 - 1, isWhole: true };

/** What an address says, and what of it had to be mended. */
export interface ReadAddress {
  readonly inputs: LabInputs;
  /** A sentence for each thing that was mended; none where nothing was. */
  readonly mended: readonly string[];
}

/** The text after `#`: all that is chosen, and the fields that are not as recorded. */
export function addressOf(inputs: LabInputs): string {
  const { scenario, nodes, seed, concurrency, region, fields } = inputs;
  const { policies, own } = linked(inputs);
  const words: [string, string][] = [
    ['v', version],
    ['scenario', scenario],
    ['policies', policies.join(',')],
    ['nodes', String(nodes)],
    ['seed', String(seed)],
    ['prices', region],
    ...(own === null ? [] : [['policy', own] satisfies [string, string]]),
    ...Object.entries(fields).map(([name, value]): [string, string] => [name, String(value)]),
  ];
  if (concurrency !== usualConcurrency) words.push(['concurrency', String(concurrency)]);
  return words.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
}

/** The policies as far as a link takes them: one of one's own may be too long for it. */
function linked({ policies, own }: LabInputs): {
  readonly policies: readonly string[];
  readonly own: string | null;
} {
  if (own === null || own.length <= packedCharactersMax) return { policies, own };
  return { policies: policies.filter((name) => name !== ownPolicyName), own: null };
}

/** Reads the text after `#`. Whatever it holds, something comes of it that can run. */
export function readAddress(text: string): ReadAddress {
  const mended: string[] = [];
  const given = new Map(new URLSearchParams(text.replace(/^#/, '')));
  const say = (words: string) => mended.push(words);
  const said = (name: string) => taken(given, name);
  const asked = said('v');
  if (asked !== undefined && asked !== version)
    say(`The link is of version ${shown(asked)}; this page reads version ${version}.`);
  const scenario = oneOf('scenario', said('scenario'), Object.keys(scenarios), say);
  const usual = inputsFor(scenario ?? usualInputs.scenario);
  const own = readOwn(said('policy'), say);
  const policies = readPolicies(said('policies'), usual.policies, own, say);
  const nodesMayBe = nodesRangeOf(usual.scenario);
  const nodes = numberOf('nodes', said('nodes'), nodesMayBe, usual.nodes, say);
  const seed = numberOf('seed', said('seed'), seedRange, usual.seed, say);
  const concurrency = numberOf(
    'concurrency',
    said('concurrency'),
    concurrencyRange,
    usual.concurrency,
    say,
  );
  const region = oneOf('region with prices', said('prices'), regionsPriced, say) ?? usual.region;
  const fields = readFields(usual.scenario, given, say);
  const chosen = { policies, own, nodes, seed, concurrency, region, fields };
  const inputs: LabInputs = { ...usual, ...chosen };
  return { inputs: withoutContradictions(inputs, say), mended };
}

function taken(given: Map<string, string>, name: string): string | undefined {
  const value = given.get(name);
  given.delete(name);
  return value;
}

type Say = (words: string) => void;

/** The known name that a text means, or the nearest one; undefined where none was given. */
export function oneOf<Name extends string>(
  what: string,
  text: string | undefined,
  known: readonly Name[],
  say: Say,
): Name | undefined {
  if (text === undefined) return undefined;
  const found = known.find((one) => one === text);
  if (found !== undefined) return found;
  const near = nearestWord(text, known);
  const nearest = known.find((one) => one === near);
  const instead = nearest === undefined ? 'it is left out' : `${nearest} is taken`;
  say(`No ${what} is called ${shown(text)}: ${instead}.`);
  return nearest;
}

function readPolicies(
  text: string | undefined,
  usual: ComparedPolicies,
  own: string | null,
  say: Say,
): ComparedPolicies {
  if (text === undefined) return usual;
  const words = text.split(',');
  if (words.length > policiesMax)
    say(`The page compares two or three policies: the first three are taken.`);
  const known = words.slice(0, policiesMax).flatMap((word) => policyOfWord(word, own, say) ?? []);
  const [first = usual[0], ...more] = [...new Set(known)];
  const [second = otherThan(first, usual), ...third] = more;
  if (more.length + 1 < known.length)
    say(`Different policies are compared: ${[first, second, ...third].join(', ')}.`);
  return [first, second, ...third];
}

/** The text of an own policy, still compressed. */
function readOwn(text: string | undefined, say: Say): string | null {
  if (text === undefined) return null;
  if (/^[\w-]+$/.test(text) && text.length <= packedCharactersMax) return text;
  say('The text of the policy in the link is damaged: it is left out.');
  return null;
}

/** The name with its hypotheses in their order: as the results have it. */
function policyOfWord(word: string, own: string | null, say: Say): string | undefined {
  if (word === ownPolicyName) {
    if (own === null) say("The link has no text of one's own policy: that one is left out.");
    return own === null ? undefined : word;
  }
  const known = policyCalled(word)?.id;
  return known ?? oneOf('policy', word, policiesOffered, say);
}

function otherThan(one: string, usual: ComparedPolicies): string {
  return usual[1] === one ? usual[0] : usual[1];
}

function readFields(scenario: string, given: Map<string, string>, say: Say): LabInputs['fields'] {
  const facts = fieldFacts(scenarioOf(scenario));
  const names = facts.map(({ input }) => input.name);
  const fields: Record<string, number> = {};
  for (const [name, text] of given) {
    const fact = facts.find(({ input }) => input.name === name);
    if (fact === undefined) {
      const near = nearestWord(name, names);
      const hint = near === undefined ? '' : ` Did you mean ${near}?`;
      say(`${scenario} has no input ${shown(name)}: it is left out.${hint}`);
      continue;
    }
    const value = numberOf(name, text, fact.range, fact.recorded, say);
    if (value !== fact.recorded) fields[name] = value;
  }
  return fields;
}

/** The nearest number in the range; the usual one for what is no number. */
export function numberOf(
  name: string,
  text: string | undefined,
  range: NumberRange,
  usual: number,
  say: Say,
): number {
  if (text === undefined) return usual;
  const value = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(value)) {
    say(`${name} is a number, and ${shown(text)} is none: ${formatCount(usual)} is taken.`);
    return usual;
  }
  const near = nearestIn(range, value);
  if (near !== value) say(`${name} = ${shown(text)} cannot be: ${formatCount(near)} is taken.`);
  return near;
}

/** The nearest number that a range has. */
export function nearestIn({ min, max, isWhole, isAboveMin }: NumberRange, value: number): number {
  const least = isAboveMin === true && value <= min ? Math.min(max, min + 0.01) : min;
  const inside = Math.min(max, Math.max(least, value));
  return isWhole === true ? Math.round(inside) : inside;
}

/** A link may hold anything. What is shown of it is short. */
function shown(text: string): string {
  return `'${text.length > 40 ? `${text.slice(0, 40)}…` : text}'`;
}

/** Fields that contradict each other are set back to the record: those named, or else all. */
function withoutContradictions(inputs: LabInputs, say: Say): LabInputs {
  const [problem] = plannedRun(inputs).problems;
  if (problem === undefined) return inputs;
  const facts = fieldFacts(scenarioOf(inputs.scenario));
  const blamed = facts.find(
    ({ input, setAs }) =>
      input.name in inputs.fields && setAs.some((name) => problem.field.endsWith(name)),
  );
  const back = `set back to the record: ${problem.reason}`;
  if (blamed === undefined) {
    say(`All inputs of the scenario are ${back}.`);
    return { ...inputs, fields: {} };
  }
  const { [blamed.input.name]: _, ...fields } = inputs.fields;
  say(`${blamed.input.name} is ${back}.`);
  return withoutContradictions({ ...inputs, fields }, say);
}
