// A Lambda execution environment for one function: one JSON line in per invocation, one line out.

import { existsSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { format } from 'node:util';

const answers = Number(process.argv[2]);
let requestId = '';

printAsLambdaDoes();
const handler = load();
// An import that fails is reported by the invocations that need it, as on AWS.
handler.catch(() => {});

createInterface({ input: process.stdin })
  .on('line', async (line) => {
    const answer = await invoke(JSON.parse(line));
    const memoryMb = Math.ceil(process.resourceUsage().maxRSS / 1024);
    writeSync(answers, `${JSON.stringify({ ...answer, memory_mb: memoryMb })}\n`);
  })
  .on('close', () => process.exit(0));

async function invoke(request) {
  requestId = request.requestId;
  if (request.traceId) process.env._X_AMZN_TRACE_ID = request.traceId;
  try {
    const result = await (await handler)(JSON.parse(request.event || '{}'), contextOf(request));
    return { is_error: false, body: result ?? null };
  } catch (thrown) {
    console.error('Invoke Error', thrown);
    return { is_error: true, body: errorOf(thrown) };
  }
}

async function load() {
  const { _HANDLER, LAMBDA_TASK_ROOT } = process.env;
  const dot = _HANDLER.lastIndexOf('.');
  const module = join(LAMBDA_TASK_ROOT, _HANDLER.slice(0, dot));
  const name = _HANDLER.slice(dot + 1);
  const file = ['.js', '.mjs', '.cjs'].map((ending) => module + ending).find(existsSync);
  if (file === undefined)
    throw named('Runtime.ImportModuleError', `Cannot find module '${module}'`);
  const loaded = await import(pathToFileURL(file).href);
  const found = loaded[name] ?? loaded.default?.[name];
  if (typeof found !== 'function') {
    throw named('Runtime.HandlerNotFound', `${_HANDLER} is undefined or not exported`);
  }
  return found;
}

function contextOf(request) {
  const endsAtMs = performance.now() + request.limitMs;
  return {
    awsRequestId: request.requestId,
    invokedFunctionArn: request.functionArn,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, Math.round(endsAtMs - performance.now())),
  };
}

function named(name, message) {
  return Object.assign(new Error(message), { name });
}

function errorOf(thrown) {
  const isError = thrown instanceof Error;
  return {
    errorType: isError ? thrown.name : typeof thrown,
    errorMessage: isError ? thrown.message : format(thrown),
    trace: isError ? String(thrown.stack).split('\n') : [],
  };
}

// Lambda puts time, request and level before a line, but leaves lines that are JSON as they are.
function printAsLambdaDoes() {
  for (const level of ['debug', 'info', 'warn', 'error']) console[level] = printer(level);
  console.log = printer('info');
}

function printer(level) {
  return (...values) => {
    const text = format(...values);
    const stamp = `${new Date().toISOString()}\t${requestId}\t${level.toUpperCase()}\t`;
    process.stdout.write(`${text.startsWith('{') ? '' : stamp}${text}\n`);
  };
}
