// What a run tells its viewers while it goes on, as the page reads it. It needs nothing of Node.
import type { RunFiles } from '#cli/run-folder/recorded-run.ts';
import type { Scenario, ScenarioScale } from '#domain/scenario/scenario.ts';
import type { RunResult, Sample } from '#runner/result.ts';

/** The path of the events, below that of the page. */
export const eventsPath = 'events';

/** In the served page: the name of the meta element that says where the events are. */
export const liveMetaName = 'rebootstorm-live';

/** One event. */
export type LiveEvent = LiveBegin | LiveProgress | LiveResult | LiveOutcome | LiveEnd;

/** The first event: which run it is. */
export interface LiveBegin extends Pick<Scenario, 'title' | 'recoveryPoints' | 'startMs'> {
  readonly kind: 'begin';
  /** Where it runs, as in `on the local cloud`. */
  readonly place: string;
  readonly story: readonly string[];
  readonly scenario: string;
  readonly seed: number;
  readonly nodes: number;
  readonly policies: readonly string[];
  readonly scale: 'embedded' | 'full';
  readonly cellCount: number;
  readonly targetShare: number;
  readonly sizes: ScenarioScale;
  /** When waves of restarts begin, on the run's clock. */
  readonly waves: readonly { readonly atMs: number; readonly label: string }[];
  readonly lastRestartAtMs: number;
  /** Whether it is a storm on a deployed stack, of which only some counts are seen. */
  readonly isDeployed: boolean;
  /** Whether samples come while it goes on; if not, they come with the result. */
  readonly isSampled: boolean;
  /** The command that makes the run, for a shell; null: it is not repeated by one. */
  readonly command: string | null;
}

/** How far a policy's run has come. */
export interface LiveProgress {
  readonly kind: 'progress';
  readonly policy: string;
  /** The share of its virtual time that has passed, 0 to 1; null where it cannot be told. */
  readonly fraction: number | null;
  readonly atMs: number;
  /** What was sampled since the event before. A number that is absent is not measured. */
  readonly samples: readonly LiveSample[];
}

/** A sample, as far as it is measured. */
export type LiveSample = Partial<Sample> & Pick<Sample, 'atMs'>;

/** The result of the policies that have come to their end, as the files of a run folder. */
export interface LiveResult {
  readonly kind: 'result';
  readonly files: RunFiles;
  /** Whether it is that of all policies. */
  readonly isWhole: boolean;
}

/** What came of a storm on a deployed stack, of which there is no run folder. */
export interface LiveOutcome extends Pick<RunResult, 'policy' | 'verdict' | 'expected'> {
  readonly kind: 'outcome';
  /** The lines of its table: name and value. */
  readonly rows: readonly (readonly [name: string, value: string])[];
}

/** The last event. */
export interface LiveEnd {
  readonly kind: 'end';
  /** How it ended, in a sentence. */
  readonly words: string;
}
