import { readFileSync } from 'node:fs';
import { lastRestartAtMs } from '#domain/plan-storm.ts';
import { policies } from '#domain/policies.ts';
import { scenarios } from '#scenarios/catalogue.ts';
import { planRun } from '#scenarios/plan-run.ts';
import { runNetwork } from './network/run-network.ts';

const [name = 'drill', policyId = 'resilient', nodes = '300', seedText = '1'] =
  process.argv.slice(2);
const scenario = scenarios[name]!;
const policy = (policies as any)[policyId];
const planned = planRun(scenario, {
  runId: `${name}-${policyId}-${seedText}`,
  seed: Number(seedText),
  policy,
  nodeCount: Number(nodes),
  shiftMs: 0,
  scale: (process.env.SCALE ?? 'embedded') as any,
});
const t0 = performance.now();
const run = runNetwork({
  ...planned,
  untilMs: lastRestartAtMs(planned.settings.storm, 0) + 2 * planned.settings.target.healWithinMs,
  sampleEveryMs: Math.min(60000, planned.settings.timings.observeEveryMs),
  retries: (process.env.RETRIES ?? 'executed') as any,
});
console.log(
  'wall',
  performance.now() - t0,
  run.ending,
  new Date(run.endMs).toISOString(),
  'events',
  run.executedEventCount,
  run.computedEventCount,
  run.violations,
);
let truth: any;
try {
  truth = JSON.parse(
    readFileSync(`/tmp/b5/truth/${name}-${policyId}-${nodes}-${seedText}.json`, 'utf8'),
  );
} catch {
  truth = { counts: {}, meters: {} };
}
const norm = (m: any) =>
  Object.fromEntries(
    Object.entries(m).map(([k, v]) => [
      k.replace(
        /lambda.invocations.local-(\w+?)Function.*/,
        (_: any, n: string) =>
          'lambda.invocations.' + n.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase(),
      ),
      v,
    ]),
  );
const show = (a: any, b: any) => {
  for (const k of [...new Set([...Object.keys(b), ...Object.keys(a)])].sort()) {
    const x = a[k] ?? 0,
      y = b[k] ?? 0;
    if (x || y)
      console.log(
        k.padEnd(34),
        String(Math.round(y)).padStart(9),
        String(Math.round(x)).padStart(9),
        y ? ((x / y - 1) * 100).toFixed(1) + '%' : '-',
      );
  }
};
console.log('name  local  twin');
show(run.counts, truth.counts);
show(run.meters, norm(truth.meters));
const worst = (s: any[]) => Math.max(...s.map((p) => 1 - p.onlineCount / p.wantedCount));
console.log(
  'worst',
  truth.samples && worst(truth.samples),
  worst(run.samples as any),
  'end',
  truth.endMs && new Date(truth.endMs).toISOString(),
);
