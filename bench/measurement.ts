import { createHash } from 'node:crypto';

/** One timed run of a fixed piece of work. */
export interface Measurement {
  readonly name: string;
  /** What was done, in words. */
  readonly work: string;
  readonly messageCount: number;
  /** Real time that the work took. */
  readonly wallMs: number;
  /** What the work came to; the same at every run, or the work was not the same. */
  readonly counts: Readonly<Record<string, number>>;
}

/** Several runs of the same work. */
export interface Figure {
  readonly name: string;
  readonly work: string;
  readonly messageCount: number;
  readonly rounds: number;
  readonly wallMsMedian: number;
  readonly messagesPerSecondMedian: number;
  readonly messagesPerSecondBest: number;
  /** Twelve digits that stand for all counts: equal hashes mean equal work. */
  readonly resultHash: string;
}

/**
 * Does the same work several times.
 * @throws Error when two rounds came to different counts
 */
export async function measureRounds(
  rounds: number,
  measure: () => Promise<Measurement>,
): Promise<Figure> {
  const measurements = [await measure()];
  while (measurements.length < rounds) measurements.push(await measure());
  return figureOf(measurements);
}

/** Sums rounds up. @throws Error when two rounds came to different counts, or there is none */
export function figureOf(measurements: readonly Measurement[]): Figure {
  const [first] = measurements;
  if (first === undefined) throw new Error('expected at least one round');
  const { name, work, messageCount } = first;
  const hashes = new Set(measurements.map(({ counts }) => hashOf(counts)));
  if (hashes.size > 1)
    throw new Error(`${name}: rounds of the same work differ: ${[...hashes].join(', ')}`);
  const walls = measurements.map(({ wallMs }) => wallMs).sort((a, b) => a - b);
  const wallMsMedian = walls[Math.floor(walls.length / 2)] ?? Number.NaN;
  const perSecond = (wallMs: number) => Math.round((messageCount / wallMs) * 1000);
  return {
    name,
    work,
    messageCount,
    rounds: walls.length,
    wallMsMedian: Math.round(wallMsMedian),
    messagesPerSecondMedian: perSecond(wallMsMedian),
    messagesPerSecondBest: perSecond(walls[0] ?? Number.NaN),
    resultHash: hashOf(first.counts),
  };
}

function hashOf(counts: Measurement['counts']): string {
  const sorted = Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex').slice(0, 12);
}
