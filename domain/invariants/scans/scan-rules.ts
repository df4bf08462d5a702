import { isSignedIn, type NodeRecord, type SupernodeRecord } from '../../network.ts';
import { isUnhealthy } from '../../storm/health.ts';
import { lastRestartAtMs } from '../../storm/plan-storm.ts';
import type { RunVerdict } from '../../storm/run-verdict.ts';
import type { InvariantId } from '../invariant.ts';
import { homeName } from '../network-seen.ts';
import { unawareMsMax } from '../rules/no-dead-home.ts';
import { drainedMsMax } from '../rules/run-ends.ts';
import type { NetworkSnapshot, ScanFinding, ScanRule, Scans } from './scan-evidence.ts';
import { type Mismatch, mismatchesOf } from './scan-mismatches.ts';

const drainedWords = `${Math.ceil(drainedMsMax / 1_000)} s`;

/** For each invariant, what two scans and the queues' counts say of it. */
export const scanRules: Readonly<Record<InvariantId, ScanRule>> = {
  'capacity-never-exceeded': {
    decidedBy: 'in both scans every registration has 0 <= used <= slots',
    find: ({ first, second }) => found([...overfull(first), ...overfull(second)]),
  },
  'one-home': {
    decidedBy:
      'no supernode or waiting node has a home, no live registration holds more than it counts',
    find: (scans) => {
      const misplaced = scans.second.nodes.flatMap(misplacedHome);
      return found(
        misplaced,
        ofMismatches(scans, ({ kind }) => kind === 'over-homed'),
      );
    },
  },
  'no-dead-home': {
    decidedBy:
      'nobody is, in both scans, at a home dead for over a lease, with the log-in queue empty, ' +
      'unless everybody was signed in when the run ended',
    find: deadHomes,
  },
  'epochs-only-rise': {
    decidedBy: 'no boot number fell from the first scan to the second',
    find: ({ first, second }) => found(fallenEpochs(first, second)),
  },
  'no-slot-leaked': {
    decidedBy: 'no live registration counts, in both scans, the same slots that nobody holds',
    find: (scans) =>
      found(
        [],
        ofMismatches(scans, ({ kind }) => kind === 'leaked'),
      ),
  },
  'no-login-lost': {
    decidedBy:
      'who is not signed in in both scans has messages under way, or was signed in at the end',
    find: lostLogins,
  },
  'only-proven': {
    decidedBy: 'whoever is online has its boot marked as proven; how, only a history says',
    find: ({ second }) => found(second.nodes.flatMap(unproven)),
  },
  'nonce-never-reused': {
    decidedBy: 'no minimum accepted nonce fell from the first scan to the second',
    find: ({ first, second }) => found(fallenMinimums(first, second)),
  },
  'counters-exact': {
    decidedBy: 'in both scans populations and used slots are what the nodes count up to',
    find: (scans) =>
      found(
        [],
        ofMismatches(scans, () => true),
      ),
  },
  'dead-letters-empty': {
    decidedBy:
      'no dead-lettered message of the run, and none in quarantine that could have been handled',
    find: deadLettersLeft,
  },
  'heal-ends': {
    decidedBy: 'heal is idle in every cell where everybody is signed in',
    find: endlessHeal,
  },
  'run-ends': {
    decidedBy: `${drainedWords} after its planned end no queue holds a message of the run`,
    find: loopsLeft,
  },
  liveness: {
    decidedBy:
      'when the run ended, else at the second scan, the target share is online: H after the last ' +
      'restart or sooner',
    find: healedInTime,
  },
};

type Found = ScanFinding['violations'][number];

function found(violations: readonly Found[], more: Partial<ScanFinding> = {}): ScanFinding {
  return { violations: [...violations, ...(more.violations ?? [])], unknown: more.unknown ?? null };
}

function overfull({ supernodes }: NetworkSnapshot): Found[] {
  return supernodes
    .filter(({ used, slots }) => used < 0 || used > slots)
    .map((one) => ({
      item: registrationName(one),
      words: `${one.used} slots used of ${one.slots}`,
    }));
}

function misplacedHome({ nodeId, role, state, home }: NodeRecord): Found[] {
  if (home === null || (role === 'client' && state === 'online')) return [];
  const who = role === 'supernode' ? 'a supernode' : state;
  return [{ item: nodeId, words: `${who}, with a home at ${homeName(home)}` }];
}

/**
 * A miscount is one for good if both scans show it, with the same clients at the same registration.
 */
function ofMismatches(
  { first, second }: Scans,
  concerns: (mismatch: Mismatch) => boolean,
): ScanFinding {
  const before = new Set(mismatchesOf(first).map(({ fingerprint }) => fingerprint));
  const now = mismatchesOf(second).filter(concerns);
  const lasting = now.filter(({ fingerprint }) => before.has(fingerprint));
  const moving = now.length - lasting.length;
  return {
    violations: lasting.map(({ item, words }) => ({ item, words })),
    unknown: moving === 0 ? null : `${moving} counts moved while they were read; check again`,
  };
}

