// The charts that need the details of a run: queues, functions, and the clients of supernodes.
import type { QueueName } from '#domain/limits.ts';
import type { Chart, Look, Series } from './chart.ts';
import { clientQuantile, detailCurve, detailRate, highest } from './detail-series.ts';
import type { RunSoFar } from './run-so-far.ts';

/** For each run: how long the oldest message of each queue has waited. */
export function oldestMessages({ policy, ...run }: RunSoFar, index: number): Chart {
  const own = (queue: QueueName, look: Look): Series => ({
    label: queue,
    look,
    policyIndex: index,
    isStepped: false,
    curve: highest(detailCurve(run, ({ queues }) => queues[queue].oldestAgeMs / 1_000)),
  });
  return {
    id: `oldest-${index}`,
    title: `Age of the oldest message: ${policy}`,
    unit: 'seconds',
    note:
      'For how long the oldest message of each queue has been due, while it waits for an ' +
      'invocation: the most in each part of the run. Of attempts that are worked out, the mean.',
    isLog: false,
    isMoney: false,
    series: [own('login', 'solid'), own('membership', 'dashed'), own('heal', 'dotted')],
  };
}

/** Charts with one curve for each policy. */
export function stackRates(runs: readonly RunSoFar[]): Chart[] {
  return [
    rate(runs, ['counts', 'HealSteps'], {
      id: 'heal-steps',
      title: 'Heal steps a minute',
      unit: 'steps a minute',
      note: 'Each looks after one cell: it counts slots, promotes nodes and retires supernodes.',
    }),
    rate(runs, ['counts', 'LoginsBusy'], {
      id: 'turned-away',
      title: 'Log-ins turned away a minute',
      unit: 'attempts a minute',
      note: 'Attempts beyond what a cell serves in one window of its rate limit.',
    }),
    rate(runs, ['meters', 'lambda.throttles'], {
      id: 'throttles',
      title: 'Invocations throttled a minute',
      unit: 'invocations a minute',
      note: 'Those for which the account had no room: see its concurrency among the inputs.',
    }),
  ];
}

function rate(
  runs: readonly RunSoFar[],
  [of, name]: readonly ['meters' | 'counts', string],
  words: Pick<Chart, 'id' | 'title' | 'unit' | 'note'>,
): Chart {
  return {
    ...words,
    isLog: false,
    isMoney: false,
    series: runs.map((run, policyIndex) => ({
      label: run.policy,
      policyIndex,
      look: 'policy' as const,
      isStepped: false,
      curve: detailRate(run, of, name),
    })),
  };
}

/** For each run: how the clients are spread over the supernodes. */
export function clientsPerSupernode({ policy, details }: RunSoFar, index: number): Chart {
  const own = (label: string, look: Look, share: number): Series => ({
    label,
    look,
    policyIndex: null,
    isStepped: true,
    curve:
      details === null
        ? { atMs: [], values: [] }
        : detailCurve({ details }, (detail) => clientQuantile(detail, details, share)),
  });
  return {
    id: `clients-${index}`,
    title: `Clients of a supernode: ${policy}`,
    unit: 'clients',
    note:
      'Shade: the share of the live supernodes that have so many clients. Lines: a tenth of them ' +
      'has at most so many, half, and nine tenths; to within one step of the shades.',
    isLog: false,
    isMoney: false,
    series: [
      own('a tenth', 'dotted', 0.1),
      own('half', 'solid', 0.5),
      own('nine tenths', 'dashed', 0.9),
    ],
    ...(details === null
      ? {}
      : {
          heat: {
            atMs: details.details.map(({ atMs }) => atMs),
            bins: details.details.map(({ clientBins }) => clientBins),
            valuePerBin: details.head.clientsPerBin,
            policyIndex: index,
            unit: 'supernodes',
          },
        }),
  };
}
