// A small network with a storm of two nights, for the tests of the functions that conduct one.
import type { StormProgress } from '#functions/storm-progress.ts';
import {
  aNight,
  aNode,
  aStorm,
  aSupernode,
  aSupernodesNode,
  here,
  hourMs,
  noonMs,
  someSettings,
} from '#testing/domain/builders.ts';
import { aControlPlane } from './control-plane.ts';

export const names = Array.from({ length: 40 }, (_, at) => `n${at + 1}`);

export const settings = someSettings({
  storm: aStorm({
    nights: [
      aNight({ threeAmUtcMs: noonMs, restartShare: 0.5 }),
      aNight({ threeAmUtcMs: noonMs + 24 * hourMs, restartShare: 0.5 }),
    ],
  }),
});

/** Forty clients at one supernode, and a storm of two waves that strikes each of them once. */
export const aTown = () =>
  aControlPlane(
    [aSupernodesNode(), ...names.map((nodeId) => aNode({ nodeId }))],
    [aSupernode({ slots: 50, used: 40 })],
    { settings },
  );

export const wave = (waveIndex: number) => ({ ...here, waveIndex });

export const progress = (some: Partial<StormProgress> = {}): StormProgress => ({
  runId: here.runId,
  cells: [here.cell],
  waveIndex: 1,
  waveAt: new Date(noonMs).toISOString(),
  observeSeconds: 600,
  next: 'wave',
  ...some,
});
