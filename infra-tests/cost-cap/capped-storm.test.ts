// Storms on the whole local cloud that may not cost more than a cap: what they spent by their own
// counts, what their meters say, and what they leave.
import { resolve } from 'node:path';
import { drainedMsMax } from '#domain/invariants/rules/run-ends.ts';
import type { PolicyId } from '#domain/policies.ts';
import { FAULTS_NONE } from '#local-cloud/faults.ts';
import type { LogEntry } from '#local-cloud/lambda/lambda-code.ts';
import { makeBill } from '#pricing/bill.ts';
import { rateCardOf } from '#pricing/rate-card.ts';
import { functionCode } from '#runner/local/function-code.ts';
import { metersByFile } from '#runner/local/meters-by-file.ts';
import { scanNetwork } from '#runner/local/network-scan.ts';
import { readStackTemplate } from '#runner/local/stack-template.ts';
import { shippedPriceBook } from '#runner/pricing/read-price-book.ts';
import { drill } from '#scenarios/drill.ts';
import { wholeStorm } from '../deploy/whole-storm.ts';

const template = readStackTemplate(resolve('cli'));
const book = shippedPriceBook('us-east-1');
const rates = rateCardOf(book);
const hourMs = 3_600_000;

async function stormUnder(policy: PolicyId, maxUsd: number | undefined) {
  const logs: LogEntry[] = [];
  const storm = await wholeStorm({
    seed: 2007,
    scenario: drill,
    policy,
    nodeCount: 300,
    template,
    code: functionCode,
    faults: FAULTS_NONE,
    costCap: maxUsd === undefined ? undefined : { maxUsd, rates },
    onLog: (_name, entry) => logs.push(entry),
  });
  const { cloud } = storm;
  const execution = await storm.end(hourMs);
  const named = (message: string) => logs.filter((entry) => entry.message === message);
  const billUsd = () => {
    const meters = metersByFile(cloud.meters(), template);
    const work = { loginsPlaced: 0, joinsLeavesAndRenewals: 0 };
    return makeBill({ meters, phases: [], nodes: 300, work, unseen: [] }, book).totalUsd;
  };
  const atItsEndUsd = billUsd();
  await cloud.runUntil({ untilMs: cloud.nowMs() + drainedMsMax });
  const depths = Object.values(cloud.queueDepths());
  const network = scanNetwork(cloud);
  const { nodes } = network.everybody();
  return {
    execution,
    report: named('storm reported')[0],
    dropped: named('messages dropped').reduce((sum, { count }) => sum + Number(count), 0),
    billUsd: atItsEndUsd,
    leftCount: depths.reduce((sum, { visible, inFlight, delayed }) => {
      return sum + visible + inFlight + delayed;
    }, 0),
    stopped: network.stopped,
    warningCount: cloud.metrics().ChargesNearCap ?? 0,
    // Of the nodes' last restarts; a wave restarts far more nodes than the next one restarts again.
    wavesThatCame: new Set(nodes.map(({ waveIndex }) => waveIndex).filter((index) => index >= 0))
      .size,
    hasLedger: cloud.scan(cloud.outputs.TableName ?? '', 'USED').length > 0,
  };
}

test.each<[PolicyId, number, number, boolean]>([
  // Far below its cap, since the next wave would pass it.
  ['resilient', 0.004, 0, false],
  ['resilient', 0.006, 1, false],
  // In its flood.
  ['legacy-2007', 0.006, 2, true],
])(
  'a %s storm that would cost more than $%d ends by itself after %d waves, and leaves nothing',
  async (policy, maxUsd, waveCount, isWarned) => {
    const capped = await stormUnder(policy, maxUsd);
    const { execution, report, dropped, billUsd, leftCount, stopped, wavesThatCame } = capped;
    expect(wavesThatCame).toBe(waveCount);
    expect(stopped).toBe('cost');
    expect(capped.warningCount > 0).toBe(isWarned);
    expect(execution).toMatchObject({ status: 'FAILED', error: 'StormStopped', cause: 'cost' });
    expect(report).toMatchObject({ outcome: 'stopped', stopped: 'cost', maxUsd });
    expect(billUsd).toBeLessThanOrEqual(maxUsd);
    expect(leftCount).toBe(0);
    // The renewals of the supernodes are always under way.
    expect(dropped).toBeGreaterThan(0);
  },
);

test.each<PolicyId>(['resilient', 'legacy-2007'])(
  'what a %s run says that it spent is what its meters cost, or somewhat more',
  async (policy) => {
    const { report, billUsd, stopped, warningCount } = await stormUnder(policy, 1);
    expect(stopped).toBeUndefined();
    expect(warningCount).toBe(0);
    const spentUsd = Number(report?.spentUsd);
    expect(spentUsd).toBeGreaterThanOrEqual(billUsd);
    expect(spentUsd).toBeLessThan(1.5 * billUsd);
  },
);

test('a run without a cap keeps no ledger', async () => {
  const { hasLedger, report } = await stormUnder('resilient', undefined);
  expect(hasLedger).toBe(false);
  expect(report).toMatchObject({ outcome: 'healed' });
  expect(report).not.toHaveProperty('spentUsd');
});
