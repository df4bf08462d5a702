// Test support: a history written by hand, from a quiet day on, and what the checker makes of it.

import type { ControlEvent } from '#domain/events.ts';
import { openChecker } from '#domain/invariants/check-history.ts';
import type { MessageMoved, MessagePlace, RecordChange } from '#domain/invariants/history.ts';
import type { InvariantId, InvariantVerdict } from '#domain/invariants/invariant.ts';
import type { CellRecord, NodeRecord, SupernodeRecord } from '#domain/network.ts';
import {
  aCell,
  aLogin,
  aNode,
  aProof,
  aSupernode,
  aSupernodesNode,
  noonMs,
  someSettings,
} from './builders.ts';

const settings = someSettings();

/** A change in words: a record with what it names changed, or gone. */
export type Reported =
  | { readonly node: Partial<NodeRecord> & { nodeId: string } }
  | { readonly registration: Partial<SupernodeRecord> & { nodeId: string } }
  | { readonly cell: Partial<CellRecord> }
  | { readonly goneRegistration: string }
  | { readonly goneNode: string };

/** Begins a history at noon with `s1`, which carries `n1`, and an idle cell of these two. */
export function aHistory(): HistoryBuilder {
  const history = new HistoryBuilder();
  history.commit({ node: aSupernodesNode() }, { node: aNode() });
  history.commit({ registration: aSupernode({ used: 1 }) }, { cell: aCell({ population: 2 }) });
  return history.seeded();
}

/** A history that keeps its records, so that a test says only what changes. */
export class HistoryBuilder {
  atMs = noonMs;
  readonly #checker = openChecker(settings);
  readonly #nodes = new Map<string, NodeRecord>();
  readonly #registrations = new Map<string, SupernodeRecord>();
  #cell: CellRecord | null = null;
  #serial = 0;

  seeded(): this {
    this.#checker.note({ kind: 'seeded', atMs: this.atMs });
    return this;
  }

  finished(): this {
    this.#checker.note({ kind: 'finished', atMs: this.atMs });
    return this;
  }

  /** A storm that lasts from now for so long. */
  fault(lastsMs = 0): this {
    const lastsUntilMs = this.atMs + lastsMs;
    this.#checker.note({ kind: 'fault', atMs: this.atMs, what: 'restarts', lastsUntilMs });
    return this;
  }

  wait(durationMs: number): this {
    this.atMs += durationMs;
    return this;
  }

  commit(...reported: readonly Reported[]): this {
    const changes = reported.map((one) => this.#change(one));
    this.#checker.note({ kind: 'commit', atMs: this.atMs, changes });
    return this;
  }

  /** A queue accepts a message. @returns its id */
  send(event: ControlEvent | null, { isGenuine = true, queue = 'login' as MessagePlace } = {}) {
    this.#serial += 1;
    const messageId = `m${this.#serial}`;
    const sent = { kind: 'message', step: 'sent', atMs: this.atMs, queue, messageId } as const;
    this.#checker.note({ ...sent, event, isGenuine: () => isGenuine });
    return messageId;
  }

  step(
    step: MessageMoved['step'],
    messageId: string,
    { queue = 'login' as MessagePlace, isPoison = false } = {},
  ): this {
    this.#checker.note({ kind: 'message', step, atMs: this.atMs, queue, messageId, isPoison });
    return this;
  }

  /** `n1` restarts: it waits at its second boot, and its slot is given back. */
  restart(): this {
    const boot = { nodeId: 'n1', epoch: 2, state: 'waiting', home: null } as const;
    return this.commit({ node: boot }, { registration: { nodeId: 's1', used: 0 } });
  }

  /** `n1` asks to sign in at its second boot. @returns the message's id */
  ask({ attempt = 1, isGenuine = true } = {}): string {
    return this.send(aLogin({ epoch: 2, attempt, proof: aProof({ nonce: 7 }) }), { isGenuine });
  }

  /** `n1` is placed at `s1` at its second boot. */
  place(some: Partial<NodeRecord> = {}): this {
    const home = { supernode: 's1', epoch: 1 };
    const proven = { provenEpoch: 2, minNonce: 8 };
    return this.commit(
      { node: { nodeId: 'n1', state: 'online', home, ...proven, ...some } },
      { registration: { nodeId: 's1', used: 1 } },
    );
  }

  /** Ends the history here. @returns what became of one invariant */
  verdict(id: InvariantId): InvariantVerdict {
    const found = this.#checker.verdicts({ atMs: this.atMs }).find((one) => one.id === id);
    if (found === undefined) throw new Error(`expected a verdict on ${id}`);
    return found;
  }

  /** Ends the history here. @returns the invariants that do not hold, with what was said first */
  complaints(): Record<string, string | undefined> {
    const verdicts = this.#checker.verdicts({ atMs: this.atMs });
    const others = verdicts.filter(({ verdict }) => verdict !== 'holds');
    return Object.fromEntries(
      others.map(({ id, violations, reason }) => [id, violations[0]?.words ?? reason ?? undefined]),
    );
  }

  #change(reported: Reported): RecordChange {
    if ('cell' in reported) {
      const before = this.#cell;
      this.#cell = { ...(before ?? aCell()), ...reported.cell };
      return { of: 'cell', before, after: this.#cell };
    }
    if ('node' in reported) {
      const before = this.#nodes.get(reported.node.nodeId) ?? null;
      const after = { ...(before ?? aNode()), ...reported.node };
      this.#nodes.set(after.nodeId, after);
      return { of: 'node', before, after };
    }
    if ('registration' in reported) {
      const before = this.#registrations.get(reported.registration.nodeId) ?? null;
      const after = { ...(before ?? aSupernode()), ...reported.registration };
      this.#registrations.set(after.nodeId, after);
      return { of: 'supernode', before, after };
    }
    if ('goneRegistration' in reported) {
      const before = this.#registrations.get(reported.goneRegistration) ?? null;
      this.#registrations.delete(reported.goneRegistration);
      return { of: 'supernode', before, after: null };
    }
    const before = this.#nodes.get(reported.goneNode) ?? null;
    this.#nodes.delete(reported.goneNode);
    return { of: 'node', before, after: null };
  }
}
