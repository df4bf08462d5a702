// How one case ended on one engine: as AWS documents it, otherwise, or not offered at all.

import { isDeepStrictEqual } from 'node:util';
import {
  type ContractBench,
  type ContractCase,
  NotOfferedError,
  refusalFrom,
} from './contract-case.ts';
import { ResourcesRefusedError, type RunningContractEngine } from './engines/contract-engine.ts';

/** How one case ended. `got` is plain JSON, beside the case's `expected`. */
export type Verdict =
  | { readonly kind: 'passed' }
  | { readonly kind: 'differs'; readonly got: unknown }
  | { readonly kind: 'unsupported'; readonly why: string };

/** Runs a case on an engine, at most `limitMs` of real time. */
export async function judgeCase(
  engine: RunningContractEngine,
  contractCase: ContractCase,
  limitMs: number,
): Promise<Verdict> {
  const { resources = {}, run } = contractCase;
  try {
    const observed = await atMost(
      engine.withBench(resources, (bench: ContractBench) => run(bench)),
      limitMs,
    );
    return compare(contractCase.expected, observed);
  } catch (error) {
    return verdictOn(error);
  }
}

function compare(expected: unknown, observed: unknown): Verdict {
  const got = asJson(observed);
  return isDeepStrictEqual(got, asJson(expected)) ? { kind: 'passed' } : { kind: 'differs', got };
}

function verdictOn(error: unknown): Verdict {
  if (error instanceof ResourcesRefusedError || error instanceof OverLimitError)
    return { kind: 'differs', got: { failed: firstLine(error.message) } };
  try {
    return { kind: 'differs', got: { refused: refusalFrom(error).error } };
  } catch (other) {
    if (other instanceof NotOfferedError) return { kind: 'unsupported', why: other.message };
    return { kind: 'differs', got: { failed: firstLine(String(other)) } };
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
