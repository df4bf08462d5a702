// How one case ended on one engine: as AWS documents it, otherwise, or not offered at all.

import { isDeepStrictEqual } from 'node:util';
import {
  type ContractBench,
  type ContractCase,
  NotOfferedError,
  refusalFrom,
} from './contract-case.ts';
import { ResourcesRefusedError, type RunningContractEngine } from './engines/contract-engine.ts';

/** What an engine did with one case, as plain JSON: it can be kept, and judged again later. */
export type CaseAnswer =
  | { readonly kind: 'answered'; readonly answer: unknown }
  /** The case came to no answer: its resources or a call were refused, or its time was over. */
  | { readonly kind: 'broken off'; readonly answer: { refused: string } | { failed: string } }
  | { readonly kind: 'not offered'; readonly why: string };

/** How one case ended. `got` is plain JSON, beside the case's `expected`. */
export type Verdict =
  | { readonly kind: 'passed' }
  | { readonly kind: 'differs'; readonly got: unknown }
  | { readonly kind: 'unsupported'; readonly why: string };

/** Runs a case on an engine, at most `limitMs` of real time. */
export async function askCase(
  engine: RunningContractEngine,
  { resources = {}, run }: ContractCase,
  limitMs: number,
): Promise<CaseAnswer> {
  try {
    const observed = await atMost(
      engine.withBench(resources, (bench: ContractBench) => run(bench)),
      limitMs,
    );
    return { kind: 'answered', answer: asJson(observed) };
  } catch (error) {
    return answerOfError(error);
  }
}

/** Holds an answer against what the case expects. */
export function judgeAnswer({ expected }: ContractCase, answer: CaseAnswer): Verdict {
  if (answer.kind === 'not offered') return { kind: 'unsupported', why: answer.why };
  const isRight = answer.kind === 'answered' && isDeepStrictEqual(answer.answer, asJson(expected));
  return isRight ? { kind: 'passed' } : { kind: 'differs', got: answer.answer };
}

function answerOfError(error: unknown): CaseAnswer {
  if (error instanceof ResourcesRefusedError || error instanceof OverLimitError)
    return { kind: 'broken off', answer: { failed: firstLine(error.message) } };
  try {
    return { kind: 'broken off', answer: { refused: refusalFrom(error).error } };
  } catch (other) {
    if (other instanceof NotOfferedError) return { kind: 'not offered', why: other.message };
    return { kind: 'broken off', answer: { failed: firstLine(String(other)) } };
  }
}

/** Members that are undefined vanish; everything else has to be JSON already. */
function asJson(value: unknown): unknown {
  const text = value === undefined ? 'null' : JSON.stringify(value);
  return JSON.parse(text) as unknown;
}

function firstLine(text: string): string {
  return (text.split('\n')[0] ?? '').slice(0, 200);
}

class OverLimitError extends Error {
  override readonly name = 'OverLimitError';
}

async function atMost<Result>(promise: Promise<Result>, limitMs: number): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    const message = `no answer within ${limitMs / 1000} s`;
    timer = setTimeout(() => reject(new OverLimitError(message)), limitMs);
  });
  try {
    return await Promise.race([promise, limit]);
  } finally {
    clearTimeout(timer);
  }
}
