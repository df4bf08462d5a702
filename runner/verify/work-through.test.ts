import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workThrough } from './work-through.ts';

let folder: string;
let workerPath: string;

/** Squares numbers, the small ones last; cannot do 13. */
const thread = `
import { parentPort, workerData } from 'node:worker_threads';
parentPort.on('message', (order) => {
  if (order === 13) throw new Error('13 is too much');
  setTimeout(() => parentPort.postMessage(order * order + workerData), 40 - 4 * order);
});`;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'work-through-'));
  workerPath = join(folder, 'square.mjs');
  writeFileSync(workerPath, thread);
});

afterAll(() => rmSync(folder, { recursive: true }));

test('answers come in the order of the orders, however many threads there are', async () => {
  const orders = [1, 2, 3, 4, 5, 6, 7];
  const work = { orders, workerPath, workerData: 100 };
  const seen: number[] = [];
  const answers = await workThrough<number, number>({
    ...work,
    threads: 3,
    onAnswer: (_, index) => seen.push(index),
  });
  expect(answers).toEqual([101, 104, 109, 116, 125, 136, 149]);
  expect(seen.toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(await workThrough({ ...work, threads: 1 })).toEqual(answers);
});

test('what a thread throws ends the work', async () => {
  const work = workThrough({ orders: [1, 13, 2], workerPath, workerData: 0, threads: 2 });
  await expect(work).rejects.toThrow('13 is too much');
});

test('no orders need no thread', async () => {
  const work = { orders: [], workerPath: 'nowhere.mjs', workerData: 0, threads: 2 };
  expect(await workThrough(work)).toEqual([]);
});
