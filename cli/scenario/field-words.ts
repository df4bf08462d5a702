// What each field of a scenario says, and under which names scenarios note where its value comes
// from.
import type { Sizes, Target, Timings } from '#domain/run-settings.ts';
import type { ScaledShape } from '#domain/scenario/scenario.ts';
import {
  aMoment,
  anOnlineCount,
  aShare,
  dayRanges,
  type NumberRange,
  shapeRanges,
  sizeRanges,
  stormRanges,
  targetRanges,
  timingRanges,
  zoneRanges,
} from '#domain/scenario/scenario-ranges.ts';

/** A field, or each member of a list that has it: `storm.nights.*.threeAmUtcMs`. */
export interface FieldWords {
  readonly path: string;
  readonly says: string;
  /** Undefined for a field that is no number. */
  readonly range?: NumberRange;
  /**
   * Names of assumptions. Those of the first entry count of which the scenario has any; `{label}`
   * is that of the zone or night.
   */
  readonly noted: readonly (string | readonly string[])[];
}

type Words = readonly [says: string, ...noted: (string | readonly string[])[]];

const timings: Readonly<Record<keyof Timings, Words>> = {
  bootMsMin: [
    'From a restart to the first log-in, at least.',
    'Boot to first log-in, at least',
    'Crash to first log-in, at least',
  ],
  bootMsMax: [
    'From a restart to the first log-in, at most.',
    'Boot to first log-in, at most',
    'Crash to first log-in, at most',
  ],
  orphanNoticeMsMax: [
    'In this time clients notice that their supernode is gone.',
    'Loss of a supernode noticed within',
  ],
  clientTimeoutMs: [
    'A client that waits longer gives up and asks again.',
    'A client waits for an answer',
  ],
  retryMs: [
    'Pause between two attempts of a client without backpressure.',
    'Pause between attempts, no backpressure',
  ],
  backoffMsBase: [
    'First pause of a client with backpressure; it doubles with each attempt.',
    'Backoff with backpressure, base',
  ],
  backoffMsMax: [
    'Longest pause of a client with backpressure.',
    'Backoff with backpressure, at most',
  ],
  leaseMs: [
    'A registration counts for this long after its last renewal. So long do ghosts live.',
    'A supernode record lives',
  ],
  renewEveryMs: ['A supernode renews its registration this often.', 'A supernode reports every'],
  healPaceMs: ['Pause between two heal steps of a cell.', 'A heal step every'],
  healOverdueMs: [
    'A heal step this late is presumed lost and is started again.',
    'A heal step is presumed lost after',
  ],
  rateLimitWindowMs: ["The log-in service's rate-limit window.", 'Log-in window'],
  loginsPerRateLimitWindow: [
    'Log-ins that the service of a full cell answers in one window.',
    'Log-in service, a cell',
    'Log-in service, all',
  ],
  candidateListMs: [
    'How old a list of supernodes may be under stale-candidates.',
    'A list of supernodes is kept',
  ],
  observeEveryMs: [
    'The state machine counts who is signed in this often.',
    'The loss is observed every',
    'The outage is observed every',
    'The storm is observed every',
  ],
  observeForMs: [
    'The state machine gives up this long after the last wave.',
    'The loss is watched for',
    'The outage is watched for',
    'The storm is watched for',
  ],
};

const fullTimings: Partial<Record<keyof Timings, Words>> = {
  healPaceMs: [timings.healPaceMs[0], 'Promotions, full size', 'Promotions'],
  loginsPerRateLimitWindow: [
    timings.loginsPerRateLimitWindow[0],
    'Log-in service, full size',
    'Log-in service, all',
  ],
};

type Scale = 'embedded' | 'full';

/** The words, and the name under which the value is noted; some scales have names of their own. */
const shape: Readonly<Record<keyof ScaledShape, Words>> = {
  nodeCount: ['Nodes of the network; --nodes takes more or fewer.', 'PCs', 'Nodes'],
  cellNodes: ['Nodes of a full cell; rates are those of a cell of this size.'],
  clientsPerSupernode: [
    'Clients of one supernode if everybody were online; so many supernodes there are.',
    'Clients per supernode',
    'Supernodes',
  ],
  slotsPerSupernode: ['Slots of each supernode at the start.', 'Slots per supernode'],
  operatorSlots: [
    'Slots of the one operator-run supernode of each cell.',
    'Operator-run slots',
    'Operator-run slots per cell',
  ],
  eligibleShare: [
    'Share of the nodes that could be supernodes.',
    'PCs that could be supernodes',
    'Nodes that could be supernodes',
  ],
};

const sizes: Readonly<Record<keyof Sizes, Words>> = {
  slotsPerSupernode: ['Slots that heal gives a new supernode.', 'Slots per supernode'],
  headroom: [
    'Heal keeps counted slots at or above clients times this.',
    'Slots that heal keeps per client',
  ],
  promotionsPerStep: [
    'Promotions in one heal step of one cell, at most.',
    'Promotions',
    'Promotions a minute and cell',
    'Promotions a heal step',
  ],
  eligibleShare: [
    'Share of new nodes that could be supernodes.',
    'PCs that could be supernodes',
    'Nodes that could be supernodes',
  ],
  attemptsPerMinuteMax: [
    'Connection attempts a minute at which a supernode signs off; null: it never does.',
    'Signs off above',
    'A supernode signs off above',
  ],
};

