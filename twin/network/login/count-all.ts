import type { LoginMetric } from '#domain/login/plan-answer.ts';
import type { Network } from '../network-state.ts';

/** Counts what became of a log-in. Here no batch interferes with another one, and nobody forges. */
export function countAll({ counts }: Network, metrics: readonly LoginMetric[]): void {
  for (const metric of metrics) {
    if (metric === 'LoginsOvertaken' || metric === 'LoginsForged' || metric === 'LoginsExpired')
      throw new Error(`expected nothing on the twin that counts as ${metric}`);
    counts[metric] += 1;
  }
}
