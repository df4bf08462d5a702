// A policy's file that is run confined: the same interface as docs/policies.md has, in another
// engine. Arguments and answers pass as JSON, so only values come out.
import * as z from 'zod';
import type { Random } from '#domain/chance.ts';
import { builtInDecisions, type Decisions, type PolicyFile } from '#domain/decisions.ts';
import { hypothesisNames } from '#domain/policies.ts';
import { didYouMean } from '../sentences/nearest-word.ts';
import { type ConfinedLimits, confine } from './confine.ts';
import { ConfinedError } from './confined-error.ts';

/** A policy inside, and how to let go of it. */
export interface ConfinedPolicy {
  readonly file: PolicyFile;
  /** The decisions that it makes of its own. */
  readonly decisionNames: readonly string[];
  dispose(): void;
}

type DecisionName = keyof Decisions;

/** Which argument of a decision is its chance; -1 where it has none. */
const randomAt: Readonly<Record<DecisionName, number>> = {
  admitLogin: -1,
  placeClient: 2,
  retryLogin: 3,
  healStep: -1,
};

/**
 * Reads a policy's file inside.
 * @throws {ConfinedError} where it cannot be read, exports no policy or one that cannot be
 */
export async function confinedPolicy(
  text: string,
  fileName: string,
  limits?: ConfinedLimits,
): Promise<ConfinedPolicy> {
  let random: Random = () => 0;
  const builtIn = Object.keys(builtInDecisions) as DecisionName[];
  const host = Object.fromEntries(
    builtIn.map((name) => [name, (json: string) => decideHere(name, json, () => random())]),
  );
  const inside = await confine(text, fileName, { ...host, random: () => random() }, limits);
  const read = inside.call('read', JSON.stringify(builtIn));
  if (read === undefined) throw new ConfinedError(fileName, "it exports no 'policy'");
  const { id, hypotheses, names } = described(JSON.parse(read), fileName);
  const decisions = names.map((name) => [
    name,
    (...facts: unknown[]) => {
      const at = randomAt[name];
      if (at >= 0) random = facts[at] as Random;
      const given = facts.map((fact) => (typeof fact === 'function' ? null : fact));
      const answer = inside.call('decide', JSON.stringify([name, at, given]));
      return answer === undefined ? undefined : original[name](JSON.parse(answer), facts);
    },
  ]);
  return {
    file: { id, hypotheses, decisions: () => Object.fromEntries(decisions) },
    decisionNames: names,
    dispose: inside.dispose,
  };
}

/** A built-in decision, asked from inside. */
function decideHere(name: DecisionName, json: string, random: Random): string {
  const facts = JSON.parse(json) as unknown[];
  const at = randomAt[name];
  if (at >= 0) facts[at] = random;
  const decide = builtInDecisions[name] as (...facts: unknown[]) => unknown;
  return JSON.stringify(decide(...facts));
}

const description = z.looseObject({
  id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9.-]{0,39}$/, 'letters, digits, dots and dashes'),
  hypotheses: z.array(z.enum(hypothesisNames)).optional(),
  own: z.enum(['undefined', 'function'], 'its decisions must be a function'),
  made: z.literal('object', 'its decisions must return an object of functions'),
  kinds: z.array(z.tuple([z.string(), z.string()])),
});

function described(read: unknown, fileName: string) {
  const parsed = description.safeParse(read);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ConfinedError(fileName, `${issue?.path.join('.')}: ${issue?.message}`);
  }
  const { id, hypotheses = [], kinds } = parsed.data;
  const known = Object.keys(builtInDecisions);
  const names = kinds.map(([name, kind]) => {
    if (!known.includes(name))
      throw new ConfinedError(
        fileName,
        `no decision is called '${name}'. ${didYouMean(name, known)}`,
      );
    if (kind !== 'function')
      throw new ConfinedError(fileName, `the decision ${name} must be a function`);
    return name as DecisionName;
  });
  return { id, hypotheses, names };
}

interface Boot {
  readonly nodeId?: unknown;
  readonly epoch?: unknown;
}

/** Answers name what they were given by copies; the program wants the very objects. */
const original: Readonly<
  Record<DecisionName, (answer: Copied, facts: readonly unknown[]) => unknown>
> = {
  admitLogin: (answer) => answer,
  retryLogin: (answer) => answer,
  placeClient: (answer, [supernodes]) =>
    answer?.supernode === undefined
      ? answer
      : { ...answer, supernode: originalOf(answer.supernode, supernodes) },
  healStep: (answer, [, supernodes, candidates]) =>
    typeof answer !== 'object' || answer === null
      ? answer
      : {
          ...answer,
          promote: originalsOf(answer.promote, candidates),
          retire: originalsOf(answer.retire, supernodes),
          lost: originalsOf(answer.lost, supernodes),
        },
};

type Copied = Readonly<Record<string, unknown>> | null;

function originalsOf(copies: unknown, given: unknown): unknown {
  return Array.isArray(copies) ? copies.map((one) => originalOf(one, given)) : copies;
}

/** What was given with this node and boot; the copy itself, where nothing was. */
function originalOf(copy: unknown, given: unknown): unknown {
  const { nodeId, epoch } = Object(copy) as Boot;
  return (given as readonly Boot[]).find((o) => o.nodeId === nodeId && o.epoch === epoch) ?? copy;
}
