// A serverless platform's steady state, beside what SimFaaS prints for it (facts 4.4).
import { runFunctionPool } from '../function-pool.ts';
import type { ValidationRun } from '../twin-parts.ts';
import type { KnownResult } from './known-result.ts';
import { measuredRows } from './measured-rows.ts';

/** The source has two runs of a million seconds each: the means of both are the known values. */
const sourceSeconds = 2e6;

/** Cold starts, and how many instances there are, run and idle. */
export function simfaasTable({ seed, scaled }: ValidationRun): KnownResult[] {
  const durationSeconds = scaled(60_000);
  const common = { source: 'SimFaaS, 4.4', sourceRuns: sourceSeconds / durationSeconds };
  const name = '0.9 requests/s, warm 1.991 s, cold 2.244 s, expiry 600 s';
  const values = [
    { ...common, name: `${name}: share cold`, known: 0.001_35, sourceRounding: 0.000_05 },
    { ...common, name: `${name}: instances`, known: 7.675, sourceRounding: 0.005 },
    { ...common, name: `${name}: running`, known: 1.7925, sourceRounding: 0.0005 },
    { ...common, name: `${name}: idle`, known: 5.88, sourceRounding: 0.005 },
  ];
  return measuredRows(seed, values, (runSeed) => {
    const { coldShare, instances, running, idle } = runFunctionPool({
      arrivalsPerSecond: 0.9,
      warmSeconds: 1.991,
      coldSeconds: 2.244,
      expirySeconds: 600,
      warmUpSeconds: 5000,
      durationSeconds,
      seed: runSeed,
    });
    return [coldShare, instances, running, idle];
  });
}
