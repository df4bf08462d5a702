// How the local cloud answers a row: as AWS was recorded, otherwise, or not at all.

import { isDeepStrictEqual } from 'node:util';
import { UnsupportedError } from '#local-cloud/service.ts';
import { NotOfferedError, refusalFrom } from '../contract/contract-case.ts';
import {
  ResourcesRefusedError,
  type RunningContractEngine,
} from '../contract/engines/contract-engine.ts';
import { NOT_MADE, type RecordedRow } from './recorded-row.ts';

/** How a row came out; `got` is plain JSON. */
export type RowVerdict =
  | { readonly kind: 'agrees' }
  | { readonly kind: 'differs'; readonly got: unknown }
  | { readonly kind: 'unsupported'; readonly why: string };

/**
 * Asks what the row asks.
 * @throws whatever is no answer of a service: then the row itself is wrong
 */
export async function judgeRow(
  engine: RunningContractEngine,
  { resources = {}, ask, answer }: RecordedRow,
): Promise<RowVerdict> {
  try {
    const got = asJson(await engine.withBench(resources, (bench) => ask(bench)));
    return isDeepStrictEqual(got, asJson(answer)) ? { kind: 'agrees' } : { kind: 'differs', got };
  } catch (error) {
    return verdictOn(error, answer);
  }
}

function verdictOn(error: unknown, answer: unknown): RowVerdict {
  if (error instanceof NotOfferedError) return { kind: 'unsupported', why: error.message };
  // A call that the row does not expect to be refused; `refusalFrom` throws what is no answer.
  if (!(error instanceof ResourcesRefusedError)) return refusedOrNotOffered(error);
  if (error.cause instanceof UnsupportedError) return { kind: 'unsupported', why: error.message };
  if (isDeepStrictEqual(answer, NOT_MADE)) return { kind: 'agrees' };
  return { kind: 'differs', got: { ...NOT_MADE, why: error.message } };
}

function refusedOrNotOffered(error: unknown): RowVerdict {
  try {
    return { kind: 'differs', got: { refused: refusalFrom(error).error } };
  } catch (other) {
    if (other instanceof NotOfferedError) return { kind: 'unsupported', why: other.message };
    throw other;
  }
}

/**
 * Whether the table is right about a row: what is not marked agrees, what is marked does
 * not. The answer says what is wrong, or `undefined`.
 */
export function complaintAbout(row: RecordedRow, verdict: RowVerdict): string | undefined {
  const isMarked = row.differs !== undefined;
  if (verdict.kind === 'agrees') {
    return isMarked ? 'agrees with AWS now: take the mark `differs` away' : undefined;
  }
  if (isMarked) return undefined;
  if (verdict.kind === 'unsupported') return `is not supported: ${verdict.why}`;
  return `AWS: ${JSON.stringify(row.answer)}, local cloud: ${JSON.stringify(verdict.got)}`;
}

/** Members that are undefined vanish; everything else has to be JSON already. */
function asJson(value: unknown): unknown {
  return JSON.parse(value === undefined ? 'null' : JSON.stringify(value)) as unknown;
}
