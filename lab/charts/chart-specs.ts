// Which charts the page has, and how their series follow from the samples of a run.

import { loginRates } from '#cli/report/login-rates.ts';
import type { Scenario, ScenarioScale } from '#domain/scenario/scenario.ts';
import type { PriceBook } from '#pricing/price-book.ts';
import type { Sample } from '#runner/result.ts';
import type { Scale } from '#runner/twin/twin-order.ts';
import type { Chart, Curve, Look, Series } from './chart.ts';
import { clientsPerSupernode, oldestMessages, stackRates } from './detail-charts.ts';
import { dollarRate, dollarTotal } from './dollar-series.ts';
import type { RunSoFar } from './run-so-far.ts';

/** What the charts need of a scenario. NaN is what a recorded run does not say. */
export interface ChartScenario extends Pick<Scenario, 'recoveryPoints'> {
  readonly target: Pick<Scenario['target'], 'onlineShare'>;
  readonly embedded: ChartScale;
  readonly full?: ChartScale | undefined;
}

interface ChartScale {
  readonly shape: Pick<ScenarioScale['shape'], 'nodeCount' | 'operatorSlots'>;
  readonly sizes: Pick<ScenarioScale['sizes'], 'headroom' | 'slotsPerSupernode'>;
}

/** What the charts need of the run's plan. */
export interface ChartContext {
  readonly scenario: ChartScenario;
  readonly scale: Scale;
  readonly nodes: number;
  readonly cellCount: number;
  /** What dollars are made with at each sample; a run without details needs none. */
  readonly book?: PriceBook;
}

/** All charts, of runs at any stage. */
export function chartsOf(runs: readonly RunSoFar[], context: ChartContext): Chart[] {
  return [
    signedIn(runs, context),
    perPolicy(runs, {
      id: 'missing',
      title: 'Missing: on, and not signed in',
      unit: pcWord(context),
      note: 'Those who want to be signed in and are not.',
      curve: ({ samples }) =>
        curveOf(samples, ({ waitingCount }) => waitingCount * perNode(context)),
    }),
    perPolicy(runs, {
      id: 'attempts',
      title: 'Log-in attempts a minute',
      unit: 'attempts a minute',
      note: 'On a scale where each line is ten times the one below.',
      isLog: true,
      curve: ({ samples }) => ratesOf(loginRates(samples)),
    }),
    perPolicy(runs, {
      id: 'served',
      title: 'Log-ins served a minute',
      unit: 'log-ins a minute',
      note: 'Attempts that ended with a place at a supernode.',
      isLog: true,
      curve: ({ samples }) => rateCurve(samples, (one) => one.loginsPlacedTotal),
    }),
    perPolicy(runs, {
      id: 'retried',
      title: 'Attempts a minute that must be tried again',
      unit: 'attempts a minute',
      note: 'Attempts less those served.',
      isLog: true,
      curve: ({ samples }) =>
        rateCurve(samples, (one) => one.loginAttemptsTotal - one.loginsPlacedTotal),
    }),
    ...runs.map((run, index) => supernodes(run, index, context)),
    ...runs.map(clientsPerSupernode),
    perPolicy(runs, {
      id: 'queue',
      title: 'Messages in the log-in queue',
      unit: 'messages',
      note: 'Waiting to be handled, at each sample.',
      curve: ({ samples }) => curveOf(samples, ({ loginQueueDepth }) => loginQueueDepth),
    }),
    ...runs.map(oldestMessages),
    perPolicy(runs, {
      id: 'promotions',
      title: 'Promotions to supernode a minute',
      unit: 'promotions a minute',
      note: 'What the heal steps do.',
      curve: ({ samples }) => rateCurve(samples, (one) => one.promotionsTotal),
    }),
    ...stackRates(runs),
    ...dollars(runs, context),
  ];
}

function dollars(runs: readonly RunSoFar[], { book }: ChartContext): Chart[] {
  const note =
    'The meters of the samples at the prices of the bill; what is paid by the hour is spread ' +
    'over it. Of a run that was recorded: ';
  return [
    perPolicy(runs, {
      id: 'dollars-minute',
      title: 'Dollars a minute',
      unit: 'US dollars a minute',
      note: `${note}the mean of each phase.`,
      isMoney: true,
      isStepped: ({ details }) => details === null,
      curve: (run) => dollarRate(run, book),
    }),
    perPolicy(runs, {
      id: 'dollars-total',
      title: 'Dollars in total',
      unit: 'US dollars',
      note: `${note}known where a phase ends. The bill adds what ends after the last sample.`,
      isMoney: true,
      curve: (run) => dollarTotal(run, book),
    }),
  ];
}

/** How many PCs each node stands for. At another scale than the full one it is itself. */
export function perNode({ scenario, scale, nodes }: ChartContext): number {
  const full = scale === 'full' ? scenario.full?.shape.nodeCount : undefined;
  return full === undefined ? 1 : full / nodes;
}

function pcWord(context: ChartContext): string {
  return perNode(context) === 1 ? 'nodes' : 'PCs';
}

