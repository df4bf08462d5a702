// Where mutants come from: StrykerJS's instrumenter, which is installed when it is needed.
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureInstalled } from '#infra-tests/engines/engine-installation.ts';
import type { Mutant } from './mutant.ts';

/** Needs Node 22; the scripts bring Node 24. Apache-2.0. */
const PACKAGE = '@stryker-mutator/instrumenter@10.1.1';
const directory = resolve('.engines', 'stryker');

/** What is used of the package's own types, which are not installed with the project. */
interface Instrumenter {
  instrument(
    files: readonly { name: string; mutate: true; content: string }[],
    options: { plugins: null; excludedMutations: string[]; ignorers: []; noHeader: true },
  ): Promise<{ readonly mutants: readonly StrykerMutant[] }>;
}

interface StrykerMutant {
  readonly fileName: string;
  readonly mutatorName: string;
  readonly replacement: string;
  readonly location: { readonly start: Place; readonly end: Place };
}

/** Lines and columns from 0. */
interface Place {
  readonly line: number;
  readonly column: number;
}

/**
 * Every mutant of these sources, in the order of the text.
 * @param textOf the sources by path
 */
export async function everyMutant(
  group: string,
  textOf: ReadonlyMap<string, string>,
): Promise<Mutant[]> {
  const instrumenter = await loadInstrumenter();
  const files = [...textOf].map(([name, content]) => ({ name, mutate: true as const, content }));
  const { mutants } = await instrumenter.instrument(files, {
    plugins: null,
    excludedMutations: [],
    ignorers: [],
    noHeader: true,
  });
  return mutants.map((mutant) => placed(group, mutant, textOf.get(mutant.fileName) ?? ''));
}

function placed(group: string, mutant: StrykerMutant, text: string): Mutant {
  const { fileName: file, mutatorName: mutator, replacement, location } = mutant;
  const from = offsetOf(text, location.start);
  const to = offsetOf(text, location.end);
  const id = `${file}:${from}-${to}:${replacement}`;
  return { id, group, file, line: location.start.line + 1, mutator, from, to, replacement };
}

function offsetOf(text: string, { line, column }: Place): number {
  let start = 0;
  for (let passed = 0; passed < line; passed += 1) start = text.indexOf('\n', start) + 1;
  return start + column;
}

async function loadInstrumenter(): Promise<Instrumenter> {
  await ensureInstalled(
    {
      name: 'StrykerJS',
      directory,
      pins: [PACKAGE],
      steps: [
        {
          says: `installing ${PACKAGE}`,
          command: 'npm',
          args: ['install', '--no-save', '--prefix', directory, PACKAGE],
          limitSeconds: 300,
        },
      ],
    },
    (line) => process.stderr.write(`${line}\n`),
  );
  const require = createRequire(resolve(directory, 'package.json'));
  const entry = require.resolve('@stryker-mutator/instrumenter');
  const { Instrumenter } = await import(pathToFileURL(entry).href);
  return new Instrumenter(silentLogger);
}

const silent = () => undefined;
const no = () => false;

/** The instrumenter wants a logger of log4js's shape; what it says is of no use here. */
const silentLogger = {
  isTraceEnabled: no,
  isDebugEnabled: no,
  isInfoEnabled: no,
  isWarnEnabled: no,
  isErrorEnabled: no,
  isFatalEnabled: no,
  trace: silent,
  debug: silent,
  info: silent,
  warn: silent,
  error: silent,
  fatal: silent,
};
