// The columns of runs, sweeps, months and costs.
import type { RunResult, Sample } from '#runner/result.ts';
import type { SweepRow } from '#runner/sweep/sweep-row.ts';
import { type ColumnWords, column } from './column-words.ts';

/** What says which run a row is of. */
export const identityColumns = {
  scenario: column('', 'The scenario that was run.'),
  cloud: column('', 'Where it was run: local, with every handler, or twin, on the model.'),
  scale: column('', 'The scale of the scenario: embedded, or full, the real size.'),
  policy: column('', 'The policy that was run.'),
  nodes: column('nodes', 'How many PCs the simulated network has.'),
  cells: column('cells', 'How many cells the network is divided into.'),
  retries: column('', 'Whether failing attempts were executed one by one, or aggregated (twin).'),
  faults: column('', 'The faults that the local cloud made on purpose, as --faults takes them.'),
  faultPlan: column('', 'The fault plan before the rates that are varied.'),
  commit: column('', 'The commit of the program, or its version.'),
  seed: column('', 'The number that decides everything that is left to chance.'),
} as const satisfies Record<string, ColumnWords>;

/** A sample of a run's curves, as in `series.csv`. */
export const sampleColumns: Readonly<Record<keyof Sample | 'isoTime', ColumnWords>> = {
  atMs: column('ms', 'Virtual time of the sample, since 1970 or since the start of a drill.'),
  isoTime: column('UTC', 'The same moment as a date; empty where the scenario has no date.'),
  onlineCount: column('nodes', 'Nodes that hold a slot on a live supernode, or are one.'),
  wantedCount: column('nodes', 'Nodes that are switched on, and so want to be signed in.'),
  waitingCount: column('nodes', 'Wanted nodes that are not signed in.'),
  supernodesLive: column('supernodes', 'Supernodes that are running now.'),
  supernodesCounted: column(
    'supernodes',
    'Supernodes that heal believes to be running; those above the live ones are ghosts.',
  ),
  slotsLive: column('slots', 'Room for clients at all live supernodes, used or free.'),
  loginQueueDepth: column('messages', 'Messages in the log-in queue.'),
  loginAttemptsTotal: column('attempts', 'Log-in attempts since the start of the run.'),
  loginsPlacedTotal: column('log-ins', 'Placed log-ins since the start of the run.'),
  promotionsTotal: column('promotions', 'Promotions since the start of the run.'),
};

type RowColumn = Exclude<
  keyof SweepRow,
  'cells' | 'counts' | 'meters' | 'phases' | 'peaks' | 'wire'
>;

/** The result of one run in numbers. */
export const resultColumns: Readonly<Record<RowColumn, ColumnWords>> = {
  verdict: column('', 'How it ended: healed, late, not-healed, stuck, unknown, failed or stopped.'),
  healMs: column('ms', 'From the last restart until healed for good; empty if that never came.'),
  belowTargetMs: column('ms', 'Time with less than the target share signed in.'),
  userHoursLost: column('hours', 'Hours that users wanted to be signed in and were not, in sum.'),
  worstOfflineShare: column('0 to 1', 'The largest share of wanted nodes that was not signed in.'),
  worstOfflineAtMs: column('ms', 'When that was, in virtual time.'),
  ranMs: column('ms', 'Virtual time from the start of the run to its end.'),
  restarts: column('restarts', 'PCs that the storm restarted.'),
  loginAttempts: column('attempts', 'Log-in attempts, whatever came of them.'),
  loginsPlaced: column('log-ins', 'Clients that got a slot at a supernode.'),
  retriesPerLogin: column('attempts', 'Attempts in vain for each log-in that was placed.'),
  promotions: column('promotions', 'Clients that became supernodes.'),
  violationCount: column('violations', 'Invariants that the run violated.'),
  messagesHandled: column('messages', 'Messages on the local cloud, events on the twin.'),
};

