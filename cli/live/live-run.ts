// A run of the local cloud or the twin that is shown in browsers while it goes on.
import { policies } from '#domain/policies.ts';
import type { Scenario } from '#domain/scenario/scenario.ts';
import { lastRestartAtMs, planStorm } from '#domain/storm/plan-storm.ts';
import type { Comparison } from '#runner/compare-policies.ts';
import type { Progress } from '#runner/progress.ts';
import { formatDuration } from '#runner/sentences/human-numbers.ts';
import { stableJson } from '#runner/stable-json.ts';
import { planRun } from '#scenarios/plan-run.ts';
import { nodesPerShardMax } from '#twin/network/shards.ts';
import { quotedCommand } from '../report/shell-command.ts';
import type { RunOptions } from '../run/run-options.ts';
import type { RunManifest } from '../run-folder/manifest.ts';
import { resultJson } from '../run-folder/result-json.ts';
import { seriesCsv } from '../run-folder/series-csv.ts';
import type { LiveBegin } from './live-event.ts';
import { type LiveServer, serveLive } from './live-server.ts';

/** A run's viewers. */
export interface LiveRun {
  /** The same progress, which viewers are told of, too. */
  shown(progress: Progress): Progress;
  /** Tells what came of the policies that have ended. */
  tellResult(comparison: Comparison): void;
  /** Ends the showing once viewers have all. @param words how the run ended */
  end(words: string): Promise<void>;
  /** Ends it at once. */
  close(): Promise<void>;
}

/** Where the page comes from, and where its address is said. */
export interface LivePlace {
  /** The folder with the built page. A checkout builds it now. */
  readonly page: () => string;
  readonly stderr: Pick<NodeJS.WriteStream, 'write'>;
}

/** Serves the page of one command. @throws {PortError} where the port cannot be had */
export async function openLive(port: number, { page, stderr }: LivePlace): Promise<LivePageServer> {
  const server = await serveLive(page(), port);
  stderr.write(`live: ${server.address} shows it in a browser\n`);
  let hasEnded = false;
  const over = async (words: string, onWait?: (limitMs: number) => void) => {
    if (hasEnded) return;
    hasEnded = true;
    server.tell({ kind: 'end', words });
    await server.seen(onWait);
    await server.close();
  };
  return {
    ...server,
    close: () => over('The command ended before the run did. Its terminal says why.'),
    end: (words) =>
      over(words, (limitMs) =>
        stderr.write(
          `live: nobody has looked yet; ${server.address} stays for ${formatDuration(limitMs)} ` +
            '(Ctrl-C ends it)\n',
        ),
      ),
  };
}

/** The server of a command's page. */
export interface LivePageServer extends LiveServer {
  /** Tells the end, waits for viewers within limits, and closes. Nothing is told afterwards. */
  end(words: string): Promise<void>;
}

/** What is said of a run, and what makes its manifest. */
export interface LiveRunParts {
  readonly options: RunOptions;
  /** In the order of the result. */
  readonly policies: readonly string[];
  /** The arguments after the program's name. */
  readonly argv: readonly string[];
  readonly manifest: (comparison: Comparison) => RunManifest;
}

/** Shows a run to a server's viewers. */
export function liveRun(server: LivePageServer, parts: LiveRunParts): LiveRun {
  server.tell(beginOf(parts));
  return {
    shown: (progress) => ({
      ...progress,
      update: (update) => {
        progress.update(update);
        const { policy, fraction, virtualTimeMs, samples = [] } = update;
        server.tell({ kind: 'progress', policy, fraction, atMs: virtualTimeMs, samples });
      },
    }),
    tellResult: (comparison) => {
      const { result } = comparison;
      if (result.runs.length === 0) return;
      server.tell({
        kind: 'result',
        files: {
          result: resultJson(result),
          manifest: stableJson(parts.manifest(comparison)),
          series: seriesCsv(result.runs),
        },
        isWhole: result.runs.length === parts.policies.length,
      });
    },
    end: server.end,
    close: server.close,
  };
}

/** Where nobody looks. */
export const noViewers: LiveRun = {
  shown: (progress) => progress,
  tellResult: () => {},
  end: async () => {},
  close: async () => {},
};

function beginOf({ options, policies: policyIds, argv }: LiveRunParts): LiveBegin {
  const { scenario, cloud, nodes, seed } = options;
  const scale = cloud === 'twin' ? options.scale : 'embedded';
  const plan = planRun(scenario, {
    runId: '',
    seed,
    policy: policies.resilient,
    nodeCount: nodes,
    shiftMs: 0,
    scale,
  });
  return {
    kind: 'begin',
    ...stormOf(scenario, 0),
    place: cloud === 'twin' ? 'on the twin, a model of the stack' : 'on the local cloud',
    seed,
    nodes,
    policies: policyIds,
    scale,
    cellCount: plan.shape.cellCount,
    sizes: scenario[scale] ?? scenario.embedded,
    isDeployed: false,
    isSampled: cloud === 'local' || nodes <= nodesPerShardMax,
    command: quotedCommand(argv),
  };
}

/** What is said of a scenario. @param shiftMs from the scenario's clock to the run's */
export function stormOf(
  scenario: Scenario,
  shiftMs: number,
): Pick<
  LiveBegin,
  | 'scenario'
  | 'title'
  | 'story'
  | 'recoveryPoints'
  | 'startMs'
  | 'targetShare'
  | 'waves'
  | 'lastRestartAtMs'
> {
  const { name, title, story = [], recoveryPoints, target, storm, timings } = scenario;
  const startMs = scenario.startMs + shiftMs;
  const waves = planStorm({ storm, shiftMs, timings, startsAtMs: startMs });
  return {
    scenario: name,
    title,
    story,
    recoveryPoints: recoveryPoints.map((point) => ({ ...point, atMs: point.atMs + shiftMs })),
    startMs,
    targetShare: target.onlineShare,
    waves: waves.flatMap((wave) =>
      wave.kind === 'restart' ? [{ atMs: wave.atMs, label: wave.label }] : [],
    ),
    lastRestartAtMs: lastRestartAtMs(storm, shiftMs),
  };
}
