// What nobody published of August 2007, with the range that the sources leave to each. The model's
// own values are somewhere within: docs/model.md, "What is known, what is guessed".
import { chanceOf } from '#domain/chance.ts';
import { august2007, augustRestartShare, augustZones } from '../august-2007.ts';
import { type Setting, type Unknown, valueAt } from './unknown.ts';

const full = fullScale();
const { shape, sizes } = full;
const cellCount = shape.nodeCount / shape.cellNodes;
const { rateLimitWindowMs } = august2007.timings;
const { loginsPerRateLimitWindow = Number.NaN, healPaceMs = Number.NaN } = full.timings ?? {};
const stepsPerSecond = (1000 * cellCount) / healPaceMs;
const hourMs = 3_600_000;
const noSource = 'no source: a wide guess around our model';

/** The unknowns of August 2007, by name. */
export const augustUnknowns = {
  restartShare: {
    title: 'PCs on at 03:00 that restart by themselves (share)',
    range: [0.2, 0.9],
    spacing: 'linear',
    shipped: augustRestartShare,
    published: [0.34, 0.34],
    provenance: 'guess',
    source: 'facts 2.3: 0.34 in September 2006; facts 2.6: 0.9 install by themselves in 2011',
  },
  americasShare: {
    title: 'supernodes in the Americas (share)',
    range: [0.15, 0.5],
    spacing: 'linear',
    shipped: americas('supernodeShare'),
    published: [0.15, 0.25],
    provenance: 'guess',
    source: 'facts 1.17: 0.15 to 0.25 in North America; our model: 0.5',
  },
  clientsPerSupernode: {
    title: 'PCs for each supernode (PCs)',
    range: [250, 500],
    spacing: 'log',
    shipped: shape.clientsPerSupernode,
    published: [345, 414],
    provenance: 'derived',
    source: 'facts 1.9, 1.12: 300 to 360 of those online, up to 500; at the peak 0.87 are online',
  },
  slotsPerClient: {
    title: 'slots of a supernode for each of its PCs (slots)',
    range: [1.1, 2.2],
    spacing: 'log',
    shipped: shape.slotsPerSupernode / shape.clientsPerSupernode,
    provenance: 'guess',
    source: 'facts 1.11: 800 users at one supernode in 2012, 2.2 times as many as in 2007',
  },
  attemptsPerMinuteMax: {
    title: 'attempts at which a supernode signs off (a minute)',
    range: [30, 600],
    spacing: 'log',
    shipped: sizes.attemptsPerMinuteMax ?? Number.NaN,
    provenance: 'guess',
    source: 'facts 1.15: it signs off; 1.42: at up to 100 times the normal load; no figure',
  },
  leaseHours: {
    title: 'time for which a lost supernode is still counted (h)',
    range: [4, 48],
    spacing: 'linear',
    shipped: august2007.timings.leaseMs / hourMs,
    provenance: 'guess',
    source: noSource,
  },
  loginsPerSecond: {
    title: 'log-ins that the service answers (a second)',
    range: [2_000, 12_000],
    spacing: 'log',
    shipped: (loginsPerRateLimitWindow * 1000 * cellCount) / rateLimitWindowMs,
    provenance: 'guess',
    source: 'facts 1.9: about 50 servers, of 40 to 240 log-ins a second each; the rate is a guess',
  },
  promotionsPerSecond: {
    title: 'supernodes that heal promotes, at most (a second)',
    range: [6, 320],
    spacing: 'log',
    shipped: sizes.promotionsPerStep * stepsPerSecond,
    provenance: 'guess',
    source: noSource,
  },
  headroom: {
    title: 'slots that heal keeps for each client (slots)',
    range: [0.9, 1.3],
    spacing: 'linear',
    shipped: sizes.headroom,
    provenance: 'guess',
    source: noSource,
  },
  operatorSlots: {
    title: 'slots that the operator runs (slots)',
    range: [20_000, 300_000],
    spacing: 'log',
    shipped: shape.operatorSlots * cellCount,
    provenance: 'guess',
    source: 'facts 1.22: a few that start the network; 1.31: 0.15 M online at the worst',
  },
  retrySeconds: {
    title: 'pause between two attempts (s)',
    range: [6, 120],
    spacing: 'log',
    shipped: august2007.timings.retryMs / 1000,
    provenance: 'guess',
    source: 'facts 1.25: 6 s between two rounds; 1.27: log-ins held for a minute',
  },
  clientTimeoutSeconds: {
    title: 'time for which a client waits for an answer (s)',
    range: [5, 60],
    spacing: 'log',
    shipped: august2007.timings.clientTimeoutMs / 1000,
    provenance: 'guess',
    source: 'facts 1.25: 5 s a try, 34 s behind a firewall; known in the background only',
  },
  listHours: {
    title: 'age of a list of supernodes, at most (h)',
    range: [1, 48],
    spacing: 'log',
    shipped: august2007.timings.candidateListMs / hourMs,
    provenance: 'guess',
    source: 'facts 1.21, 1.23: lists are kept; how long is not said',
  },
  eligibleShare: {
    title: 'PCs that could be supernodes (share)',
    range: [0.05, 0.3],
    spacing: 'log',
    shipped: shape.eligibleShare,
    provenance: 'guess',
    source: 'facts 1.13: who can be one; the share is a guess',
  },
  nightShare: {
    title: 'ordinary PCs on at night (share)',
    range: [0.1, 0.5],
    spacing: 'linear',
    shipped: nightHours(0),
    provenance: 'guess',
    source: 'facts 2.11: not found',
  },
} as const satisfies Readonly<Record<string, Unknown>>;

