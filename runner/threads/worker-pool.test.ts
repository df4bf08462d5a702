import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withWorkerPool, workThrough } from './worker-pool.ts';

let folder: string;
let workerPath: string;

const answerOrders = join(process.cwd(), 'runner/threads/answer-orders.ts');

/**
 * A thread that squares numbers. It is slower with small ones, fails at 13, and ends at 17 without
 * an error.
 */
const thread = `
import { parentPort, workerData } from 'node:worker_threads';
import { answerOrders } from ${JSON.stringify(answerOrders)};
answerOrders(async (order, onProgress) => {
  if (order === 13) throw new Error('13 is too much');
  if (order === 17) return new Promise(() => {
    process.exitCode = 3;
    parentPort.close();
  });
  onProgress('begun ' + order);
  await new Promise((resolve) => setTimeout(resolve, 40 - 4 * order));
  return order * order + workerData;
});`;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'worker-pool-'));
  workerPath = join(folder, 'square.mjs');
  writeFileSync(workerPath, thread);
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Squares all numbers plus 100. */
function squares(
  orders: Iterable<number>,
  threadsMax: number,
  onDone: (order: number) => void = () => {},
): Promise<number[]> {
  return withWorkerPool({ workerPath, threadsMax, workerData: 100 }, (pool) =>
    workThrough(pool, orders, async (order) => {
      const square = await pool.run<number>(order);
      onDone(order);
      return square;
    }),
  );
}

test('answers come in the order of the orders, however many threads there are', async () => {
  const orders = [1, 2, 3, 4, 5, 6, 7];
  const seen: number[] = [];
  const answers = await squares(orders, 3, (order) => seen.push(order));
  expect(answers).toEqual([101, 104, 109, 116, 125, 136, 149]);
  expect(seen.toSorted()).toEqual(orders);
  expect(await squares(orders, 1)).toEqual(answers);
});

test('an order is made only when a thread is free for it', async () => {
  const made: number[] = [];
  const done: number[] = [];
  function* orders() {
    for (let order = 1; order <= 6; order += 1) {
      made.push(order);
      expect(made.length - done.length).toBeLessThanOrEqual(2);
      yield order;
    }
  }
  await squares(orders(), 2, (order) => done.push(order));
  expect(made).toEqual([1, 2, 3, 4, 5, 6]);
});

test('a thread says how far it is', async () => {
  const said: string[] = [];
  await withWorkerPool({ workerPath, threadsMax: 1, workerData: 0 }, (pool) =>
    pool.run<number, string>(3, (words) => said.push(words)),
  );
  expect(said).toEqual(['begun 3']);
});

test('orders beyond the number of threads wait for a thread that is free', async () => {
  const said: string[] = [];
  await withWorkerPool({ workerPath, threadsMax: 1, workerData: 0 }, (pool) =>
    Promise.all(
      [3, 7, 5].map(async (order) => {
        await pool.run<number, string>(order, (words) => said.push(words));
        said.push(`done ${order}`);
      }),
    ),
  );
  expect(said).toEqual(['begun 3', 'done 3', 'begun 7', 'done 7', 'begun 5', 'done 5']);
});

test('what a thread throws ends the work, and nothing goes on behind it', async () => {
  const done: number[] = [];
  const orders = [1, 13, ...Array<number>(500).fill(9)];
  await expect(squares(orders, 2, (order) => done.push(order))).rejects.toThrow('13 is too much');
  const doneBefore = done.length;
  expect(doneBefore).toBeLessThan(500);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(done).toHaveLength(doneBefore);
});

test('a thread that ends at its work is no answer', async () => {
  await expect(squares([17], 1)).rejects.toThrow('a thread ended with code 3 at its work');
});

test('an order that comes after the end is refused', async () => {
  await withWorkerPool({ workerPath, threadsMax: 1, workerData: 0 }, async (pool) => {
    await pool.close();
    await expect(pool.run(1)).rejects.toThrow('the threads have ended already');
  });
});

test('no orders need no thread', async () => {
  workerPath = join(folder, 'nowhere.mjs');
  expect(await squares([], 2)).toEqual([]);
});
