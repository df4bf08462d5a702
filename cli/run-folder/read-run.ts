// Reads a run from its folder.

import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type * as z from 'zod';
import { withFullStop } from '#runner/sentences/full-stop.ts';
import { WrongInputError } from '#runner/wrong-input-error.ts';
import {
  type StoredManifest,
  type StoredResult,
  storedManifest,
  storedResult,
  storedStations,
} from './stored-result.ts';

/** The named path is not a run, or the run cannot be read. The message says why. */
export class NoRunError extends WrongInputError {
  override readonly name = 'NoRunError';

  constructor(path: string, reason: string) {
    super(withFullStop(`${path} is not a run folder: ${reason}`));
  }
}

/**
 * Reads the result of a run.
 * @param path its folder, its `result.json`, or its `manifest.json`
 * @throws {NoRunError}
 */
export function readResult(path: string): StoredResult {
  const file = fileOf(path, 'result.json');
  return parsed(file, storedResult);
}

/** Reads the manifest of a run, by the same paths. @throws {NoRunError} */
export function readManifest(path: string): StoredManifest {
  const file = fileOf(path, 'manifest.json');
  return parsed(file, storedManifest);
}

/**
 * Whether a path is a run of stations, which has no bill, no policies and no network. @throws
 * {NoRunError}
 */
export function isRunOfStations(path: string): boolean {
  const file = fileOf(path, 'result.json');
  return existsSync(file) && isOfStations(jsonIn(file));
}

/** Whether a run has a manifest. Perhaps only its result was copied. */
export function hasManifest(path: string): boolean {
  return existsSync(fileOf(path, 'manifest.json'));
}

/** The folder of a run, from the path of the folder or of a file in it. @throws {NoRunError} */
export function folderOf(path: string): string {
  return dirname(fileOf(path, 'manifest.json'));
}

function fileOf(path: string, name: 'result.json' | 'manifest.json'): string {
  const found = existsSync(path) ? path : linkedBy(path);
  if (statSync(found).isDirectory()) return join(found, name);
  const isOther = ['result.json', 'manifest.json'].includes(basename(found));
  return name === 'result.json' && !isOther ? found : join(dirname(found), name);
}

/** Where links are not allowed, `latest.txt` holds the run's path. */
function linkedBy(path: string): string {
  const text = `${path}.txt`;
  if (!existsSync(text)) throw new NoRunError(path, 'it was not found');
  const target = join(dirname(path), readFileSync(text, 'utf8').trim());
  if (existsSync(target)) return target;
  throw new NoRunError(path, `${text} names ${target}, which is not there`);
}

function parsed<Schema extends z.ZodType>(file: string, schema: Schema): z.infer<Schema> {
  if (!existsSync(file)) throw new NoRunError(dirname(file), lackOf(file));
  const content = jsonIn(file);
  if (isOfStations(content)) throw new NoRunError(file, stationsAreNoNetwork);
  const reported = schema.safeParse(content);
  if (reported.success) return reported.data;
  const [issue] = reported.error.issues;
  throw new NoRunError(file, `${issue?.path.join('.') || 'the file'}: ${issue?.message}`);
}

/** A folder of runs has no result of its own. Its newest run has. */
function lackOf(file: string): string {
  const latest = join(dirname(file), 'latest');
  const hasLatest = existsSync(latest) || existsSync(`${latest}.txt`);
  return `it has no ${basename(file)}${hasLatest ? `. Did you mean ${latest}?` : ''}`;
}

const stationsAreNoNetwork =
  'it is a run of stations, and this command reads runs of a network. Several stations side by ' +
  'side: rebootstorm station one-retry rush-hour';

function isOfStations(content: unknown): boolean {
  return storedStations.safeParse(content).success;
}

function jsonIn(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new NoRunError(file, error instanceof Error ? error.message : String(error));
  }
}