function deadHomes({ first, second, verdict }: Scans): ScanFinding {
  const { timings } = second.settings;
  const deadBefore = new Set(atDeadHomes(first).map(nodeName));
  const dead = atDeadHomes(second).filter((node) => deadBefore.has(nodeName(node)));
  if (dead.length === 0 || endedWithEverybody(verdict)) return found([]);
  if (second.isOver) return found([], { unknown: formatOver(dead.length, 'have a dead home') });
  const isQuiet = first.underWay.login + second.underWay.login === 0;
  const late = dead.filter((node) => {
    const endedMs = leaseEndOf(node, second) ?? Number.POSITIVE_INFINITY;
    return endedMs + unawareMsMax(timings) < second.atMs;
  });
  const words = 'its home died over a lease ago, and no log-in is under way';
  const violations = isQuiet ? late.map((node) => ({ item: nodeName(node), words })) : [];
  const unknown = `${dead.length} have a dead home; whether they were notified needs the history`;
  return found(violations, { unknown });
}

/** Whoever is away by now was signed in when the run ended, and its lease ran out since. */
function endedWithEverybody(verdict: Scans['verdict']): boolean {
  return verdict?.outcome === 'healed' && verdict.onlineCount === verdict.populationCount;
}

function atDeadHomes(snapshot: NetworkSnapshot): NodeRecord[] {
  return awayFrom(snapshot).filter(({ home }) => home !== null);
}

/** Everybody who wants to be signed in and is not. */
function awayFrom({ nodes, supernodes, atMs }: NetworkSnapshot): NodeRecord[] {
  const byId = new Map(supernodes.map((one) => [one.nodeId, one]));
  return nodes.filter((node) => node.state !== 'offline' && !isSignedIn(node, byId, atMs));
}

function leaseEndOf({ home }: NodeRecord, { supernodes }: NetworkSnapshot): number | undefined {
  const registration = supernodes.find(({ nodeId }) => nodeId === home?.supernode);
  return registration?.epoch === home?.epoch ? registration?.leaseUntilMs : undefined;
}

function fallenEpochs(first: NetworkSnapshot, second: NetworkSnapshot): Found[] {
  const nodes = new Map(first.nodes.map((node) => [node.nodeId, node.epoch]));
  const registrations = new Map(first.supernodes.map((one) => [one.nodeId, one]));
  return [
    ...second.nodes.flatMap(({ nodeId, epoch }) => fall(nodeId, 'epoch', nodes.get(nodeId), epoch)),
    ...second.supernodes.flatMap(({ nodeId, epoch, nodeEpoch }) => [
      ...fall(nodeId, "registration's epoch", registrations.get(nodeId)?.epoch, epoch),
      ...fall(nodeId, 'latest boot heard of', registrations.get(nodeId)?.nodeEpoch, nodeEpoch),
      ...(nodeEpoch < epoch ? fall(nodeId, 'registration, heard of', epoch, nodeEpoch) : []),
    ]),
  ];
}

function fallenMinimums(first: NetworkSnapshot, second: NetworkSnapshot): Found[] {
  const floors = new Map(first.nodes.map((node) => [node.nodeId, node.minNonce]));
  return second.nodes.flatMap(({ nodeId, minNonce }) =>
    fall(nodeId, 'minimum accepted nonce', floors.get(nodeId), minNonce),
  );
}

function fall(item: string, what: string, was: number | undefined, is: number): Found[] {
  return was === undefined || is >= was
    ? []
    : [{ item, words: `its ${what} fell from ${was} to ${is}` }];
}

function lostLogins({ first, second, verdict }: Scans): ScanFinding {
  const awayBefore = new Set(awayFrom(first).map(nodeName));
  const away = awayFrom(second).filter((node) => awayBefore.has(nodeName(node)));
  if (away.length === 0 || endedWithEverybody(verdict)) return found([]);
  if (second.isOver) return found([], { unknown: formatOver(away.length, 'are not signed in') });
  const count = ({ login, membership }: NetworkSnapshot['underWay']) => login + membership;
  const words = 'is not signed in, and no message at all is under way';
  if (count(first.underWay) + count(second.underWay) === 0)
    return found(away.map((node) => ({ item: nodeName(node), words })));
  const unknown = `${away.length} are not signed in; which messages are theirs needs the history`;
  return found([], { unknown });
}

function unproven({ nodeId, epoch, state, provenEpoch }: NodeRecord): Found[] {
  if (state !== 'online' || provenEpoch === epoch) return [];
  return [{ item: nodeId, words: `online at boot ${epoch}, proven at ${provenEpoch}` }];
}

