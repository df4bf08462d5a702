// Somebody else's stack: its template, and the code of its functions in threads.

import type { LambdaCode } from '#local-cloud/lambda/lambda-code.ts';
import {
  type FoundHandler,
  type FunctionResource,
  type Functions,
  findHandlers,
  readObject,
} from './code-map.ts';
import { type HandlerThread, startHandlerThread } from './handler-thread.ts';

/** A stack to be started. */
export type OwnStack = {
  readonly template: Record<string, unknown>;
  readonly code: Readonly<Record<string, LambdaCode>>;
  /** Ends all threads. */
  end(): void;
};

/** Who hears when a handler begins and ends: virtual time stands meanwhile. */
export type HandlerWatch = { began(timeoutMs: number): () => void };

/** The keys of functions, by which their calls are told from those of clients outside. */
export const FUNCTION_KEY = 'LOCALFUNCTION';

/**
 * Reads a stack.
 * @throws {OwnStackError} the template or the code cannot be used
 */
export function readOwnStack(
  templatePath: string,
  codePath: string | undefined,
  watch: HandlerWatch,
): OwnStack {
  const template = readObject('the template', templatePath);
  const functions = functionsOf(template);
  const handlers = findHandlers(templatePath, functions, codePath);
  const threads = new Set<HandlerThread>();
  const code = Object.entries(handlers).map(([id, handler]): [string, LambdaCode] => [
    id,
    codeOf(handler, threads, watch),
  ]);
  return {
    template: withEntries(template, Object.keys(functions)),
    code: Object.fromEntries(code),
    end: () => {
      for (const thread of threads) thread.end();
    },
  };
}

type Resources = Readonly<Record<string, FunctionResource & { readonly Type?: unknown }>>;

function functionsOf({ Resources }: Record<string, unknown>): Functions {
  const all = Object.entries((Resources ?? {}) as Resources);
  return Object.fromEntries(all.filter(([, { Type }]) => Type === 'AWS::Lambda::Function'));
}

/** The template with each function's logical id as the name of its code. */
function withEntries(template: Record<string, unknown>, ids: readonly string[]) {
  const resources = { ...(template.Resources as Resources) };
  for (const id of ids) {
    const resource = resources[id] ?? {};
    resources[id] = { ...resource, Metadata: { ...resource.Metadata, 'local-cloud:entry': id } };
  }
  return { ...template, Resources: resources };
}

function codeOf(
  { file, name }: FoundHandler,
  threads: Set<HandlerThread>,
  watch: HandlerWatch,
): LambdaCode {
  return ({ env, onEnd }) => {
    const thread = startHandlerThread({ file, name, env: { ...surroundings(), ...env } });
    threads.add(thread);
    onEnd(() => {
      threads.delete(thread);
      thread.end();
    });
    return async (event, context) => {
      const ended = watch.began(context.getRemainingTimeInMillis());
      try {
        return await thread.invoke(event, context);
      } finally {
        ended();
      }
    };
  };
}

/** What Lambda's runtime has, and keys that are worth nothing anywhere. */
function surroundings(): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    TZ: 'UTC',
    AWS_ACCESS_KEY_ID: FUNCTION_KEY,
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}
