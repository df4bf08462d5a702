// The real handlers over a small network, and what a scan of their table shows.
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { type Item, stripKeys } from '#adapters/network/items.ts';
import { openTable, type Table } from '#adapters/network/table.ts';
import type { QueueName } from '#domain/limits.ts';
import type { CellRecord, SupernodeRecord } from '#domain/network.ts';
import { policies } from '#domain/policies.ts';
import type { RunSettings } from '#domain/run-settings.ts';
import { heal } from '#functions/heal.ts';
import { login } from '#functions/login.ts';
import { membership } from '#functions/membership.ts';
import { aControlPlane, type ControlPlane } from '#infra-tests/handlers/control-plane.ts';
import { ServiceError } from '#local-cloud/service.ts';
import {
  aNode,
  aSupernode,
  aSupernodesNode,
  aWaitingNode,
  hourMs,
  noonMs,
  someSettings,
  someSizes,
  someTimings,
} from '#testing/domain/builders.ts';
import type { Message } from './message-bag.ts';
import type { ModelNode, NetworkState } from './network-state.ts';
import type { Life } from './operations.ts';

/** What a scan shows: the network, and the row of its cell. */
export interface Scan {
  readonly state: NetworkState;
  readonly cell: CellRecord;
}

const queues = ['membership', 'login', 'heal'] as const;

type Consumers = Readonly<Record<QueueName, ReturnType<typeof membership>>>;

/** Opens a network of six, half of them eligible, with little room. */
export async function openNetwork(life: Pick<Life, 'policy' | 'seed'>): Promise<LiveNetwork> {
  const settings = settingsOf(life);
  const eligible = { eligible: true, claimedSlots: 9 };
  const plane = await aControlPlane(
    [
      aSupernodesNode({ nodeId: 's1', claimedSlots: 3 }),
      aNode({ nodeId: 'n1', ...eligible }),
      aNode({ nodeId: 'n2' }),
      aWaitingNode({ nodeId: 'n3', ...eligible, provenEpoch: 0 }),
      aWaitingNode({ nodeId: 'n4', provenEpoch: 0 }),
      aWaitingNode({ nodeId: 'n5', state: 'offline', ...eligible }),
    ],
    [
      aSupernode({ nodeId: 's1', slots: 3, used: 2 }),
      aSupernode({ nodeId: 'op', slots: 1, operatorRun: true }),
    ],
    // Two wait, so that heal has been called.
    { settings, cell: { healDueAtMs: noonMs } },
  );
  return new LiveNetwork(plane);
}

function settingsOf({ policy, seed }: Pick<Life, 'policy' | 'seed'>): RunSettings {
  return someSettings({
    seed,
    policy: policies[policy],
    sizes: someSizes({
      slotsPerSupernode: 3,
      promotionsPerStep: 2,
      headroom: 1 + (seed % 2) / 4,
      attemptsPerMinuteMax: seed % 3 === 0 ? 0.1 : null,
    }),
    timings: someTimings({
      leaseMs: hourMs,
      candidateListMs: hourMs,
      bootMsMin: 0,
      bootMsMax: 20_000,
      loginsPerRateLimitWindow: seed % 5 === 0 ? 2 : 1_000,
      rateLimitWindowMs: 60_000,
    }),
  });
}

/** What happens to a handler at one of its calls. */
export type Mishap =
  | { readonly kind: 'none' }
  | { readonly kind: 'dies'; readonly call: number }
  | { readonly kind: 'meets'; readonly call: number; readonly other: Message };

/** What became of the messages: those that the function died over have not been notified of. */
export interface Handled {
  readonly failed: ReadonlySet<Message>;
  /** Whether the handler came to its end. */
  readonly isWhole: boolean;
  /** Whether the other one was handled at all. */
  readonly hasMet: boolean;
}

export class LiveNetwork {
  readonly plane: ControlPlane;
  readonly #consumers: Consumers;
  /** Another environment of each function, with a memory of its own. */
  readonly #others: Consumers;
  readonly #table: Table;

  constructor(plane: ControlPlane) {
    this.plane = plane;
    this.#table = openTable(plane.runtime);
    this.#consumers = consumersOf(plane);
    this.#others = consumersOf(plane);
  }

  get nowMs(): number {
    return this.plane.clock.nowMs();
  }

  /** Hands messages of one queue to its consumer, as one batch. */
  async handle(messages: readonly Message[], mishap: Mishap): Promise<Handled> {
    let calls = 0;
    let isDead = false;
    let isBusy = false;
    let hasMet = false;
    const failed = new Set<Message>();
    this.plane.interfere = async () => {
      if (isBusy) return undefined;
      if (mishap.kind === 'dies' && calls >= mishap.call) isDead = true;
      // Whoever is dead reaches nobody any more.
      if (isDead) return new ServiceError('InternalServerError', 'the environment is dead');
      const isNow = mishap.kind === 'meets' && calls === mishap.call;
      calls += 1;
      if (!isNow) return undefined;
      isBusy = true;
      hasMet = true;
      for (const one of await delivered(this.#others, [mishap.other])) failed.add(one);
      isBusy = false;
      return undefined;
    };
    for (const one of await delivered(this.#consumers, messages)) failed.add(one);
    this.plane.interfere = undefined;
    return { failed, isWhole: !isDead, hasMet };
  }

  /** What was sent since, by queue. */
  takeSent() {
    return queues.flatMap((queue) => this.plane.takeSent(queue).map((event) => ({ queue, event })));
  }

  async scan(): Promise<Scan> {
    const { client, name } = this.#table;
    const command = new ScanCommand({ TableName: name, ConsistentRead: true });
    const { Items = [] } = await client.send(command);
    const cell = Items.find(({ sk }) => sk?.S === 'CELL');
    if (cell === undefined) throw new Error('expected the scan to show the cell');
    const row = stripKeys(cell) as unknown as CellRecord;
    const nodes = ofKind(Items, 'NODE#').map((item) => {
      const isCandidate = item.candidateCell !== undefined;
      return { home: null, ...stripKeys(item), isCandidate } as unknown as ModelNode;
    });
    const registrations = ofKind(Items, 'SUPERNODE#').map(
      (item) => stripKeys(item) as unknown as SupernodeRecord,
    );
    const state = {
      nodes: byId(nodes),
      registrations: byId(registrations),
      population: row.population,
    };
    return { state, cell: row };
  }
}

function consumersOf({ runtime }: ControlPlane): Consumers {
  return { membership: membership(runtime), login: login(runtime), heal: heal(runtime) };
}

async function delivered(consumers: Consumers, messages: readonly Message[]): Promise<Message[]> {
  const queue = messages[0]?.queue ?? 'login';
  const Records = messages.map(
    ({ messageId, event }) => ({ messageId, body: JSON.stringify(event) }) as SQSRecord,
  );
  const { batchItemFailures } = await consumers[queue]({ Records } satisfies SQSEvent);
  const ids = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
  return messages.filter(({ messageId }) => ids.has(messageId));
}

function ofKind(items: readonly Item[], prefix: string): Item[] {
  return items.filter(({ sk }) => sk?.S?.startsWith(prefix));
}

function byId<Row extends { nodeId: string }>(rows: readonly Row[]): Record<string, Row> {
  return Object.fromEntries(rows.map((row) => [row.nodeId, row]));
}
