// A handler from a user's file, in a thread of its own: with its own environment variables, and
// with no way off this machine.

import { Worker } from 'node:worker_threads';
import type { LambdaContext } from '#local-cloud/lambda/lambda-code.ts';

/** Where a handler is, and what it sees. */
export type HandlerPlace = {
  readonly file: string;
  /** The name that the file exports. */
  readonly name: string;
  readonly env: Readonly<Record<string, string>>;
};

/** A thread that answers one event at a time. */
export type HandlerThread = {
  invoke(event: unknown, context: LambdaContext): Promise<unknown>;
  end(): void;
};

type Answer = { readonly result: string } | { readonly error: Failure };
type Failure = { readonly name: string; readonly message: string };

/** Starts a thread, which loads the file at its first event. */
export function startHandlerThread({ file, name, env }: HandlerPlace): HandlerThread {
  const worker = new Worker(threadSource, {
    eval: true,
    env: { ...env },
    workerData: { file, name },
  });
  // A thread that waits keeps no process alive.
  worker.unref();
  let settle: ((answer: Answer) => void) | undefined;
  const answered = (answer: Answer): void => {
    settle?.(answer);
    settle = undefined;
  };
  const lost = (message: string): void => {
    answered({ error: { name: 'Runtime.ExitError', message } });
  };
  worker.on('message', answered);
  worker.on('error', (error) => lost(String(error)));
  worker.on('exit', (code) => lost(`Runtime exited with code ${code}`));
  return {
    async invoke(event, context) {
      const { getRemainingTimeInMillis, ...plain } = context;
      const remainingMs = getRemainingTimeInMillis();
      const answer = await new Promise<Answer>((resolve) => {
        settle = resolve;
        worker.postMessage({ event, context: plain, remainingMs });
      });
      if ('result' in answer) return JSON.parse(answer.result) as unknown;
      throw Object.assign(new Error(answer.error.message), { name: answer.error.name });
    },
    end: () => void worker.terminate(),
  };
}

/**
 * As text, since a release has no file for it. The thread is CommonJS; its handler may be either.
 */
const threadSource = `
  const net = require('node:net');
  const { parentPort, workerData } = require('node:worker_threads');
  const { pathToFileURL } = require('node:url');
  const isHere = (host) => host === 'localhost' || host === '::1' || /^127\\./.test(host);
  const { connect } = net.Socket.prototype;
  net.Socket.prototype.connect = function (...given) {
    const [first, second] = given.flat();
    const named = typeof first === 'object' && first !== null ? first.host : second;
    const host = typeof named === 'string' ? named : 'localhost';
    if (isHere(host)) return connect.apply(this, given);
    const text = 'refused a connection to ' + host + ': a function of rebootstorm local ' +
      'reaches this machine alone';
    process.nextTick(() => this.destroy(Object.assign(new Error(text), { code: 'EREFUSED' })));
    return this;
  };
  const loading = import(pathToFileURL(workerData.file).href).then((module) => {
    const found = module[workerData.name] ?? module.default?.[workerData.name];
    if (typeof found === 'function') return found;
    const error = new Error(workerData.file + ' exports no function ' + workerData.name);
    throw Object.assign(error, { name: 'Runtime.HandlerNotFound' });
  });
  loading.catch(() => {});
  const run = async ({ event, context, remainingMs }) => {
    const handler = await loading;
    const untilMs = performance.now() + remainingMs;
    const getRemainingTimeInMillis = () => Math.max(0, untilMs - performance.now());
    const whole = { ...context, getRemainingTimeInMillis };
    if (handler.length < 3) return handler(event, whole);
    return new Promise((resolve, reject) => {
      handler(event, whole, (error, result) => (error ? reject(error) : resolve(result)));
    });
  };
  parentPort.on('message', async (asked) => {
    try {
      const result = JSON.stringify((await run(asked)) ?? null);
      parentPort.postMessage({ result });
    } catch (error) {
      const { name = 'Error', message = String(error) } = error ?? {};
      parentPort.postMessage({ error: { name: String(name), message: String(message) } });
    }
  });
`;
