// Little's law on the log-ins of a whole run: the drill's storm, with all its restarts, orphans,
// backoff, heal steps and promotions.
import { builtInDecisions } from '#domain/decisions.ts';
import { policies } from '#domain/policies.ts';
import { drill } from '#scenarios/drill.ts';
import { planRun } from '#scenarios/plan-run.ts';
import { judged, type KnownResult } from '../known/known-result.ts';
import { seedOf } from '../known/measured-rows.ts';
import type { TwinParts, ValidationRun } from '../twin-parts.ts';

/** How often the queue is counted. */
const sampleEveryMs = 250;

/**
 * What the two sides call the start and the end of a log-in differs by what a handler does between
 * its start and its decision: its calls, and now and then a cold start.
 */
const decisionMs = 100;

/** One side of the law from the curves, the other from each request that was seen. */
interface Sides {
  readonly loginCount: number;
  /** The sum of the log-ins under way over time, from samples of how many there are. */
  readonly countedMs: number;
  /** The sum of all times from a log-in's first message to the one that was answered for good. */
  readonly stayedMs: number;
  readonly leftAtEnd: number;
}

/**
 * The mean number of log-ins under way is the rate of log-ins times their mean stay. The number
 * comes from the samples of a run, the stays from its requests, as its admission sees them: so the
 * built-in decision is wrapped, and decides as it always does.
 */
export function littlesLawOfLogins({ seed, parts, scaled }: ValidationRun): KnownResult[] {
  const runCount = Math.ceil(scaled(1) / 2);
  const sides = Array.from({ length: runCount }, (_, at) => drillOf(parts, seedOf(seed, at)));
  const sum = (of: (one: Sides) => number) => sides.reduce((total, one) => total + of(one), 0);
  const loginCount = sum((one) => one.loginCount);
  const name = 'network, drill of 2,000 nodes';
  const source = "Little's law, 3.28";
  const stay = {
    name: `${name}: log-ins under way / rate of log-ins, s`,
    source,
    known: sum(({ stayedMs }) => stayedMs) / loginCount / 1000,
  };
  const from = `what a handler does before it decides: ${decisionMs} ms`;
  const left = { name: `${name}: log-ins left at the end`, source, known: 0 };
  return [
    judged(stay, sum(({ countedMs }) => countedMs) / loginCount / 1000, decisionMs / 1000, from),
    judged(
      left,
      sum(({ leftAtEnd }) => leftAtEnd),
      0,
      'exact',
    ),
  ];
}

function drillOf({ runNetwork }: TwinParts, seed: number): Sides {
  const policy = policies.resilient;
  const planned = planRun(drill, {
    runId: 'known-answer',
    seed,
    policy,
    nodeCount: 2_000,
    shiftMs: 0,
  });
  const stays = new Map<string, number>();
  const { samples } = runNetwork({
    ...planned,
    decisions: {
      ...builtInDecisions,
      admitLogin: (facts, request, settings, nowMs) => {
        const { nodeId, epoch, proof } = request;
        // A proof's nonce is when it was made, with the first message of its log-in.
        stays.set(`${nodeId}/${epoch}/${proof.nonce}`, nowMs - proof.nonce);
        return builtInDecisions.admitLogin(facts, request, settings, nowMs);
      },
    },
    retries: 'executed',
    sampleEveryMs,
    untilMs: null,
  });
  const depths = samples.map(({ loginQueueDepth }) => loginQueueDepth);
  return {
    loginCount: stays.size,
    countedMs: sampleEveryMs * depths.reduce((total, one) => total + one, 0),
    stayedMs: [...stays.values()].reduce((total, one) => total + one, 0),
    leftAtEnd: depths.at(-1) ?? Number.NaN,
  };
}
