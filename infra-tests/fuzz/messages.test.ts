// Whatever lies in a queue: a few thousand bodies in every test run, and as many as
// REBOOTSTORM_FUZZ_INPUTS says by hand and in CI.
import { seededRandom } from '#local-cloud/seeded-random.ts';
import type { Fate } from './expected-fate.ts';
import { aFuzzedPlane } from './fuzzed-plane.ts';

const inputCount = Number(process.env.REBOOTSTORM_FUZZ_INPUTS ?? 5_000);

/** A network that was fuzzed for long has seen everything; then another one is better. */
const inputsPerNetwork = 1_000;

const seed = 2007;

test(
  'every message of any batch is accepted, comes again or is quarantined with its reason',
  async () => {
    const seen = new Map<string, Record<Fate, number>>();
    for (let done = 0; done < inputCount; done += inputsPerNetwork) {
      const plane = await aFuzzedPlane(seededRandom(seed).fork(`after ${done}`));
      for (let batches = inputsPerNetwork / 10; batches > 0; batches -= 1) {
        for (const { what, fate } of await plane.batch()) {
          const counts = seen.get(what) ?? { unprocessable: 0, newer: 0, idle: 0, 'at-work': 0 };
          counts[fate] += 1;
          seen.set(what, counts);
        }
      }
    }
    const kindsRefused = [...seen]
      .filter(([, { unprocessable }]) => unprocessable > 0)
      .map(([what]) => what);
    expect(kindsRefused.length).toBeGreaterThanOrEqual(14);
    expect(seen.get('an odd number')?.newer).toBeGreaterThan(0);
    expect(seen.get('valid')?.['at-work']).toBeGreaterThan(inputCount / 20);
    // Broken so slightly that it says something else: that has to be served like any other.
    expect(seen.get('a bit flipped')?.['at-work']).toBeGreaterThan(0);
  },
  30_000 + inputCount * 5,
);
