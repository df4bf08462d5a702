// `rebootstorm local`: the embedded cloud behind one HTTP endpoint on this machine.

import { createInterface } from 'node:readline';
import { plainLine } from '#domain/plain-text.ts';
import type { StackConfiguration } from '#domain/stack/stack-configuration.ts';
import type { LocalCloudOptions } from '#local-cloud/local-cloud-options.ts';
import { ServiceError } from '#local-cloud/service.ts';
import { TemplateError } from '#local-cloud/template/template-shape.ts';
import { type LocalEndpoint, startLocalEndpoint } from '#runner/endpoint/local-endpoint.ts';
import { OwnStackError } from '#runner/endpoint/own-stack/code-map.ts';
import {
  type HandlerWatch,
  type OwnStack,
  readOwnStack,
} from '#runner/endpoint/own-stack/own-stack.ts';
import { functionCode } from '#runner/local/function-code.ts';
import { functionLogFormat } from '#runner/local/log-format.ts';
import { exitCodes } from '../exit-codes.ts';
import { openConsole } from './clock-console.ts';
import { formatStart } from './format-start.ts';
import type { LocalOptions } from './local-options.ts';

/** The process in which the command runs. */
export type LocalEnvironment = Pick<NodeJS.Process, 'stdin' | 'stdout' | 'stderr'> & {
  readonly template: (configuration: StackConfiguration) => Record<string, unknown>;
  /** Calls back once, at the first signal to end, with its exit code. */
  readonly onSignal: (end: (exitCode: number) => void) => void;
};

/**
 * Serves until it is told to end.
 * @returns the exit code
 * @throws {PortError} the port cannot be had
 */
export async function localCommand(
  options: LocalOptions,
  environment: LocalEnvironment,
): Promise<number> {
  const { stdout, stderr } = environment;
  const say = (line: string) => void stderr.write(`${line}\n`);
  let pacer: LocalEndpoint['pacer'] | undefined;
  const began = (timeoutMs: number) => pacer?.hold(Math.max(timeoutMs, holdMsMin)) ?? (() => {});
  const stack = stackOf(options, environment, { began });
  const served = await startLocalEndpoint({
    port: options.port,
    pace: options.pace,
    cloud: () => ({ ...stack, ...cloudOf(options, say) }),
  }).catch((error: unknown) => {
    throw error instanceof ServiceError || error instanceof TemplateError
      ? new OwnStackError(error.message)
      : error;
  });
  ({ pacer } = served);
  stdout.write(formatStart(served, options));
  const exitCode = await untilItEnds(served, environment);
  await served.stop();
  stack.end();
  say('stopped; nothing is kept');
  return exitCode;
}

/** A function's file takes some seconds to load on a slow machine. */
const holdMsMin = 10_000;

/** This project's stack, or somebody else's. */
function stackOf(
  { configuration, template, code }: LocalOptions,
  environment: LocalEnvironment,
  watch: HandlerWatch,
): OwnStack {
  if (template !== undefined) return readOwnStack(template, code, watch);
  return { template: environment.template(configuration), code: functionCode, end: () => {} };
}

function cloudOf(
  { seed, faults, accountConcurrency, stack, template }: LocalOptions,
  say: (line: string) => void,
): Omit<LocalCloudOptions, 'endpoint' | 'template' | 'code'> {
  const heard = new Set<string>();
  return {
    seed,
    startMs: Date.now(),
    faults: faults.plan,
    logFormat: template === undefined ? functionLogFormat : undefined,
    accountConcurrency,
    stackName: stack,
    // A function that asks for it again and again is heard once.
    onUnsupported: ({ message }) => {
      if (heard.has(message)) return;
      heard.add(message);
      say(`a function asked for something that is not here: ${plainLine(message)}`);
    },
  };
}

/** Serves the console until `quit`, a signal, or a failure. */
async function untilItEnds(
  served: LocalEndpoint,
  { stdin, stdout, onSignal }: LocalEnvironment,
): Promise<number> {
  const isTerminal = stdin.isTTY === true;
  // Without cursor keys: the terminal itself lets a line be mended.
  const lines = createInterface({ input: stdin, terminal: false });
  const prompt = () => {
    if (isTerminal) stdout.write('local> ');
  };
  const { take } = openConsole(served);
  const quit = (async () => {
    prompt();
    for await (const line of lines) {
      const { said, isOver } = await take(line);
      if (isOver) return exitCodes.asExpected;
      if (said !== '') stdout.write(`${said}\n`);
      prompt();
    }
    // Its input is over, or there never was any: it serves on.
    return new Promise<never>(() => {});
  })();
  const signalled = new Promise<number>((resolve) => onSignal(resolve));
  // Time stands only if an action failed, which is a bug; `ended` then rejects.
  const failed = served.pacer.ended.then(() => exitCodes.bug);
  try {
    return await Promise.race([quit, signalled, failed]);
  } finally {
    lines.close();
    stdin.destroy();
  }
}