const target: Readonly<Record<keyof Target, Words>> = {
  onlineShare: [
    'Share of those who want to be online that counts as healed.',
    'Healed means signed in again',
  ],
  healWithinMs: ['Healed later than this is healed too late.', 'In time means within'],
};

/** All fields, in the order of a file. */
export const fieldWords: readonly FieldWords[] = [
  word('name', ['Its name: a-z, 0-9 and hyphens. Run folders are called by it.']),
  word('title', ['What reports call it.']),
  word('story.*', ['What happened, in sentences, where it repeats an incident.']),
  word('startMs', ['When the run begins, in milliseconds since 1970 (UTC).'], aMoment),
  word('expected.*.*', ['The verdicts that a policy may get for the exit code 0.']),
  word('usualOnlineCount', ['Nodes that were usually online.', 'Usually online'], anOnlineCount),
  word('recoveryPoints.*.onlineCount', ['Counts reported at the time.'], anOnlineCount),
  ...scale('embedded'),
  ...scale('full'),
  word('storm.zones.*.label', ['A band of local time. Nights name it.']),
  word('storm.zones.*.utcOffsetMinutes', ['Its offset from UTC.'], zoneRanges.utcOffsetMinutes),
  word(
    'storm.zones.*.nodeShare',
    ['Its share of all nodes; all shares add up to 1.', 'Users at {label}'],
    zoneRanges.nodeShare,
  ),
  word(
    'storm.zones.*.supernodeShare',
    ['Its share of the supernodes.', 'Supernodes at {label}'],
    zoneRanges.supernodeShare,
  ),
  word('storm.nights.*.label', ['A wave of restarts.']),
  word('storm.nights.*.threeAmUtcMs', ['03:00 of that night at UTC+0.'], aMoment),
  ...['storm.nights.*.restartShare', 'storm.nights.*.restartShare.*'].map((path) =>
    word(
      path,
      [
        path.endsWith('*')
          ? 'The same for one zone, by its label.'
          : 'Share of the nodes that are on and restart: one for all zones, or one for each.',
        'Restart in the {label}',
        'Restart at 03:00',
        'Supernodes lost at once',
        ['PCs that crashed', 'Supernodes lost'],
      ],
      aShare,
    ),
  ),
  word('storm.nights.*.strikes', ["'supernodes': only those; left out: whoever is on."]),
  word(
    'storm.spreadMs',
    [
      'Restarts of one wave are spread over this long.',
      'Lost within',
      'Crashes spread over',
      'Restarts of one wave spread over',
    ],
    stormRanges.spreadMs,
  ),
  word('storm.day', ['Null: everybody wants to be online, always. Or two fields:']),
  word(
    'storm.day.workdayShares.*',
    [
      'Share of the ordinary nodes that are on, in each of the 24 local hours.',
      ['PCs on at 03:00', 'PCs on in working hours', 'PCs on in the evening'],
    ],
    aShare,
  ),
  word(
    'storm.day.weekendFactor',
    ['What is left of these at the weekend.', 'PCs on at the weekend'],
    dayRanges.weekendFactor,
  ),
  word(
    'storm.growthPerDay',
    ['New nodes a day, as a share of those at the start.', 'Growth'],
    stormRanges.growthPerDay,
  ),
  ...named('timings', timings, timingRanges),
  ...named('target', target, targetRanges),
  word('assumptions.*.name', ['Where a value comes from; each report shows them.']),
];

function word(path: string, [says, ...noted]: Words, range?: NumberRange): FieldWords {
  return { path, says, noted, ...(range && { range }) };
}

function named<Name extends string>(
  folder: string,
  words: Readonly<Partial<Record<Name, Words>>>,
  ranges: Readonly<Record<Name, NumberRange>>,
): FieldWords[] {
  const names = Object.keys(words) as Name[];
  return names.map((name) => word(`${folder}.${name}`, words[name] ?? [''], ranges[name]));
}

function scale(name: Scale): FieldWords[] {
  const own = name === 'full' ? ['full size'] : ['embedded'];
  const withOwnNames = <Fields extends Readonly<Record<string, Words>>>(fields: Fields) =>
    Object.fromEntries(
      Object.entries(fields).map(([field, [says, ...noted]]) => [
        field,
        [says, ...noted.flatMap((one) => own.map((size) => `${one}, ${size}`)), ...noted] as Words,
      ]),
    ) as Record<keyof Fields, Words>;
  return [
    ...named(`${name}.shape`, withOwnNames(shape), shapeRanges),
    ...named(`${name}.sizes`, withOwnNames(sizes), sizeRanges),
    ...named(
      `${name}.timings`,
      name === 'full' ? { ...timings, ...fullTimings } : timings,
      timingRanges,
    ),
  ];
}
