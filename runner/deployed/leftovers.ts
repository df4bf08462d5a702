// Proves that nothing of a stack is left, or finds what is: each service is asked for all that it
// has, whatever CloudFormation believes.
import type { Connected } from '#adapters/clients.ts';
import type { Found, FoundKind, Question } from '#adapters/inventory/found.ts';
import { inventoryQuestions } from '#adapters/inventory/inventory.ts';
import { serviceFailure } from '#adapters/service-failure.ts';
import { deleted, type StackRecord } from '#adapters/stack/stack-records.ts';
import { isUnknownOperation } from '#adapters/unknown-operation.ts';
import type { PriceBook } from '#pricing/price-book.ts';
import { upkeepCost } from './upkeep-cost.ts';
import { belongingTo, type Evidence } from './whose-stack.ts';

/** Something of the stack that is still there. */
export interface Leftover {
  readonly kind: FoundKind;
  readonly name: string;
  /** Its name, URL or ARN, by which its service deletes it. */
  readonly deleteBy: string;
  readonly knownBy: Evidence;
  readonly note: string;
  /** It is free, and will be gone without anybody's doing, which nobody can hasten. */
  readonly endsByItself: boolean;
  /** What it costs while nobody uses it; null: the price book lacks a price for it. */
  readonly usdPerMonth: number | null;
  /** What has no price; empty where everything has one. */
  readonly unpriced: string;
}

/** A question that got no answer. */
export interface Unanswered {
  readonly service: string;
  readonly what: string;
  readonly because: string;
}

/** What is left of a stack, as far as the services tell. */
export interface Leftovers {
  readonly left: readonly Leftover[];
  /** Keys that wait for their deletion: KMS deletes none at once, and bills none that waits. */
  readonly ending: readonly Leftover[];
  /** The engine does not have these: nothing can be there. */
  readonly notAsked: readonly Unanswered[];
  /** These have something, or nothing: they refused to tell. */
  readonly refused: readonly Unanswered[];
  /** What was asked for and answered: `queues`, `tables`, ... */
  readonly asked: readonly string[];
}

/** Why a question was not asked. */
export const unknownToEngine = 'the engine does not know it';

/**
 * Asks every service what it has of a stack.
 * @param records what CloudFormation remembers of the stacks of that name
 */
export async function findLeftovers(
  connected: Connected,
  stackName: string,
  records: readonly StackRecord[],
  book: PriceBook,
): Promise<Leftovers> {
  const whose = belongingTo(stackName, records);
  const found: Leftover[] = [];
  const notAsked: Unanswered[] = [];
  const refused: Unanswered[] = [];
  const asked = ['stacks'];
  for (const question of inventoryQuestions(connected)) {
    const { service, what } = question;
    try {
      found.push(...(await ofStack(question, whose, book)));
      asked.push(what);
    } catch (error) {
      if (isUnknownOperation(error)) notAsked.push({ service, what, because: unknownToEngine });
      else refused.push({ service, what, because: refusal(error) });
    }
  }
  const left = [
    ...livingStacks(stackName, records),
    ...found.filter(({ endsByItself }) => !endsByItself),
  ];
  const ending = found.filter(({ endsByItself }) => endsByItself);
  return { left, ending, notAsked, refused, asked };
}

/** A failed or half-deleted stack is free, but it keeps its name, and whatever it still has. */
function livingStacks(stackName: string, records: readonly StackRecord[]): Leftover[] {
  return records
    .filter(({ status }) => status !== deleted)
    .map(({ status }) => ({
      kind: 'stack',
      name: stackName,
      deleteBy: stackName,
      knownBy: 'CloudFormation lists it',
      note: status,
      endsByItself: false,
      usdPerMonth: 0,
      unpriced: '',
    }));
}

async function ofStack(
  question: Question,
  whose: (found: Found) => Evidence | undefined,
  book: PriceBook,
): Promise<Leftover[]> {
  const left: Leftover[] = [];
  for (const found of await question.list()) {
    const knownBy = whose(found);
    if (knownBy === undefined) continue;
    const seen = (await question.look?.(found)) ?? found;
    const { kind, name, deleteBy = name, note, upkeep } = seen;
    const endsByItself = kind === 'key' && upkeep.isEnding === true;
    left.push({ kind, name, deleteBy, knownBy, note, endsByItself, ...upkeepCost(seen, book) });
  }
  return left;
}

/** @throws whatever is no refusal of a service */
function refusal(error: unknown): string {
  const failure = serviceFailure(error);
  if (failure === undefined) throw error;
  return failure.said;
}