function deadLettersLeft({ messagesLeft }: Scans): ScanFinding {
  const { deadLetters, unclearDeadLetters, sound, unreadQuarantinedCount } = messagesLeft;
  const some = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts).filter(([, count]) => count > 0);
  const unclear = some(unclearDeadLetters).map(([item, count]) => unclearWords(item, count));
  if (unreadQuarantinedCount > 0) unclear.push(unreadWords(unreadQuarantinedCount));
  return found(
    [
      ...some(deadLetters).map(([item, count]) => ({
        item,
        words: `${unclearDeadLetters[item] ? 'at least ' : ''}${count} dead-lettered messages`,
      })),
      ...sound.map((words) => ({ item: 'quarantine', words })),
    ],
    { unknown: unclear[0] ?? null },
  );
}

function unclearWords(item: string, count: number): string {
  return `${count} messages in ${item} may be of any run: they name none, or were not read`;
}

function unreadWords(count: number): string {
  return `${count} messages in quarantine could not be read: too many, or hidden just now`;
}

function endlessHeal({ first, second }: Scans): ScanFinding {
  if (second.isOver) return found([]);
  const before = new Map(first.cells.map((cell) => [cell.cell, cell]));
  const awayCells = new Set([...awayFrom(first), ...awayFrom(second)].map(({ cell }) => cell));
  const busy = second.cells.filter(({ cell, healDueAtMs }) => {
    return !awayCells.has(cell) && healDueAtMs !== null;
  });
  const { healPaceMs } = second.settings.timings;
  const isLong = second.atMs - first.atMs > 3 * healPaceMs;
  const endless = busy.filter(({ cell, newsCount, healStep }) => {
    const was = before.get(cell);
    return isLong && was?.newsCount === newsCount && healStep - was.healStep >= 3;
  });
  const words = 'heal goes on, although everybody is signed in and nothing happened';
  return found(
    endless.map(({ cell }) => ({ item: cell, words })),
    { unknown: busy.length > 0 ? `heal is not done yet in ${busy.length} cells` : null },
  );
}

/** A run that ended early still has delayed messages under way; when it ended no scan can say. */
function loopsLeft({ second }: Scans): ScanFinding {
  const count = Object.values(second.underWay).reduce((sum, one) => sum + one, 0);
  if (count === 0 || second.atMs < second.settings.endsAtMs + drainedMsMax) return found([]);
  // The queues are those of every run, and a count does not say whose the messages are.
  const words = `the run is over, and ${count} messages are under way, of it or of another`;
  return found([], { unknown: words });
}

function healedInTime({ second, verdict }: Scans): ScanFinding {
  if (verdict !== undefined) return healedByThen(verdict, second.settings.target.healWithinMs);
  const { settings, atMs, isOver, nodes, supernodes } = second;
  const wanted = nodes.filter(({ state }) => state !== 'offline').length;
  const online = wanted - awayFrom(second).length;
  const lastMs = lastRestartAtMs(settings.storm, settings.shiftMs);
  const isBack = !isUnhealthy(online, wanted, settings.target);
  if (atMs < lastMs) return found([], { unknown: 'the storm is not over yet' });
  if (isBack) return found([]);
  if (isOver && supernodes.every(({ leaseUntilMs }) => leaseUntilMs <= atMs))
    return found([], { unknown: 'the run is over, and its leases have run out since' });
  const words = `${online} of ${wanted} online`;
  if (atMs >= lastMs + settings.target.healWithinMs)
    return found([{ item: 'the network', words: `${words}, later than H after the last restart` }]);
  return found([], { unknown: `${words}; H has not passed yet` });
}

/** By what was observed at the run's end: the scans show what became of it afterwards. */
function healedByThen(
  { outcome, onlineCount, populationCount, sinceLastRestartMs }: RunVerdict,
  healWithinMs: number,
): ScanFinding {
  const isLate = sinceLastRestartMs >= healWithinMs;
  if (outcome === 'healed' && !isLate) return found([]);
  if (outcome === 'healed')
    return found([], { unknown: 'it healed, but it was observed so seldom that it may be late' });
  const words = `${onlineCount} of ${populationCount} online at the end`;
  if (outcome === 'timed-out' && isLate)
    return found([{ item: 'the network', words: `${words}, later than H after the last restart` }]);
  const how = outcome === 'timed-out' ? 'given up before H had passed' : 'not observed to its end';
  return found([], { unknown: `its storm was ${how}` });
}

function formatOver(count: number, what: string): string {
  return `the run is over, and nobody is served any more; ${count} ${what}`;
}

function nodeName({ nodeId, epoch }: NodeRecord): string {
  return `${nodeId}@${epoch}`;
}

function registrationName({ nodeId, epoch }: SupernodeRecord): string {
  return `${nodeId}@${epoch}`;
}
