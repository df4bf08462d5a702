// Where the code of somebody else's functions is: in a map that the user wrote, or among the assets
// that the CDK left beside the template.

import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { didYouMean } from '../../sentences/nearest-word.ts';
import { WrongInputError } from '../../wrong-input-error.ts';

/** The template or the code map cannot be used; the message says what and why. */
export class OwnStackError extends WrongInputError {
  override readonly name = 'OwnStackError';
}

/** Where a function's handler is. */
export type FoundHandler = { readonly file: string; readonly name: string };

/** A function of a template, as it stands there. */
export type FunctionResource = {
  readonly Properties?: { readonly Handler?: unknown; readonly Runtime?: unknown };
  readonly Metadata?: Readonly<Record<string, unknown>>;
};

/** The functions of a template, by logical id. */
export type Functions = Readonly<Record<string, FunctionResource>>;

/**
 * Reads a JSON object from a file.
 * @throws {OwnStackError} no file, or no JSON object
 */
export function readObject(what: string, path: string): Record<string, unknown> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new OwnStackError(`${what} ${path} cannot be read: ${(error as Error).message}`);
  }
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch (error) {
    throw new OwnStackError(`${what} ${path} is no JSON: ${(error as Error).message}`);
  }
  throw new OwnStackError(`${what} ${path} is no JSON object`);
}

/**
 * Finds the handler of every function.
 * @param codePath the file of the code map, if there is one
 * @throws {OwnStackError} a function without code, one that is not for Node, or a wrong map
 */
export function findHandlers(
  templatePath: string,
  functions: Functions,
  codePath: string | undefined,
): Readonly<Record<string, FoundHandler>> {
  const map = codePath === undefined ? {} : readObject('the code map', codePath);
  const ids = Object.keys(functions);
  for (const id of Object.keys(map))
    if (!ids.includes(id))
      throw new OwnStackError(
        `the code map names ${id}, which is no function of the template. ${didYouMean(id, ids)}`,
      );
  const found = ids.map((id) => {
    const resource = functions[id] ?? {};
    refuseOtherRuntime(id, resource);
    const named = map[id];
    const handler =
      named === undefined
        ? assetHandler(dirname(templatePath), resource)
        : mappedHandler(id, named, dirname(codePath ?? '.'));
    return [id, handler] as const;
  });
  const lost = found.filter(([, handler]) => handler === undefined).map(([id]) => id);
  if (lost.length === 0) return Object.fromEntries(found) as Record<string, FoundHandler>;
  const example = JSON.stringify({ [lost[0] ?? '']: 'src/handler.js#handler' });
  throw new OwnStackError(
    `there is no code for ${lost.join(', ')}: write it into a file such as code.json, as ` +
      `${example}, and give --code code.json`,
  );
}

function refuseOtherRuntime(id: string, { Properties }: FunctionResource): void {
  const runtime = String(Properties?.Runtime ?? 'nodejs');
  if (runtime.startsWith('nodejs')) return;
  throw new OwnStackError(`function ${id} runs on ${runtime}; here functions run on Node alone`);
}

/** `file#name`; without a name it is `handler`. */
function mappedHandler(id: string, named: unknown, folder: string): FoundHandler {
  const [path = '', name = 'handler'] = String(named).split('#');
  const file = resolve(folder, path);
  if (typeof named === 'string' && existsSync(file)) return { file, name };
  throw new OwnStackError(`the code map has ${JSON.stringify(named)} for ${id}; no file is there`);
}

/** What the CDK bundled: the folder is in the metadata, the file in `Handler`. */
function assetHandler(folder: string, resource: FunctionResource): FoundHandler | undefined {
  const asset = resource.Metadata?.['aws:asset:path'];
  const handler = resource.Properties?.Handler;
  if (typeof asset !== 'string' || typeof handler !== 'string') return undefined;
  const dot = handler.lastIndexOf('.');
  const path = resolve(folder, asset, handler.slice(0, dot));
  const file = ['.js', '.mjs', '.cjs'].map((end) => `${path}${end}`).find(existsSync);
  return file === undefined ? undefined : { file, name: handler.slice(dot + 1) };
}
