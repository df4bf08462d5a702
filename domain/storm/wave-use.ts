// The most that a wave may use, before it comes.
import type { DayProfile, RunSettings, Storm } from '../run-settings.ts';
import { shareAt } from './day-profile.ts';
import type { Wave } from './plan-storm.ts';
import { addUse, nothingUsed, type Use } from './use.ts';

/** Transitions of a wave in each cell: its child has one state. */
export const transitionsOfCell = 1;

/** Transitions of a wave beside its cells': two for the wave, three for its observation. */
const transitionsOfWave = 5;

/**
 * Transitions that belong to one observation: WaitToObserve, Observe and WhatNext, after a wave
 * WaitForWave and DispatchCells, and before observations apart KeepObserving and what ends it.
 */
export function transitionsOfObserving(
  after: 'wave' | 'observe-again' | 'report',
  before: 'wave' | 'observe-again' | 'keep-observing' | 'report',
): number {
  return 3 + (after === 'wave' ? 2 : 0) + (before === 'keep-observing' ? 3 : 0);
}

/**
 * What it uses to store a run and to begin and end its storm: an item for each node, of which the
 * index has some, and the first renewals; PlanStorm, ReportStorm, HowItEnded and how it ended.
 */
export function seedUse(populationCount: number): Use {
  const own = { ...nothingUsed, transitions: 4, invocations: 1, gbSeconds: 0.25 };
  return addUse(own, seededOfNode, populationCount);
}

const seededOfNode: Use = { ...nothingUsed, writeUnits: 1.5, sqsRequests: 0.02 };

/**
 * At most what a node uses that a wave throws out or moves, by the tables of docs/architecture.md,
 * alone in its transactions and three to a batch. Writes: restart 5, placement 5, and a third of
 * news 2 and window 1. Messages: its restart, its notice and two log-ins, which are sent, received
 * and deleted. Reads: each message's node, and a third of a cell's registrations.
 */
const nodeMoved: Use = {
  ...nothingUsed,
  invocations: 1,
  gbSeconds: 0.03,
  sqsRequests: 5,
  readUnits: 8,
  writeUnits: 11,
};

/** What a wave uses at most. A flood that follows it is priced as it goes on. */
export function waveUse(
  settings: Pick<RunSettings, 'storm' | 'cells'>,
  wave: Wave,
  populationCount: number,
): Use {
  const cellCount = settings.cells.length;
  const own = { ...nothingUsed, invocations: 1, transitions: transitionsOfWave };
  const cells = addUse(own, dispatchOfCell(populationCount / cellCount), cellCount);
  return addUse(cells, nodeMoved, populationCount * shareMoved(settings.storm, wave));
}

/** The child for one cell, which reads all its nodes, of a quarter of a KB each, and sends. */
function dispatchOfCell(nodeCount: number): Use {
  return {
    invocations: 1,
    gbSeconds: 0.25,
    sqsRequests: Math.ceil(nodeCount / 10),
    readUnits: Math.ceil(nodeCount / 16),
    writeUnits: 1,
    transitions: transitionsOfCell,
  };
}

/**
 * The share of the nodes that a wave moves. A restart throws out the node, and that of a supernode
 * its clients, too: of all clients as large a share as it is of all supernodes.
 */
function shareMoved(storm: Storm, wave: Wave): number {
  if (wave.kind === 'turnover') return shareOfAnHour(storm);
  const zones = storm.zones.filter((zone) => zone.utcOffsetMinutes === wave.utcOffsetMinutes);
  const total = (of: 'nodeShare' | 'supernodeShare') =>
    zones.reduce((sum, zone) => sum + zone[of], 0);
  const restarted = wave.strikes === 'supernodes' ? 0 : total('nodeShare');
  return Math.min(1, (wave.chanceTo - wave.chanceFrom) * (restarted + total('supernodeShare')));
}

/** The most that come or go within an hour: the steepest hour of the week, and the growth. */
function shareOfAnHour({ day, growthPerDay }: Storm): number {
  return Math.min(1, (day === null ? 0 : steepestHour(day)) + growthPerDay / 24);
}

const hourMs = 3_600_000;
const hoursOfWeek = 168;

function steepestHour(day: DayProfile): number {
  const shares = Array.from({ length: hoursOfWeek + 1 }, (_, hour) => shareAt(day, hour * hourMs));
  const steps = shares.slice(1).map((share, hour) => Math.abs(share - (shares[hour] ?? share)));
  return Math.max(...steps);
}

/**
 * At most what it uses to drop the messages that are under way when a run ends: one of each node,
 * received and deleted once more in batches of five.
 */
export function drainUse(populationCount: number): Use {
  return addUse(nothingUsed, droppedOfNode, populationCount);
}

const droppedOfNode: Use = {
  ...nothingUsed,
  invocations: 0.2,
  gbSeconds: 0.01,
  sqsRequests: 0.4,
  readUnits: 0.2,
};