/** Of `months.csv` alone. */
export const monthColumns = {
  month: column('', 'The month of the Patch Tuesday.'),
  spread: column('0 to 1', 'Standard deviation of the share that restarts.'),
  pcs: column('PCs', 'How many PCs the real network had in that month.'),
  restartShare: column('0 to 1', 'The share of PCs that restarts, as drawn for this seed.'),
  load: column('', 'How many ordinary PCs are on, where 1 is August 2007, as drawn.'),
  recordOnlineCount: column('users', 'The most users that were ever online at once, as drawn.'),
  fell: column('true, false', 'Whether the network fell in that month.'),
} as const satisfies Record<string, ColumnWords>;

/** Of the `points.csv` of a cost alone. */
export const costColumns = {
  kind: column('', 'Whether this size was run, or worked out from the two largest runs.'),
  billUsd: column('US$', 'The whole bill at list prices.'),
  perMillionLoginsUsd: column('US$', 'The bill for a million log-ins.'),
  perNodeMonthUsd: column('US$', 'The bill for a node and a month.'),
  floorUsd: column('US$', 'The least that any design could pay for the same log-ins.'),
  floorRatio: column('times', 'The bill as a multiple of that floor.'),
  networkFloorRatio: column('times', 'The same over a floor that counts joins, leaves, renewals.'),
} as const satisfies Record<string, ColumnWords>;

/** Of the `effects.csv` of a factorial alone. */
export const effectColumns = {
  effect: column('', 'The hypotheses whose effect it is, between colons where they are several.'),
  measure: column('', 'The measure that they change.'),
  unit: column('', 'The unit of the change: ms, usd, share (0 to 1) or number.'),
  change: column('see unit', 'The mean with less the mean without, over all other combinations.'),
  low95: column('see unit', 'The lower end of its 95 % interval over the seeds.'),
  high95: column('see unit', 'The upper end of its 95 % interval over the seeds.'),
  variationShare: column('0 to 1', 'Its share of what differs between the combinations.'),
} as const satisfies Record<string, ColumnWords>;

/** Of `what-if.csv` alone. */
export const whatIfColumns = {
  changed: column('', 'What is changed of August 2007; as-it-was: nothing.'),
} as const satisfies Record<string, ColumnWords>;

/** Of the `series.csv` of stations alone. */
export const stationColumns = {
  station: column('', 'The station, by the name of its file.'),
  fromMs: column('ms', 'When the interval starts, in virtual time.'),
  arrived: column('requests', 'Requests that came.'),
  attempts: column('attempts', 'Attempts of these requests, retries included.'),
  retries: column('attempts', 'Attempts after the first one of a request.'),
  served: column('requests', 'Requests that were answered in time.'),
  servedLate: column('attempts', 'Attempts that were served after their client had gone.'),
  rejected: column('attempts', 'Attempts that found the queue full.'),
  failed: column('attempts', 'Attempts that ended in an error.'),
  timedOut: column('attempts', 'Attempts whose client stopped waiting.'),
  abandoned: column('attempts', 'Attempts that left the queue when their client gave up.'),
  gaveUp: column('requests', 'Requests that ended without an answer.'),
  inQueue: column('attempts', 'How many were in the queue, on average over the interval.'),
  inService: column('attempts', 'How many were being served, on average over the interval.'),
  queueAtEnd: column('attempts', 'How many waited in the queue at the end of the interval.'),
} as const satisfies Record<string, ColumnWords>;

/** Numbers of `result.json` for each run that have no column of a table. */
export const runNumbers = {
  belowTargetAfterMs: column('ms', 'The part of the time below the target after the last restart.'),
  loginsPerMinuteMax: column('log-ins', 'What all log-in services together can serve in a minute.'),
  startMs: column('ms', 'Virtual time at which the run starts.'),
  endMs: column('ms', 'Virtual time at which the run ends.'),
  lastRestartAtMs: column('ms', 'The latest time at which the last restart happens.'),
} as const satisfies Partial<Record<keyof RunResult, ColumnWords>>;
