// How many bytes the table's items take, by the rules of the DynamoDB developer guide, "item sizes
// and formats". Names and texts count by their length. A number counts one byte for each pair of
// digits and one more, a flag one, a map three and one more for each member. The layout is that of
// adapters/network/items.ts; a test compares both.

import type { RunSettings } from '#domain/run-settings.ts';
import type { PopulationShape } from '#domain/storm/population.ts';
import type { RunVerdict } from '#domain/storm/run-verdict.ts';

/** Number of nodes per state; a missing field counts as zero. Each state adds bytes to a node. */
export interface NodeCounts {
  readonly nodeCount: number;
  /** Supernodes. */
  readonly supernodeCount: number;
  /** Nodes with a home, dead or live. */
  readonly homedCount: number;
  /** Nodes in the index: eligible clients that have proven themselves at this boot. */
  readonly candidateCount: number;
  /** Nodes that are eligible as supernodes. */
  readonly eligibleCount: number;
  /**
   * Nodes that have signed in or stood by since the run was seeded. Their minimum accepted nonce is
   * set.
   */
  readonly seenCount: number;
  /** Nodes that are waiting or offline. */
  readonly notOnlineCount: number;
  /** Nodes that have answered a duplicate check since they were placed. */
  readonly rolledCount: number;
}

/** Bytes of the items of one run. */
export interface ItemBytes {
  /** All nodes of a cell. */
  ofNodes(counts: NodeCounts): number;
  /**
   * A cell's registrations, with the operator-run one. `renewedCount` of them were renewed at least
   * once.
   */
  ofRegistrations(registrationCount: number, renewedCount: number): number;
  /** A cell's entries in the index. `homedCount` of them have a home. */
  ofCandidates(count: number, homedCount: number): number;
  /** Counters of rate-limit windows. */
  ofWindows(count: number): number;
  /** The list of supernodes that `stale-candidates` keeps. */
  ofList(listedCount: number): number;
  readonly run: number;
  readonly storm: number;
}

/** A node's name, e.g. `n00000123`, and a cell's, e.g. `c0007`. */
const nodeIdLength = 9;
const cellIdLength = 5;

/** A time in ms since 1970: thirteen digits, seven pairs. */
const timeBytes = 8;

/** A boot number below a hundred. */
const epochBytes = 2;

/** The id that SQS gives a message: a UUID. */
export const messageIdLength = 36;

/** The bytes of a map without its members, and of each member without its name and value. */
const mapBytes = 3;

/** `home`: a supernode's name and its epoch. */
const homeBytes =
  'home'.length + mapBytes + member('supernode', nodeIdLength) + member('epoch', epochBytes);

/** `duplicateCheck`: an attempt of at most two pairs of digits, a message's id, and a nonce. */
const duplicateCheckBytes =
  'duplicateCheck'.length +
  mapBytes +
  member('attempt', 2) +
  member('messageId', messageIdLength) +
  member('nonce', timeBytes);

/** One supernode of a list: a map of name, epoch and slots, and a byte as the list's element. */
const listedBytes =
  1 + mapBytes + member('nodeId', nodeIdLength) + member('epoch', epochBytes) + member('slots', 3);

/** Computes the sizes for one run's names, slots and zones. */
export function itemBytes(settings: RunSettings, shape: PopulationShape): ItemBytes {
  const partitionLength = 'CELL##'.length + settings.runId.length + cellIdLength;
  const pk = attribute('pk', partitionLength);
  const node = nodeBytes(pk, shape);
  const slots = numberBytes(shape.slotsPerSupernode);
  const registration = registrationBytes(pk, slots);
  const candidate = candidateBytes(pk, partitionLength, slots);
  const windowIndex = Math.floor(settings.startsAtMs / settings.timings.rateLimitWindowMs);
  const window =
    pk +
    attribute('sk', 'WINDOW#'.length + String(windowIndex).length) +
    attribute('askedCount', 2) +
    attribute('expiresAtSeconds', 6);
  const list = pk + attribute('sk', 'LIST'.length) + attribute('listedAtMs', timeBytes);
  // The operator-run supernode's name is longer than a node's. The registration contains it twice.
  const operatorsMore = 2 * ('operator-'.length + cellIdLength - nodeIdLength);
  return {
    ofNodes: (counts) =>
      counts.nodeCount * node +
      counts.supernodeCount * ('supernode'.length - 'client'.length) +
      counts.homedCount * homeBytes +
      counts.candidateCount * attribute('candidateCell', partitionLength) +
      counts.eligibleCount * (slots - 1) +
      counts.seenCount * (timeBytes - 1) +
      counts.notOnlineCount * ('waiting'.length - 'online'.length) +
      counts.rolledCount * duplicateCheckBytes,
    ofRegistrations: (registrationCount, renewedCount) =>
      registrationCount === 0
        ? 0
        : operatorsMore +
          registrationCount * registration +
          renewedCount * attribute('renewalId', messageIdLength),
    ofCandidates: (count, homedCount) => count * candidate + homedCount * homeBytes,
    ofWindows: (count) => count * window,
    ofList: (listedCount) => list + attribute('supernodes', mapBytes) + listedCount * listedBytes,
    ...runBytes(settings),
  };
}

