// A recorded run as the page shows it: at once, and without computing anything.

import { quotedCommand } from '#cli/report/shell-command.ts';
import type { RecordedRun } from '#cli/run-folder/recorded-run.ts';
import type { ChartContext, ChartScenario } from '../charts/chart-specs.ts';
import type { RunSource } from '../page/run-source.ts';
import { runsOnPage } from '../page/runs-on-page.ts';

/** The source of a recorded run. */
export function recordedSource(recorded: RecordedRun): RunSource {
  const { result, manifest } = recorded;
  const { title, story, runs, nodes, scale, cells: cellCount } = result;
  const context: ChartContext = { scenario: chartScenario(recorded), scale, nodes, cellCount };
  const plan = {
    policies: runs.map(({ policy }) => policy),
    context,
    startMs: Math.min(...runs.map(({ startMs }) => startMs)),
    firstRestartAtMs: Math.min(...runs.flatMap(({ waves }) => waves.map(({ atMs }) => atMs))),
    lastRestartAtMs: Math.max(...runs.map(({ lastRestartAtMs }) => lastRestartAtMs)),
  };
  return {
    kind: 'recorded',
    title,
    story,
    unmeasured: 'Not recorded',
    again: { link: null, command: manifest === null ? null : quotedCommand(manifest.argv) },
    open: (moment, listener) => {
      const shown = runsOnPage(plan, moment, listener);
      shown.finishAll(result);
      return { stop: shown.stop };
    },
  };
}

/** What the run's files say of its scenario, as far as charts need it. */
function chartScenario({ result, manifest }: RecordedRun): ChartScenario {
  const { recoveryPoints, targetShare, scale, fullNodeCount } = result;
  const { shape = {}, sizes = {} } = manifest?.settings.scale ?? {};
  const own = {
    shape: {
      nodeCount: fullNodeCount ?? numberAt(shape, 'nodeCount'),
      operatorSlots: numberAt(shape, 'operatorSlots'),
    },
    sizes: {
      headroom: numberAt(sizes, 'headroom'),
      slotsPerSupernode: numberAt(sizes, 'slotsPerSupernode'),
    },
  };
  return {
    recoveryPoints,
    target: { onlineShare: targetShare },
    embedded: own,
    ...(scale === 'full' ? { full: own } : {}),
  };
}

function numberAt(values: Readonly<Record<string, unknown>>, name: string): number {
  const value = values[name];
  return typeof value === 'number' ? value : Number.NaN;
}
