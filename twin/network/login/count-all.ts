import type { LoginMetric } from '#domain/login/plan-answer.ts';
import type { Network } from '../network-state.ts';

/** Counts what became of a log-in. Here nobody forges a proof, or brings it too late. */
export function countAll({ counts }: Network, metrics: readonly LoginMetric[]): void {
  for (const metric of metrics) {
    if (metric === 'LoginsForged' || metric === 'LoginsExpired')
      throw new Error(`expected nothing on the twin that counts as ${metric}`);
    counts[metric] += 1;
  }
}
