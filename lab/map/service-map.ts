// The deployed parts and who sends, writes and reads what. A test holds all of it to the template
// that the stack synthesises: infra-tests/lab/service-map.test.ts.
import type { ControlEvent } from '#domain/events.ts';
import type { FunctionName } from '#domain/stack-names.ts';
import type { Arrow, Box, DrawnMap, Point } from './drawn-parts.ts';

/** What kind of thing a part is. */
export type PartKind =
  | 'state-machine'
  | 'queue'
  | 'dead-letters'
  | 'quarantine'
  | 'function'
  | 'table'
  | 'index'
  | 'secret';

/** A deployed part. */
export interface Part extends Box<PartId> {
  readonly look: PartKind;
  /**
   * Its logical id in the template, without the hash at its end; of an index, that of its table.
   */
  readonly logicalId: string;
}

/** What goes along an arrow. */
export type FlowKind =
  /** A queue's event source mapping hands batches to a function. */
  'feeds' | 'sends' | 'invokes' | 'dead-letters' | 'uses' | 'reads-secret';

/** What a function does with the table. */
export type TableUse = 'reads' | 'writes';

/** A flow between two parts. */
export interface Flow extends Arrow<PartId> {
  readonly look: FlowKind;
  /** Of what is sent: the messages. */
  readonly messages: readonly ControlEvent['type'][];
  /** Of the table's arrows: what for. */
  readonly uses: readonly TableUse[];
}

type QueueId = 'membership-queue' | 'login-queue' | 'heal-queue';

/** A part's name on the map. A function has the name of its file. */
export type PartId =
  | 'storm'
  | QueueId
  | `${QueueId}-dead`
  | 'quarantine'
  | FunctionName
  | 'table'
  | 'candidates'
  | 'identity-key'
  | 'turn-key';

const columns = { dead: 0, queue: 178, function: 600, table: 900 };
const widths = { dead: 130, queue: 192, function: 190, table: 190 };
/** Where the boxes of a row begin: four functions of the storm, then three queues. */
const rows = [0, 78, 156, 234, 322, 424, 526] as const;
const heights = { small: 62, tall: 86 };
const lastRow = 634;

type Row = 0 | 1 | 2 | 3 | 4 | 5 | 6;

const queueRows: Readonly<Record<QueueId, Row>> = {
  'membership-queue': 4,
  'login-queue': 5,
  'heal-queue': 6,
};

const functionRows: Readonly<Record<FunctionName, Row>> = {
  'plan-storm': 0,
  'dispatch-cell': 1,
  observe: 2,
  'report-storm': 3,
  membership: 4,
  login: 5,
  heal: 6,
};

function heightOf(row: Row): number {
  return row < 4 ? heights.small : heights.tall;
}

function middleOf(row: Row): number {
  return rows[row] + heightOf(row) / 2;
}

const functionParts: readonly (readonly [FunctionName, string, string])[] = [
  ['plan-storm', 'PlanStormFunction', 'Begins a storm: which waves there are, and when.'],
  ['dispatch-cell', 'DispatchCellFunction', 'Brings a wave to a cell: one message for each PC.'],
  ['observe', 'ObserveFunction', 'Counts who is signed in, and sends again what must be lost.'],
  ['report-storm', 'ReportStormFunction', 'Ends the run, with its verdict.'],
  ['membership', 'MembershipFunction', 'Follows who joins, leaves, restarts, is lost, renews.'],
  ['login', 'LoginFunction', 'Checks, admits, serves and places who wants to sign in.'],
  [
    'heal',
    'HealFunction',
    'Promotes PCs to supernodes where slots are missing, and paces log-ins.',
  ],
];

const queueParts: readonly (readonly [QueueId, string, string])[] = [
  ['membership-queue', 'Membership', 'News of PCs, and renewals of supernodes.'],
  ['login-queue', 'Login', 'Requests to sign in. A retry is a delayed message.'],
  ['heal-queue', 'Heal', 'One message for each heal step of a cell.'],
];