/** The name of an unknown. */
export type UnknownName = keyof typeof augustUnknowns;

/** A value for each unknown, in its unit. */
export type UnknownValues = Readonly<Record<UnknownName, number>>;

/** The names of all unknowns, in one order. */
export const unknownNames = Object.keys(augustUnknowns) as readonly UnknownName[];

/** The values that the scenario ships with. */
export const shippedValues: UnknownValues = byName((name) => augustUnknowns[name].shipped);

/**
 * One draw of all unknowns, each even in its range by itself. The values of a number are always the
 * same, so that each hypothesis is tried with the same ones.
 */
export function drawUnknowns(seed: number, number: number): UnknownValues {
  return valuesAt((name) => chanceOf(seed, 'unknown', name, number));
}

/** The value of each unknown at its place, from 0 to 1, in its range. */
export function valuesAt(placeIn: (name: UnknownName) => number): UnknownValues {
  return byName((name) => valueAt(augustUnknowns[name], placeIn(name)));
}

/**
 * What the values are in the words of `--vary`. What is a whole number in the scenario is rounded.
 * A value that the scenario ships with changes nothing.
 */
export function settingsOf(values: UnknownValues): Setting[] {
  const { clientsPerSupernode, slotsPerClient, eligibleShare } = values;
  const slots = Math.round(Math.round(clientsPerSupernode) * slotsPerClient);
  const perWindow = (values.loginsPerSecond * rateLimitWindowMs) / 1000 / cellCount;
  return [
    factor('storm.nights.*.restartShare.*', values.restartShare / augustRestartShare),
    ...supernodeShares(values.americasShare),
    whole('shape.clientsPerSupernode', clientsPerSupernode),
    whole('shape.slotsPerSupernode', slots),
    whole('sizes.slotsPerSupernode', slots),
    exact('sizes.attemptsPerMinuteMax', values.attemptsPerMinuteMax),
    whole('timings.leaseMs', values.leaseHours * hourMs),
    whole('full.timings.loginsPerRateLimitWindow', perWindow),
    whole('sizes.promotionsPerStep', Math.max(1, values.promotionsPerSecond / stepsPerSecond)),
    exact('sizes.headroom', values.headroom),
    whole('shape.operatorSlots', values.operatorSlots / cellCount),
    whole('timings.retryMs', values.retrySeconds * 1000),
    whole('timings.clientTimeoutMs', values.clientTimeoutSeconds * 1000),
    whole('timings.candidateListMs', values.listHours * hourMs),
    exact('shape.eligibleShare', eligibleShare),
    exact('sizes.eligibleShare', eligibleShare),
    ...nightShares(values.nightShare),
  ];
}

/** The zones of the Americas keep their shares of each other, and so do all others. */
function supernodeShares(share: number): Setting[] {
  const before = americas('supernodeShare');
  return augustZones.map((zone, index) => {
    const scale = isAmerican(zone) ? share / before : (1 - share) / (1 - before);
    return exact(`storm.zones.${index}.supernodeShare`, zone.supernodeShare * scale);
  });
}

/** The hours of the night; those beside them are halfway to the day. */
function nightShares(share: number): Setting[] {
  const change = share - nightHours(0);
  const shares = august2007.storm.day?.workdayShares ?? [];
  return shares.flatMap((before, hour) => {
    const field = `storm.day.workdayShares.${hour}`;
    if (before === nightHours(0)) return [exact(field, share)];
    return isTwilight(hour) ? [exact(field, before + change / 2)] : [];
  });
}

/** The hours between night and day. */
function isTwilight(hour: number): boolean {
  return hour === 0 || hour === 7 || hour === 23;
}

/** The share of ordinary PCs that are on in the small hours. */
function nightHours(otherwise: number): number {
  return august2007.storm.day?.workdayShares[3] ?? otherwise;
}

function americas(share: 'supernodeShare' | 'nodeShare'): number {
  const shares = augustZones.filter(isAmerican).map((zone) => zone[share]);
  return shares.reduce((sum, one) => sum + one, 0);
}

function isAmerican({ utcOffsetMinutes }: { readonly utcOffsetMinutes: number }): boolean {
  return utcOffsetMinutes < 0;
}

function exact(field: string, value: number): Setting {
  return { field, value };
}

function whole(field: string, value: number): Setting {
  return { field, value: Math.round(value) };
}

function factor(field: string, value: number): Setting {
  return { field, value, isFactor: true };
}

function byName(valueIn: (name: UnknownName) => number): UnknownValues {
  const entries = unknownNames.map((name) => [name, valueIn(name)]);
  return Object.fromEntries(entries) as Record<UnknownName, number>;
}

function fullScale() {
  const { full } = august2007;
  if (full === undefined) throw new Error(`${august2007.name} has no full scale`);
  return full;
}
