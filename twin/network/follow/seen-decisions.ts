// What a decision of the domain looks like to whoever follows a node, and what it writes.
import type { LoginAnswer, LoginOutcome } from '#domain/login/plan-answer.ts';
import type { Change } from '#domain/membership/plan-change.ts';
import type { Registration } from '../cell.ts';
import type { Decision, ItemWrite } from './followed.ts';

/** The keys of a node's own items. */
export interface ItemKeys {
  readonly node: string;
  readonly registration: string;
}

/** What news of a node led to. */
export function decisionOf(change: Change<Registration>): Decision {
  const { write, selfRestartEpoch, metric } = change;
  switch (write.kind) {
    case 'move':
      return { kind: 'moved', orphanCount: 0 };
    case 'lose':
    case 'boot-operator':
      return { kind: 'lost', orphanCount: 0 };
    case 'renew':
      return { kind: 'renewed', leaseUntilMs: write.untilMs };
    default:
      if (selfRestartEpoch !== null) return { kind: 'protects-itself' };
      return { kind: metric === 'StaleEvents' ? 'stale' : 'repeated' };
  }
}

/** What news of a node writes, in the order in which it is written. */
export function changeWrites(
  { write, callsHeal }: Change<Registration>,
  keys: ItemKeys,
): ItemWrite[] {
  const news: ItemWrite[] = callsHeal ? [{ sk: 'CELL', what: 'news-is-counted' }] : [];
  switch (write.kind) {
    case 'move': {
      const { ownRegistration, signsOff, slotBackTo, moreUsers } = write.move;
      const what = signsOff ? 'registration-is-removed' : 'registration-is-void';
      return [
        { sk: keys.node, what: 'node-moves' },
        ...slotBack(slotBackTo),
        ...(ownRegistration === undefined ? [] : [{ sk: keys.registration, what } as const]),
        ...(moreUsers === 0 ? [] : [{ sk: 'CELL', what: 'population-changes' } as const]),
        ...news,
      ];
    }
    case 'lose':
      return [
        { sk: keys.registration, what: 'registration-is-removed' },
        { sk: keys.node, what: 'node-is-lost' },
        ...news,
      ];
    case 'renew':
      return [{ sk: keys.registration, what: 'lease-is-extended' }];
    default:
      return news;
  }
}

/** What became of a request to sign in. @param home where the node is homed now */
export function loginDecision(outcome: LoginOutcome, home: string | null): Decision {
  switch (outcome.kind) {
    case 'placed':
      return { kind: 'placed', supernode: home ?? '' };
    case 'deferred':
      return { kind: 'deferred', admissionAtMs: outcome.admissionAtMs };
    default:
      return { kind: outcome.kind };
  }
}

/**
 * What a request to sign in writes. The window's item is written once for the whole batch.
 * @param home where the node is homed now; null: nowhere
 */
export function loginWrites(
  outcome: LoginOutcome,
  answer: LoginAnswer,
  keys: ItemKeys,
  { home, window }: { readonly home: string | null; readonly window: number },
): ItemWrite[] {
  const asks: ItemWrite = { sk: `WINDOW#${window}`, what: 'asks-are-counted' };
  const isServed = outcome.kind === 'placed' || outcome.kind === 'no-capacity';
  const placed: readonly ItemWrite[] = [
    { sk: keys.node, what: 'node-is-placed' },
    { sk: `SUPERNODE#${home}`, what: 'slot-is-taken' },
  ];
  const isAsked = answer.kind === 'ask-again';
  return [
    ...(isServed ? [asks] : []),
    ...(outcome.kind === 'placed' ? placed : []),
    ...(isAsked && answer.standsBy ? [{ sk: keys.node, what: 'node-stands-by' } as const] : []),
    ...(isAsked && answer.answersDuplicateCheck
      ? [{ sk: keys.node, what: 'node-answers-check' } as const]
      : []),
  ];
}

/** What a promotion writes. @param home the supernode that still counts it as a client */
export function promotionWrites(keys: ItemKeys, home: Registration | undefined): ItemWrite[] {
  return [
    { sk: keys.node, what: 'node-is-promoted' },
    { sk: keys.registration, what: 'registers' },
    ...slotBack(home),
  ];
}

function slotBack(home: Registration | undefined): ItemWrite[] {
  return home === undefined ? [] : [{ sk: `SUPERNODE#${home.nodeId}`, what: 'slot-is-given-back' }];
}
