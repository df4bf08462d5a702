// What a challenge is: a task, one file to change, and bars that a machine measures.

/**
 * A task for a student. Its file fails as it is shipped, and passes after one findable change. The
 * file of an open challenge passes as it is: there the figure counts.
 */
export type Challenge = PolicyChallenge | StackChallenge | HandlerChallenge | QueueChallenge;

/** What all challenges have. */
interface ChallengeBase {
  /** On the command line, and the folder's name. */
  readonly name: string;
  readonly title: string;
  /** How long a student takes, roughly. */
  readonly minutes: number;
  /** What happens, and what is asked: paragraphs. */
  readonly task: readonly string[];
  /** What to look at if one is stuck. */
  readonly hint: string;
  /** Seeds that everybody may know: with them the usual wrong answers fail. */
  readonly seeds: readonly number[];
  /** Their points are 100 together. A run that does not reach the first gives none. */
  readonly bars: readonly Bar[];
  /** An open challenge has a figure to compare with others: the product of these measures. */
  readonly figure?: { readonly name: string; readonly measures: readonly string[] };
}

/** Decisions of the network, in storms on the twin. */
export interface PolicyChallenge extends ChallengeBase {
  readonly kind: 'policy';
  /** What the file has to switch on, and which decisions it may make of its own. */
  readonly policy: {
    readonly hypotheses: readonly string[];
    readonly decisions: readonly string[];
  };
  /** What is run for each seed, as options of `rebootstorm run`. */
  readonly run: ChallengeRun;
}

/** Settings of the network's stack, in storms on the twin. */
export interface StackChallenge extends ChallengeBase {
  readonly kind: 'stack';
  /** Those that the file may set. */
  readonly settings: readonly string[];
  readonly run: Pick<ChallengeRun, 'scenario' | 'nodes'>;
}

/** A handler of messages, on a queue of orders in the local cloud. */
export interface HandlerChallenge extends ChallengeBase {
  readonly kind: 'handler';
  readonly trial: TrialOptions;
}

/** Options of the queue of a handler that is given. */
export interface QueueChallenge extends ChallengeBase {
  readonly kind: 'queue';
  /** Those that the file may set. */
  readonly options: readonly string[];
  readonly trial: TrialOptions;
}

/** The file that a student changes. */
export const changedFile: Readonly<Record<Challenge['kind'], string>> = {
  policy: 'policy.mjs',
  stack: 'context.json',
  handler: 'handler.mjs',
  queue: 'queue.json',
};

/** The handler of a queue's challenge, which is given. */
export const givenHandler = 'handler.mjs';

/** Options of `rebootstorm consumer try`, without their dashes. */
export type TrialOptions = Readonly<Record<string, string | number | boolean>>;

/** One storm of a challenge. */
export interface ChallengeRun {
  readonly scenario: string;
  readonly nodes: number;
  /** Fields of the scenario that are otherwise, by `--set`. */
  readonly set?: Readonly<Record<string, string>>;
}

/** A number that each run has to reach. */
export interface Bar {
  readonly name: string;
  /** In the words of docs/thresholds.md, such as `heal<=10min`. */
  readonly condition: string;
  readonly points: number;
  /** Why it is asked. */
  readonly why: string;
}
