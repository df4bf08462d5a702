// How long a service takes: one draw for each law that a station may have.
import { unreachable } from '#domain/unreachable.ts';
import type { Random } from '#twin/engine/random.ts';
import type { ServiceLaw } from './station.ts';

// Read once: in a test's sandbox each access to a global takes a quarter of a microsecond.
const { cos, exp, floor, log, PI, sqrt } = Math;

/** Opens a law. @returns a function that draws one duration, in milliseconds */
export function openServiceLaw(service: ServiceLaw, random: Random): () => number {
  switch (service.law) {
    case 'exponential':
      return () => exponential(service.meanMs, random);
    case 'deterministic':
      return () => service.meanMs;
    case 'lognormal':
      return openLognormal(service.meanMs, service.variation, random);
    case 'hyperexponential':
      return openHyperexponential(service.meanMs, service.variation, random);
    case 'empirical': {
      const { valuesMs } = service;
      return () => valuesMs[floor(random() * valuesMs.length)]!;
    }
    default:
      return unreachable(service);
  }
}

/** The mean of a law, in milliseconds. */
export function meanServiceMs(service: ServiceLaw): number {
  if (service.law !== 'empirical') return service.meanMs;
  return service.valuesMs.reduce((sum, valueMs) => sum + valueMs, 0) / service.valuesMs.length;
}

/** One draw of the exponential law, by inversion. `1 - u` is never zero. */
export function exponential(mean: number, random: Random): number {
  return -mean * log(1 - random());
}

/** One draw of the standard normal law (Box and Muller). */
export function standardNormal(random: Random): number {
  return sqrt(-2 * log(1 - random())) * cos(2 * PI * random());
}

function openLognormal(meanMs: number, variation: number, random: Random): () => number {
  const variance = log(1 + variation ** 2);
  const logMean = log(meanMs) - variance / 2;
  const deviation = sqrt(variance);
  return () => exp(logMean + deviation * standardNormal(random));
}

/** Two exponential branches with balanced means: each carries half of all work. */
function openHyperexponential(meanMs: number, variation: number, random: Random): () => number {
  const square = variation ** 2;
  const shortShare = (1 + sqrt((square - 1) / (square + 1))) / 2;
  const shortMs = meanMs / (2 * shortShare);
  const longMs = meanMs / (2 * (1 - shortShare));
  return () => exponential(random() < shortShare ? shortMs : longMs, random);
}