/** An online client that is not eligible, has no home, and has not signed in since the seed. */
function nodeBytes(pk: number, { zones }: PopulationShape): number {
  const share = zones.reduce((sum, { nodeShare }) => sum + nodeShare, 0);
  const offset = zones.reduce(
    (sum, { nodeShare, utcOffsetMinutes }) => sum + nodeShare * numberBytes(utcOffsetMinutes),
    0,
  );
  return (
    pk +
    attribute('sk', 'NODE#'.length + nodeIdLength) +
    attribute('nodeId', nodeIdLength) +
    attribute('cell', cellIdLength) +
    attribute('epoch', epochBytes) +
    attribute('state', 'online'.length) +
    attribute('role', 'client'.length) +
    attribute('eligible', 1) +
    attribute('claimedSlots', numberBytes(0)) +
    attribute('utcOffsetMinutes', offset / share) +
    // -1 before the first wave, then 0 or more: one pair of digits, and at first the sign.
    attribute('waveIndex', numberBytes(-1)) +
    attribute('provenEpoch', epochBytes) +
    attribute('minNonce', numberBytes(0))
  );
}

/** A node's registration that was never renewed. */
function registrationBytes(pk: number, slots: number): number {
  return (
    pk +
    attribute('sk', 'SUPERNODE#'.length + nodeIdLength) +
    attribute('nodeId', nodeIdLength) +
    attribute('cell', cellIdLength) +
    attribute('epoch', epochBytes) +
    attribute('nodeEpoch', epochBytes) +
    attribute('slots', slots) +
    attribute('used', slots) +
    attribute('leaseUntilMs', timeBytes) +
    attribute('operatorRun', 1)
  );
}

/** A client's entry in the index, without a home: the keys of both, and the copied attributes. */
function candidateBytes(pk: number, partitionLength: number, slots: number): number {
  return (
    pk +
    attribute('sk', 'NODE#'.length + nodeIdLength) +
    attribute('candidateCell', partitionLength) +
    attribute('nodeId', nodeIdLength) +
    attribute('epoch', epochBytes) +
    attribute('claimedSlots', slots)
  );
}

/**
 * The items that `saveRun` stores: the settings without the storm, and the storm with the cells'
 * names.
 */
function runBytes({ storm, cells, ...served }: RunSettings): Pick<ItemBytes, 'run' | 'storm'> {
  const pk = attribute('pk', 'RUN#'.length + served.runId.length);
  return {
    run:
      pk +
      attribute('sk', 'RUN'.length) +
      attribute('settings', utf8Bytes(JSON.stringify(served))) +
      attribute('status', 'running'.length),
    storm:
      pk +
      attribute('sk', 'STORM'.length) +
      attribute('storm', utf8Bytes(JSON.stringify(storm))) +
      attribute('cells', utf8Bytes(JSON.stringify(cells))),
  };
}

/** What the end of a run adds to its row: the verdict, the time, and a longer status. */
export function endBytes(verdict: RunVerdict): number {
  return (
    attribute('verdict', utf8Bytes(JSON.stringify(verdict))) +
    attribute('endedAtMs', timeBytes) +
    ('finished'.length - 'running'.length)
  );
}

function attribute(name: string, valueBytes: number): number {
  return name.length + valueBytes;
}

function member(name: string, valueBytes: number): number {
  return 1 + attribute(name, valueBytes);
}

/**
 * An integer: its pairs of digits without pairs of zeros at the ends, one more byte, and the sign.
 */
function numberBytes(value: number): number {
  const digits = String(Math.abs(value));
  const even = digits.length % 2 === 0 ? digits : `0${digits}`;
  const pairs = even.replace(/^(?:00)+|(?:00)+$/g, '').length / 2;
  return pairs + 1 + (value < 0 ? 1 : 0);
}

/** The number of bytes of a text. It may not hold halves of surrogate pairs; no setting does. */
export function utf8Bytes(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
}
