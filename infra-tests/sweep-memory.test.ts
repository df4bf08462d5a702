// That sweeps and months hold no more for more points: their rows together are twice what the
// process may hold.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { exitCodes } from '#cli/exit-codes.ts';
import { startCommand } from '#testing/cli/child-command.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweep-memory-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The program itself takes some 30 MB of it. */
const heapMegabytes = 64;
const pointCount = 1_600;
const rowBytes = (2 * heapMegabytes * 1024 * 1024) / pointCount;

const source = (path: string) => JSON.stringify(resolve(path));

/** A thread that runs nothing, and answers with rows of that size. */
const thread = `
import { answerOrders } from ${source('runner/threads/answer-orders.ts')};
const padding = ' '.repeat(${rowBytes});
answerOrders(({ seed }) => ({ run: {
  verdict: { kind: 'healed' }, healMs: seed, belowTargetMs: 0, worstOfflineShare: 0,
  worstOfflineAtMs: 0, startMs: 0, endMs: 1, restarts: 1, loginAttempts: seed, loginsPlaced: 1,
  retriesPerLogin: 0, promotions: 0, violations: [], messagesHandled: 1,
  counts: { padding }, meters: {}, wallMs: 1,
} }));`;

/** Begins a command with that thread, in a process of that much memory. */
async function ranInLittleMemory(command: string): Promise<void> {
  const workerPath = join(folder, 'thread.mjs');
  writeFileSync(workerPath, thread);
  const script = join(folder, 'command.mjs');
  writeFileSync(
    script,
    `import { policySource } from ${source('runner/policy-choice.ts')};
    const { stderr } = process;
    const stdout = { write: () => true };
    const environment = {
      stdout, stderr, template: () => ({}), program: 'it', commit: 'it', argv: [],
      workerPath: ${JSON.stringify(workerPath)},
    };
    const policies = ['legacy-2007', 'resilient'].map(policySource);
    const out = ${JSON.stringify(join(folder, 'out'))};
    ${command}`,
  );
  const limit = `--max-old-space-size=${heapMegabytes}`;
  const { exitCode, stderr } = await startCommand([limit, script]).ended;
  expect({ exitCode, stderr }).toMatchObject({ exitCode: exitCodes.asExpected });
}

function lineCount(path: string): number {
  return readFileSync(join(folder, 'out', path), 'utf8').split('\n').length - 1;
}

test('a sweep whose rows are twice what memory holds comes to its end', async () => {
  await ranInLittleMemory(`
    import { sweepCommand } from ${source('cli/sweep/sweep-command.ts')};
    import { openGrid } from ${source('cli/sweep/grid.ts')};
    import { drill } from ${source('scenarios/drill.ts')};
    import { shippedPriceBook } from ${source('runner/pricing/read-price-book.ts')};
    const seeds = Array.from({ length: ${pointCount / 16} }, (_, index) => index);
    const vary = [{ fields: ['timings.leaseMs'], values: ['600001:600008:8'] }];
    const choices = { scenario: drill, scale: 'embedded', policies, nodes: 60, seeds, vary };
    process.exitCode = await sweepCommand({
      scenario: drill, cloud: 'twin', scale: 'embedded', grid: openGrid(choices),
      prices: { book: shippedPriceBook('us-east-1'), isFreeTierUsed: false },
      inputs: [], failIf: [], measures: [], drawn: [], decisionLimitMs: 10_000, workers: 2, out,
      yes: true, json: true,
    }, environment);`);
  expect(lineCount('points.csv')).toBe(1 + pointCount);
}, 120_000);

test('months whose rows are twice what memory holds come to their end', async () => {
  await ranInLittleMemory(`
    import { monthsCommand } from ${source('cli/months/months-command.ts')};
    const seeds = Array.from({ length: ${pointCount / 8} }, (_, index) => index);
    process.exitCode = await monthsCommand({
      months: ['2003-10', '2004-06', '2006-12', '2007-06'], nodes: 200, retries: 'aggregated',
      inputs: [], failIf: [],
      policies, seeds, spreads: [0.08], workers: 2, json: true, out,
    }, environment);`);
  expect(lineCount('patch-tuesdays/journal.ndjson')).toBe(pointCount);
}, 120_000);
