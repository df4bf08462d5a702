// The decisions, each broken in one way: what the model checker has to find.
import { all, type Condition, type RecordWrite } from '#domain/record-write.ts';
import type { BeginningName } from './beginnings.ts';
import { ourRules, type Rules } from './world.ts';

export interface BrokenRules {
  /** What is wrong, as a sentence. */
  readonly name: string;
  /** From where it is seen. */
  readonly from: BeginningName;
  readonly rules: Rules;
}

/** The write without what it asks of some fields. */
function careless(write: RecordWrite, ...fields: readonly string[]): RecordWrite {
  const isAsked = (condition: Condition): boolean =>
    'of' in condition ? condition.of.some(isAsked) : !fields.includes(condition.field);
  const parts = 'of' in write.asks ? write.asks.of : [write.asks];
  return { ...write, asks: all(...parts.filter(isAsked)) };
}

function rulesWith(change: Partial<Rules>): Rules {
  return { ...ourRules, ...change };
}

const { answeringDuplicateCheck, homing, moving, planAnswer, promoting, standingBy } = ourRules;

const dropped = { kind: 'over', metrics: [] } as const;

export const brokenRules: readonly BrokenRules[] = [
  {
    name: 'a log-in whose node changed while it was placed is dropped',
    from: 'contended',
    rules: rulesWith({
      planAnswer: (outcome, ...asked) =>
        outcome.kind === 'changed' ? dropped : planAnswer(outcome, ...asked),
    }),
  },
  {
    name: 'a log-in that finds no slot is dropped',
    from: 'contended',
    rules: rulesWith({
      planAnswer: (outcome, ...asked) =>
        outcome.kind === 'no-capacity' ? dropped : planAnswer(outcome, ...asked),
    }),
  },
  {
    name: 'the same message may not answer its duplicate check again',
    from: 'mishaps',
    rules: rulesWith({
      answeringDuplicateCheck: (request, node, messageId) => {
        const write = answeringDuplicateCheck(request, node, messageId);
        return { ...write, asks: withoutMessage(write.asks) };
      },
    }),
  },
  {
    name: 'every copy answers every duplicate check',
    from: 'contended',
    rules: rulesWith({
      answeringDuplicateCheck: (request, node, messageId) => {
        const write = answeringDuplicateCheck(request, node, messageId);
        return { ...write, asks: withoutAnswer(write.asks) };
      },
    }),
  },
  {
    name: 'a duplicate check does not ask for the home that was read',
    from: 'signIns',
    rules: rulesWith({
      answeringDuplicateCheck: (request, node, messageId) =>
        careless(answeringDuplicateCheck(request, node, messageId), 'home', 'role'),
    }),
  },
  {
    name: 'a placement leaves the answer to the duplicate check where it is',
    from: 'signIns',
    rules: rulesWith({ homing: (...asked) => ({ ...homing(...asked), removes: [] }) }),
  },
  {
    name: 'a placement does not use the proof up',
    from: 'proofs',
    rules: rulesWith({
      homing: (client, home, cell) => {
        const write = homing(client, home, cell);
        return { ...write, sets: { ...write.sets, minNonce: client.nonce } };
      },
    }),
  },
  {
    name: 'a placement does not ask for home and nonce',
    from: 'proofs',
    rules: rulesWith({
      homing: (...asked) => careless(homing(...asked), 'home', 'minNonce', 'provenEpoch'),
    }),
  },
  {
    name: 'a placement does not ask for the boot',
    from: 'restart',
    rules: rulesWith({
      homing: (...asked) => careless(homing(...asked), 'epoch', 'provenEpoch', 'minNonce'),
    }),
  },
  {
    name: 'standing by uses the proof up',
    from: 'contended',
    rules: rulesWith({
      standingBy: (client, cell) => {
        const write = standingBy(client, cell);
        return { ...write, sets: { ...write.sets, minNonce: client.nonce + 1 } };
      },
    }),
  },
  {
    name: 'standing by does not ask for the boot',
    from: 'restart',
    rules: rulesWith({ standingBy: (...asked) => careless(standingBy(...asked), 'epoch') }),
  },
  {
    name: 'a restart does not ask for the nonce that was read',
    from: 'restart',
    rules: rulesWith({ moving: (...asked) => careless(moving(...asked), 'minNonce') }),
  },
  {
    name: 'a restart does not ask for the home that was read',
    from: 'restart',
    rules: rulesWith({ moving: (...asked) => careless(moving(...asked), 'home', 'minNonce') }),
  },
  {
    name: 'a restart that comes again sends no log-in',
    from: 'restartTwice',
    rules: rulesWith({
      planChange: (...asked) => {
        const change = ourRules.planChange(...asked);
        return change.write.kind === 'none' ? { ...change, firstLogin: 'none' } : change;
      },
    }),
  },
  {
    name: 'a promotion does not use the proof up',
    from: 'promotion',
    rules: rulesWith({ promoting: (candidate) => ({ ...promoting(candidate), adds: {} }) }),
  },
  {
    name: 'a promotion does not ask for the home that was read',
    from: 'moved',
    rules: rulesWith({ promoting: (candidate) => careless(promoting(candidate), 'home') }),
  },
  {
    name: 'a new proof goes by the clock alone',
    from: 'orphan',
    rules: rulesWith({ newNonce: (_min, nowMs) => nowMs }),
  },
  {
    name: 'a new proof may be behind the one that it replaces',
    from: 'proofs',
    rules: rulesWith({ nextNonceMin: (_request, node) => node?.minNonce ?? 0 }),
  },
  {
    name: 'a dead-lettered message is sent back as the attempt that it was',
    from: 'mishaps',
    rules: rulesWith({ attemptSentBack: (attempt) => attempt }),
  },
  {
    name: 'a slot is not given back by a restart',
    from: 'restart',
    rules: rulesWith({
      slotReturned: (registration) => ({ ...ourRules.slotReturned(registration), adds: {} }),
    }),
  },
];

function withoutMessage(condition: Condition): Condition {
  if (!('of' in condition)) return condition;
  const kept = condition.of.filter(
    (one) => !('field' in one) || one.field !== 'duplicateCheck.messageId',
  );
  return { ...condition, of: kept.map(withoutMessage) };
}

function withoutAnswer(condition: Condition): Condition {
  const parts = 'of' in condition ? condition.of : [];
  return all(...parts.filter((one) => one.kind !== 'any'));
}
