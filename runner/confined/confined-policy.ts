// A policy's file that is run confined: the same interface as docs/policies.md has, in another
// engine. Arguments and answers pass as JSON, so only values come out.
import type { Random } from '#domain/chance.ts';
import { builtInDecisions, type Decisions, type PolicyFile } from '#domain/decisions.ts';
import type { OwnCode } from '../own-code.ts';
import { readPolicyFile } from '../policy-file.ts';
import { policyBootstrap } from './bootstrap-code.ts';
import {
  type ConfinedLimits,
  type ConfinedModule,
  confine,
  loadEngine,
  usualLimits,
} from './confine.ts';
import { originals } from './originals.ts';

/** A policy inside, and how to let go of it. */
export interface ConfinedPolicy {
  readonly file: PolicyFile;
  dispose(): void;
}

type DecisionName = keyof Decisions;

const decisionNames = Object.keys(builtInDecisions) as DecisionName[];

/** Which argument of a decision is its chance; -1 where it has none. */
const randomAt: Readonly<Record<DecisionName, number>> = {
  admitLogin: -1,
  placeClient: 2,
  retryLogin: 3,
  healStep: -1,
};

/**
 * Reads a policy's file inside.
 * @throws {ConfinedError} where it cannot be evaluated
 * @throws {PolicyChoiceError} where what it exports is no policy
 */
export async function confinedPolicy(
  text: string,
  own: OwnCode,
  limits: ConfinedLimits = usualLimits,
): Promise<ConfinedPolicy> {
  const chance: { random: Random } = { random: () => 0 };
  const random = () => chance.random();
  const host = Object.fromEntries(
    decisionNames.map((name) => [name, (json: string) => decideHere(name, json, random)]),
  );
  const inside = confine(await loadEngine(), {
    text,
    fileName: own.name,
    bootstrap: policyBootstrap,
    host: { ...host, random },
    limits,
  });
  try {
    const read = inside.call('read', JSON.stringify(decisionNames.map((n) => [n, randomAt[n]])));
    const exported = read === undefined ? undefined : standIn(JSON.parse(read), inside, chance);
    return { file: readPolicyFile(exported, own), dispose: inside.dispose };
  } catch (error) {
    inside.dispose();
    throw error;
  }
}

/** A built-in decision, asked from inside. */
function decideHere(name: DecisionName, json: string, random: Random): string {
  const facts = JSON.parse(json) as unknown[];
  const at = randomAt[name];
  if (at >= 0) facts[at] = random;
  const decide = builtInDecisions[name] as (...facts: unknown[]) => unknown;
  return JSON.stringify(decide(...facts));
}

/** What the inside says of its export: values as they are, and of functions that they are some. */
interface Described {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly decisionsType: string;
  readonly madeType: string;
  /** Each decision, and of what type it is. */
  readonly made: readonly (readonly [string, string])[];
}

/** Stands for what is exported inside, so that one reader checks every policy's file. */
function standIn(
  { fields, decisionsType, madeType, made }: Described,
  inside: ConfinedModule,
  chance: { random: Random },
): object {
  if (decisionsType === 'undefined') return fields;
  if (decisionsType !== 'function') return { ...fields, decisions: decisionsType };
  if (madeType !== 'object') return { ...fields, decisions: () => madeType };
  const decisions = made.map(([name, type]) => [
    name,
    type === 'function' ? decisionInside(name as DecisionName, inside, chance) : type,
  ]);
  return { ...fields, decisions: () => Object.fromEntries(decisions) };
}

function decisionInside(name: DecisionName, inside: ConfinedModule, chance: { random: Random }) {
  return (...facts: unknown[]): unknown => {
    const at = randomAt[name];
    if (at >= 0) chance.random = facts[at] as Random;
    const given = facts.map((fact) => (typeof fact === 'function' ? null : fact));
    const answer = inside.call('decide', JSON.stringify([name, at, given]));
    return answer === undefined ? undefined : originals[name](JSON.parse(answer), facts);
  };
}
