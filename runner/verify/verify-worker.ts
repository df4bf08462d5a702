// A thread that measures one run after the other, so that a verification uses every core.
import { workerData } from 'node:worker_threads';
import { answerOrders } from '../threads/answer-orders.ts';
import { type MeasureOrder, measureRun } from './measure-run.ts';

const template = workerData as Record<string, unknown>;

answerOrders((order: MeasureOrder) => measureRun(order, template));
