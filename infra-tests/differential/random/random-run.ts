// Many random sequences from one seed, until enough calls were made or one differs.
import fc from 'fast-check';
import type { Call } from '../call.ts';
import {
  type Difference,
  emptyTally,
  firstDifference,
  type OpenDatabase,
  type Tally,
} from '../compare-databases.ts';
import { DIFFERENTIAL_TABLES } from '../tables.ts';
import { anyCall } from './random-operations.ts';

/** How a random run ended; a counterexample is as short as fast-check could make it. */
export interface RunEnd {
  readonly tally: Tally;
  readonly counterexample?: {
    readonly calls: readonly Call[];
    readonly difference: Difference | undefined;
    /** fast-check's own, to repeat the run from it. */
    readonly seed: number;
    readonly path: string | null;
  };
}

/** Runs sequences of up to 80 calls until `callsMin` calls were made; pages count one by one. */
export async function runAtRandom(
  openTheirs: OpenDatabase,
  { callsMin, seed }: { readonly callsMin: number; readonly seed: number },
): Promise<RunEnd> {
  const tally = emptyTally();
  for (let chunk = 0; tally.calls < callsMin; chunk += 1) {
    const counterexample = await runChunk(openTheirs, seed + chunk, tally);
    if (counterexample !== undefined) return { tally, counterexample };
  }
  return { tally };
}

const SEQUENCES_A_CHUNK = 10;
const CALLS_MAX = 80;

const [network, ranked] = DIFFERENTIAL_TABLES;

/** A sequence of calls; of transactions with a token, half are sent a second time. */
export const anySequence: fc.Arbitrary<readonly Call[]> = fc
  .array(
    fc.tuple(
      fc.oneof(
        { weight: 3, arbitrary: anyCall(network) },
        { weight: 1, arbitrary: anyCall(ranked) },
      ),
      fc.boolean(),
    ),
    { minLength: 1, maxLength: CALLS_MAX, size: 'max' },
  )
  .map((calls) =>
    calls.flatMap(([call, isRepeated]) =>
      isRepeated && call.input.ClientRequestToken !== undefined ? [call, call] : [call],
    ),
  );

async function runChunk(openTheirs: OpenDatabase, seed: number, tally: Tally) {
  let sequences = 0;
  const compare = (calls: readonly Call[], counts: Tally) => {
    sequences += 1;
    return firstDifference(openTheirs, calls, `${seed}-${sequences}`, counts);
  };
  const property = fc.asyncProperty(anySequence, async (calls) => {
    return (await compare(calls, tally)) === undefined;
  });
  const details = await fc.check(property, { seed, numRuns: SEQUENCES_A_CHUNK });
  if (!details.failed) return undefined;
  if (details.errorInstance instanceof Error && details.counterexample === null) {
    throw details.errorInstance;
  }
  const calls = details.counterexample?.[0] ?? [];
  const difference = await compare(calls, emptyTally());
  // What follows the difference has nothing to do with it, but fast-check may leave it.
  const needed = calls.slice(0, (difference?.index ?? calls.length) + 1);
  return { calls: needed, difference, seed, path: details.counterexamplePath };
}