/** Every part of the usual stack but logs, roles and policies. */
export const parts: readonly Part[] = [
  {
    id: 'storm',
    label: 'RebootStorm',
    look: 'state-machine',
    logicalId: 'RebootStorm',
    x: columns.queue,
    y: 98,
    width: widths.queue,
    height: heights.tall,
    says: 'The state machine of a storm: waves, observations and the report, never a log-in.',
  },
  ...queueParts.flatMap(([id, construct, says]): Part[] => {
    const y = rows[queueRows[id]];
    const name = id.replace('-', ' ');
    return [
      {
        id,
        label: name,
        look: 'queue',
        logicalId: `${construct}Queue`,
        x: columns.queue,
        y,
        width: widths.queue,
        height: heights.tall,
        says,
      },
      {
        id: `${id}-dead`,
        label: 'dead letters',
        look: 'dead-letters',
        logicalId: `${construct}DeadLetters`,
        x: columns.dead,
        y: y + 12,
        width: widths.dead,
        height: heights.small,
        says: `Messages of the ${name} that were received five times and failed.`,
      },
    ];
  }),
  ...functionParts.map(([id, logicalId, says]): Part => {
    const row = functionRows[id];
    const [x, y, width] = [columns.function, rows[row], widths.function];
    return { id, label: id, look: 'function', logicalId, x, y, width, height: heightOf(row), says };
  }),
  {
    id: 'table',
    label: 'Network table',
    look: 'table',
    logicalId: 'Network',
    x: columns.table,
    y: 0,
    width: widths.table,
    height: rows[6] + heights.tall,
    says: 'The one table: runs, cells, nodes, supernodes and rate-limit windows.',
  },
  {
    id: 'candidates',
    label: 'index candidates',
    look: 'index',
    logicalId: 'Network',
    x: columns.table + 14,
    y: rows[6] + 18,
    width: widths.table - 28,
    height: 62,
    says: 'Eligible clients that have proven who they are: heal may promote them.',
  },
  {
    id: 'quarantine',
    label: 'quarantine queue',
    look: 'quarantine',
    logicalId: 'Quarantine',
    x: columns.function,
    y: lastRow,
    width: widths.function,
    height: heights.small,
    says: 'Messages that no retry can help, each with its reason.',
  },
  secret('identity-key', 'IdentityKey', 'Proves who sends a first request to sign in.', 0),
  secret('turn-key', 'TurnKey', 'Proves the turn that a log-in was given.', 1),
];

function secret(id: PartId, logicalId: string, says: string, place: number): Part {
  const [label, look] = [id.replace('-', ' '), 'secret'] as const;
  const y = lastRow + place * 38;
  return { id, label, look, logicalId, x: columns.table, y, width: 190, height: 30, says };
}

/** Every flow that the stack's permissions and mappings allow. */
export const flows: readonly Flow[] = [
  ...(['plan-storm', 'dispatch-cell', 'observe', 'report-storm'] as const).map((name) =>
    invocation(name),
  ),
  ...queueParts.flatMap(([id]): Flow[] => [batches(id), deadLetters(id)]),
  sends('dispatch-cell', 'membership-queue', ['NodeRestarted', 'NodeJoined', 'NodeLeft'], 440, -32),
  sends('observe', 'membership-queue', ['LeaseRenewed'], 462, -22),
  sends('observe', 'heal-queue', ['HealStepDue'], 500, -30),
  sends('membership', 'membership-queue', [
    'LeaseRenewed',
    'NodeRestarted',
    'NodeJoined',
    'NodeLeft',
  ]),
  sends('membership', 'login-queue', ['LoginRequested'], 560, -30),
  sends('membership', 'heal-queue', ['HealStepDue'], 536, -20),
  sends('login', 'login-queue', ['LoginRequested']),
  sends('heal', 'heal-queue', ['HealStepDue']),
  sends('heal', 'membership-queue', ['LeaseRenewed', 'NodeLost'], 418, 30),
  ...functionParts.map(([name]) => tableUse(name)),
  {
    ...flow('heal', 'candidates', 'uses', 'finds whom it may promote'),
    uses: ['reads'],
    points: [
      [columns.function + widths.function, rows[6] + 56],
      [columns.table + 14, rows[6] + 56],
    ],
  },
  ...(['membership', 'login', 'heal'] as const).map((name) => aside(name)),
  readsSecret('membership', 'identity-key', 850, 74),
  readsSecret('login', 'identity-key', 850, 74),
  readsSecret('login', 'turn-key', 866, 66),
];