function signedIn(runs: readonly RunSoFar[], context: ChartContext): Chart {
  const factor = perNode(context);
  const { recoveryPoints, target } = context.scenario;
  const points = context.scale === 'full' ? recoveryPoints : [];
  const own = runs.map(
    ({ policy, samples }, policyIndex): Series => ({
      label: policy,
      policyIndex,
      look: 'policy',
      isStepped: false,
      curve: curveOf(samples, ({ onlineCount }) => onlineCount * factor),
    }),
  );
  const longest = longestOf(runs);
  const wanted = series('target', 'dotted', {
    ...curveOf(longest, ({ wantedCount }) => wantedCount * target.onlineShare * factor),
  });
  const recorded = series('reported at the time', 'points', {
    atMs: points.map(({ atMs }) => atMs),
    values: points.map(({ onlineCount }) => onlineCount),
  });
  const stands = factor === 1 ? '' : 'Each node of the run stands for several PCs. ';
  const dots = points.length === 0 ? '' : ' Ringed dots: what was reported at the time.';
  return {
    id: 'signed-in',
    title: 'Signed in',
    unit: pcWord(context),
    note: `${stands}Dotted: the share of those who are on that counts as healed.${dots}`,
    isLog: false,
    isMoney: false,
    series: [...own, wanted, ...(points.length === 0 ? [] : [recorded])],
  };
}

function longestOf(runs: readonly RunSoFar[]): readonly Sample[] {
  return runs.reduce<readonly Sample[]>(
    (longest, { samples }) =>
      (samples.at(-1)?.atMs ?? 0) > (longest.at(-1)?.atMs ?? 0) ? samples : longest,
    [],
  );
}

function supernodes({ policy, samples }: RunSoFar, index: number, context: ChartContext): Chart {
  const own = (label: string, look: Look, value: (sample: Sample) => number): Series => ({
    ...series(label, look, curveOf(samples, value)),
    policyIndex: index,
    isStepped: true,
  });
  return {
    id: `supernodes-${index}`,
    title: `Supernodes: ${policy}`,
    unit: 'supernodes',
    note:
      'Solid: live. Dashed: counted by the heal step; more than live are ghosts. Dotted: needed, ' +
      'worked out as heal does, from the nodes that are on, its head-room and the slots of one.',
    isLog: false,
    isMoney: false,
    series: [
      own('live', 'solid', ({ supernodesLive }) => supernodesLive),
      own('counted', 'dashed', ({ supernodesCounted }) => supernodesCounted),
      own('needed', 'dotted', (sample) => supernodesNeeded(sample, context)),
    ],
  };
}

/**
 * How many supernodes the nodes that are on need: `healStep` wants slots for all of them but the
 * supernodes themselves, times the head-room. Each cell has one supernode of the operator's.
 */
export function supernodesNeeded(
  { wantedCount, supernodesLive }: Pick<Sample, 'wantedCount' | 'supernodesLive'>,
  { scenario, scale, cellCount }: Pick<ChartContext, 'scenario' | 'scale' | 'cellCount'>,
): number {
  const { sizes, shape } = scenario[scale] ?? scenario.embedded;
  const users = Math.max(0, supernodesLive - cellCount);
  const slots = Math.ceil(Math.max(0, wantedCount - users) * sizes.headroom);
  const ofUsers = Math.max(0, slots - cellCount * shape.operatorSlots);
  return cellCount + Math.ceil(ofUsers / sizes.slotsPerSupernode);
}

interface PerPolicy extends Pick<Chart, 'id' | 'title' | 'unit' | 'note'> {
  readonly isLog?: boolean;
  readonly isMoney?: boolean;
  readonly isStepped?: (run: RunSoFar) => boolean;
  readonly curve: (run: RunSoFar) => Curve;
}

/** One series for each policy, in the policy's own colour and dashes. */
function perPolicy(
  runs: readonly RunSoFar[],
  { curve, isLog = false, isMoney = false, isStepped = () => false, ...words }: PerPolicy,
): Chart {
  return {
    ...words,
    isLog,
    isMoney,
    series: runs.map((run, policyIndex) => ({
      label: run.policy,
      policyIndex,
      look: 'policy' as const,
      isStepped: isStepped(run),
      curve: curve(run),
    })),
  };
}

function series(label: string, look: Look, curve: Curve): Series {
  return { label, look, curve, policyIndex: null, isStepped: false };
}

function curveOf(samples: readonly Sample[], value: (sample: Sample) => number): Curve {
  return { atMs: samples.map(({ atMs }) => atMs), values: samples.map(value) };
}

function ratesOf(rates: readonly { readonly atMs: number; readonly perMinute: number }[]): Curve {
  return { atMs: rates.map(({ atMs }) => atMs), values: rates.map(({ perMinute }) => perMinute) };
}

/** What a total rose by between two samples, for each minute between them. */
export function rateCurve(samples: readonly Sample[], total: (sample: Sample) => number): Curve {
  const rates = samples.slice(1).map((sample, index) => {
    const before = samples[index] ?? sample;
    const minutes = (sample.atMs - before.atMs) / 60_000;
    const perMinute = minutes > 0 ? (total(sample) - total(before)) / minutes : 0;
    return { atMs: sample.atMs, perMinute };
  });
  return ratesOf(rates);
}
