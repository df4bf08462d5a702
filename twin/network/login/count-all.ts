import type { LoginMetric } from '#domain/login/plan-answer.ts';
import type { Network } from '../network-state.ts';

/** Counts what became of a log-in. Here nobody forges a proof, or brings it too late. */
export function countAll({ counts }: Network, metrics: readonly LoginMetric[]): void {
  for (const metric of metrics) {
    switch (metric) {
      case 'LoginsForged':
      case 'LoginsExpired':
        throw new Error(`expected nothing on the twin that counts as ${metric}`);
      // What a flood counts by names that are written here: to look a varying name up takes longer.
      case 'LoginsBusy':
        counts.LoginsBusy += 1;
        break;
      case 'LoginsWithoutCapacity':
        counts.LoginsWithoutCapacity += 1;
        break;
      case 'LoginsPlaced':
        counts.LoginsPlaced += 1;
        break;
      default:
        counts[metric] += 1;
    }
  }
}
