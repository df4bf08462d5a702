// Log-in attempts per minute, from the totals of the samples.
import { greatest } from 'd3-array';
import type { RunResult, Sample } from '#runner/result.ts';

/** The attempts per minute between a sample and the one before it. */
export interface LoginRate {
  readonly atMs: number;
  readonly perMinute: number;
}

/** The log-in attempts per minute that led up to each sample but the first. */
export function loginRates(samples: readonly Sample[]): LoginRate[] {
  return samples.slice(1).map((sample, index) => ({
    atMs: sample.atMs,
    perMinute: loginRate(sample, samples[index]) ?? 0,
  }));
}

/** The attempts per minute since the previous sample; undefined for the first one. */
export function loginRate(sample: Sample, previous: Sample | undefined): number | undefined {
  if (previous === undefined || sample.atMs <= previous.atMs) return undefined;
  const minutes = (sample.atMs - previous.atMs) / 60_000;
  return (sample.loginAttemptsTotal - previous.loginAttemptsTotal) / minutes;
}

/**
 * The sample with the most attempts per minute; undefined for a run with fewer than two samples.
 */
export function loginPeak(run: RunResult): LoginRate | undefined {
  return greatest(loginRates(run.samples), ({ perMinute }) => perMinute);
}
