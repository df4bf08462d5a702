// What one run of a sweep takes, by its size: `node bench/sweep-points.ts [--save]`. From these
// figures `rebootstorm sweep --dry-run` expects time and memory before anything has run. Processor
// time and peak memory are measured, each run in a process of its own and in one thread.
import { spawnSync } from 'node:child_process';
import { loadavg } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { FAULTS_NONE } from '#local-cloud/faults.ts';
import { orderOf } from '#runner/compare-policies.ts';
import { readStackTemplate } from '#runner/local/stack-template.ts';
import { runOrder } from '#runner/order-runner.ts';
import { policySource } from '#runner/policy-choice.ts';
import { usualRetries, usualScale } from '#runner/twin/twin-order.ts';
import { scenarios } from '#scenarios/catalogue.ts';
import { environment, saveEntry } from './environment.ts';

interface Case {
  readonly scenario: string;
  readonly cloud: 'local' | 'twin';
  readonly policy: string;
  readonly nodes: number;
}

const { values } = parseArgs({
  options: { save: { type: 'boolean', default: false }, only: { type: 'string' } },
});

if (values.only === undefined) {
  const loadBefore = loadavg()[0] ?? Number.NaN;
  const figures = cases().map(measureApart);
  const entry = { bench: 'sweep-points', ...environment(), loadBefore, figures };
  process.stdout.write(`${JSON.stringify(entry, null, 2)}\n`);
  if (values.save) saveEntry(entry);
} else process.stdout.write(JSON.stringify(await measure(JSON.parse(values.only))));

function cases(): Case[] {
  const policies = ['legacy-2007', 'resilient'];
  const sized = (scenario: string, cloud: Case['cloud'], sizes: readonly number[]) =>
    sizes.flatMap((nodes) => policies.map((policy) => ({ scenario, cloud, policy, nodes })));
  return [
    ...sized('drill', 'twin', [60, 600, 6_000]),
    ...sized('august-2007', 'twin', [1_000, 10_000, 50_000, 100_000, 300_000]),
    ...sized('drill', 'local', [60, 600]),
    ...sized('august-2007', 'local', [300, 1_600]),
  ];
}

function measureApart(one: Case) {
  const words = [resolve('bench', 'sweep-points.ts'), '--only', JSON.stringify(one)];
  const { stdout, stderr, status } = spawnSync(process.execPath, words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  const figure = { ...one, ...JSON.parse(stdout) };
  process.stderr.write(`${JSON.stringify(figure)}\n`);
  return figure;
}

async function measure({ scenario: name, cloud, policy, nodes }: Case) {
  const scenario = scenarios[name];
  if (scenario === undefined) throw new Error(`expected a scenario called ${name}`);
  const retries = usualRetries(nodes);
  const choice =
    cloud === 'twin'
      ? ({ kind: 'twin', scale: usualScale(scenario), retries } as const)
      : ({
          kind: 'local',
          faults: { name: 'none', plan: FAULTS_NONE },
          template: readStackTemplate(resolve('cli')),
        } as const);
  const order = orderOf(
    { scenario, seed: 2007, nodeCount: nodes, cloud: choice },
    policySource(policy),
  );
  const before = process.cpuUsage();
  const { run } = await runOrder(order, () => {});
  const { user, system } = process.cpuUsage(before);
  return {
    cpuMs: Math.round((user + system) / 1e3),
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
    retries: cloud === 'twin' ? retries : null,
    verdict: run.verdict.kind,
    messagesHandled: run.messagesHandled,
  };
}