function flow(from: PartId, to: PartId, look: FlowKind, says: string): Flow {
  return { from, to, look, says, messages: [], uses: [], points: [] };
}

function invocation(name: FunctionName): Flow {
  const [from, to] = [columns.queue + widths.queue, columns.function];
  const y = middleOf(functionRows[name]) - 8;
  const trunk = 141;
  const points: Point[] = [
    [from, trunk],
    [400, trunk],
    [400, y],
    [to, y],
  ];
  return { ...flow('storm', name, 'invokes', 'runs it as a task'), points };
}

function batches(id: QueueId): Flow {
  const row = queueRows[id];
  const name = id.replace('-queue', '') as FunctionName;
  const y = middleOf(row) - 10;
  const points: Point[] = [
    [columns.queue + widths.queue, y],
    [columns.function, y],
  ];
  return { ...flow(id, name, 'feeds', 'batches of messages'), points };
}

function deadLetters(id: QueueId): Flow {
  const y = middleOf(queueRows[id]);
  const points: Point[] = [
    [columns.queue, y],
    [columns.dead + widths.dead, y],
  ];
  return { ...flow(id, `${id}-dead`, 'dead-letters', 'what failed five times'), points };
}

/** Without a lane it goes straight back to the queue that feeds its sender. */
function sends(
  from: FunctionName,
  to: QueueId,
  messages: Flow['messages'],
  lane?: number,
  enters = 12,
): Flow {
  const [left, right] = [columns.queue + widths.queue, columns.function];
  const atQueue = middleOf(queueRows[to]) + enters;
  const atSender = middleOf(functionRows[from]) + leaves(from, to);
  const points: Point[] =
    lane === undefined
      ? [
          [right, atQueue],
          [left, atQueue],
        ]
      : [
          [right, atSender],
          [lane, atSender],
          [lane, atQueue],
          [left, atQueue],
        ];
  return { ...flow(from, to, 'sends', messages.join(', ')), messages, points };
}

/** How far below its middle an arrow leaves a function, so that no two lie on each other. */
function leaves(from: FunctionName, to: QueueId): number {
  if (from === 'heal') return -26;
  if (from === 'membership') return to === 'login-queue' ? 24 : 34;
  return to === 'heal-queue' ? 20 : 8;
}

/** Reporting reads and writes the run alone; the others more. */
function tableUse(name: FunctionName): Flow {
  const y = middleOf(functionRows[name]) - (name === 'heal' ? 14 : 0);
  const points: Point[] = [
    [columns.function + widths.function, y],
    [columns.table, y],
  ];
  return {
    ...flow(name, 'table', 'uses', 'reads and writes'),
    uses: ['reads', 'writes'],
    points,
  };
}

function aside(name: FunctionName): Flow {
  const right = columns.function + widths.function;
  const y = middleOf(functionRows[name]) + 26;
  const points: Point[] = [
    [right, y],
    [820, y],
    [820, lastRow + 30],
    [right, lastRow + 30],
  ];
  return { ...flow(name, 'quarantine', 'sends', 'messages that no retry can help'), points };
}

function readsSecret(from: FunctionName, to: PartId, lane: number, leavesAt: number): Flow {
  const y = rows[functionRows[from]] + leavesAt;
  const atSecret = lastRow + (to === 'turn-key' ? 53 : 15);
  const points: Point[] = [
    [columns.function + widths.function, y],
    [lane, y],
    [lane, atSecret],
    [columns.table, atSecret],
  ];
  return { ...flow(from, to, 'reads-secret', 'reads the key'), points };
}

/** The map as it is drawn. */
export const serviceMap: DrawnMap<PartId> = {
  title: 'The deployed parts',
  boxes: parts,
  arrows: flows,
  width: columns.table + widths.table,
  height: lastRow + heights.small + 8,
};
