// How long a sweep still takes. A large network weighs by what it takes, not as one run of many.

/** Runs that take about the same time: of one policy, with so many nodes. */
export interface RunKind {
  readonly policy: string;
  readonly nodes: number;
}

/** Gets what happens, and says how long the rest takes. */
export interface TimeLeft {
  /** A run that takes a thread now. */
  begin(run: object, kind: RunKind): void;
  /**
   * @param fraction the share of its virtual time that has passed
   * @param isSteady whether virtual time passes evenly
   */
  progress(run: object, fraction: number, isSteady: boolean): void;
  /** A run has ended, or is known from before. @param run undefined: it did not run now */
  done(run: object | undefined, kind: RunKind, wallMs: number): void;
  /** What a run of a kind is expected to take. */
  expectedMs(kind: RunKind): number;
  /** Real time that is left; null: what runs has taken longer than was expected of all. */
  leftMs(): number | null;
  /** What runs now, the longest first. */
  running(): readonly RunningNow[];
}

/** A run that has a thread. */
export interface RunningNow {
  readonly kind: RunKind;
  readonly elapsedMs: number;
  readonly fraction: number;
}

interface Running {
  readonly kind: RunKind;
  readonly begunAtMs: number;
  fraction: number;
  isSteady: boolean;
}

interface Known {
  readonly kind: RunKind;
  count: number;
  wallMs: number;
}

/** From this share on, the rate of a run that goes evenly tells its end. */
const tellingShareMin = 0.05;

/**
 * Opens the estimate.
 * @param left how many runs of each kind are left
 * @param usualMs what a run of a kind takes of one thread where nothing is known of this sweep's
 * own runs
 * @param threadsOfRun how many threads share a run; 1 when absent
 */
export function openTimeLeft(options: {
  readonly left: readonly { readonly kind: RunKind; readonly count: number }[];
  readonly threads: number;
  readonly usualMs: (kind: RunKind) => number;
  readonly threadsOfRun?: (kind: RunKind) => number;
  readonly nowMs: () => number;
}): TimeLeft {
  const { threads, usualMs, threadsOfRun = () => 1, nowMs } = options;
  const left = new Map(options.left.map(({ kind, count }) => [nameOf(kind), { kind, count }]));
  const known = new Map<string, Known>();
  const running = new Map<object, Running>();
  const remainingMs = (one: Running) => {
    const elapsedMs = nowMs() - one.begunAtMs;
    if (one.isSteady && one.fraction >= tellingShareMin)
      return (elapsedMs * (1 - one.fraction)) / one.fraction;
    const wholeMs = expectedMs(one.kind, known, usualMs) / threadsOfRun(one.kind);
    return Math.max(0, wholeMs - elapsedMs);
  };
  return {
    begin(run, kind) {
      running.set(run, { kind, begunAtMs: nowMs(), fraction: 0, isSteady: false });
      const waiting = left.get(nameOf(kind));
      if (waiting !== undefined) waiting.count = Math.max(0, waiting.count - 1);
    },
    progress(run, fraction, isSteady) {
      const one = running.get(run);
      if (one !== undefined) Object.assign(one, { fraction, isSteady });
    },
    done(run, kind, wallMs) {
      if (run !== undefined) running.delete(run);
      const { count, wallMs: before } = known.get(nameOf(kind)) ?? { count: 0, wallMs: 0 };
      known.set(nameOf(kind), { kind, count: count + 1, wallMs: before + wallMs });
    },
    expectedMs: (kind) => expectedMs(kind, known, usualMs),
    leftMs() {
      const waiting = [...left.values()].filter(({ count }) => count > 0);
      const ofWaiting = waiting.map(({ kind }) => expectedMs(kind, known, usualMs));
      const now = [...running.values()];
      const ofRunning = now.map(remainingMs);
      const work =
        sum(now.map(({ kind }, index) => (ofRunning[index] ?? 0) * threadsOfRun(kind))) +
        sum(waiting.map(({ count }, index) => count * (ofWaiting[index] ?? 0)));
      // The end is not before that of the longest run, on the threads that can share it.
      const alone = waiting.map(({ kind }, index) => (ofWaiting[index] ?? 0) / threadsOfRun(kind));
      const ms = Math.max(work / threads, ...ofRunning, ...alone);
      return ms <= 0 && running.size > 0 ? null : ms;
    },
    running: () =>
      [...running.values()]
        .map(({ kind, begunAtMs, fraction }) => ({
          kind,
          fraction,
          elapsedMs: nowMs() - begunAtMs,
        }))
        .toSorted((a, b) => b.elapsedMs - a.elapsedMs),
  };
}

/**
 * What a run of a kind takes: the mean of such runs; or of the nearest size of the same policy, by
 * the usual ratio of the two sizes; or the usual time by how far all known runs are from theirs.
 */
function expectedMs(
  kind: RunKind,
  known: ReadonlyMap<string, Known>,
  usualMs: (kind: RunKind) => number,
): number {
  const own = known.get(nameOf(kind));
  if (own !== undefined) return own.wallMs / own.count;
  const farFrom = (one: Known) => Math.abs(Math.log(one.kind.nodes / kind.nodes));
  const all = [...known.values()];
  const [nearest] = all
    .filter((one) => one.kind.policy === kind.policy)
    .toSorted((a, b) => farFrom(a) - farFrom(b));
  const like = nearest === undefined ? all : [nearest];
  const usual = sum(like.map((one) => one.count * usualMs(one.kind)));
  const factor = usual > 0 ? sum(like.map(({ wallMs }) => wallMs)) / usual : 1;
  return usualMs(kind) * factor;
}

function nameOf({ policy, nodes }: RunKind): string {
  return `${nodes} ${policy}`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
