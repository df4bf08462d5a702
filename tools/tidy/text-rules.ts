import { type Findings, findInLines, isCode, isDataTable, type SourceFile } from './source-file.ts';

const LINES_MAX = 400;
const COLUMNS_MAX = 100;
const BYTES_MAX = 1_000_000;

/** A file that is too long hides a second subject; 400 lines is the limit, 250 the aim. */
export function findLongFile(file: SourceFile): Findings {
  if (!isCode(file.path) || isDataTable(file.path)) return [];
  const lineCount = file.text.split('\n').length - 1;
  if (lineCount <= LINES_MAX) return [];
  return [
    `${file.path}: has ${lineCount} lines, at most ${LINES_MAX}: split it by what it decides`,
  ];
}

/** Lines over 100 columns, save those that carry a URL, which cannot be broken. */
export function findLongLines(file: SourceFile): Findings {
  if (!isCode(file.path) || isDataTable(file.path)) return [];
  return findInLines(file, (line) => {
    const columnCount = [...line].length;
    if (columnCount <= COLUMNS_MAX || /https?:\/\//.test(line)) return undefined;
    return `has ${columnCount} columns, at most ${COLUMNS_MAX}`;
  });
}

/** Files over 1 MB do not belong in the repository. */
export function findHeavyFile(path: string, sizeBytes: number): Findings {
  if (sizeBytes <= BYTES_MAX) return [];
  return [
    `${path}: weighs ${sizeBytes} bytes, at most ${BYTES_MAX}: generate it or keep it outside`,
  ];
}

/** Marks of unfinished work: a change lands finished, or its rest is an issue. */
export function findUnfinished(file: SourceFile): Findings {
  return findInLines(file, (line) =>
    /\b(FIX[M]E|TO[D]O|XX[X])\b/.test(line)
      ? 'is marked as unfinished: finish it or say so in docs/'
      : undefined,
  );
}

const REGISTRY_HOST = new RegExp(
  [
    String.raw`\bregistry\.(npmjs|yarnpkg)\b`,
    String.raw`\b(pypi\.org/simple|files\.pythonhosted)\b`,
    String.raw`\brepo1?\.maven\b`,
    String.raw`\bartifactory\b`,
  ].join('|'),
);

/** What only exists on one machine: absolute paths below its homes, and package registries. */
export function findMachineDetails(file: SourceFile): Findings {
  return findInLines(file, (line) => {
    if (/(?<![\w.:/)}$-])\/(work|root|home)\/[\w.]/.test(line)) {
      return 'names an absolute path of one machine: use a path from the root of the repository';
    }
    return REGISTRY_HOST.test(line)
      ? 'names a package registry: leave that to the client'
      : undefined;
  });
}

type BannedCall = {
  readonly pattern: RegExp;
  readonly instead: string;
  readonly allowedIn?: RegExp;
};

const BANNED_CALLS: readonly BannedCall[] = [
  {
    pattern: /\b(test|it|describe)\.(only|skip|todo)\b|\b[xf](it|test|describe)\(/,
    instead: 'run the test, delete it, or declare what it needs with tools/needs.ts',
    allowedIn: /^tools\/needs\.ts$/,
  },
  { pattern: /\bjest\.(mock|doMock|spyOn)\(/, instead: 'pass a port written for the test' },
  {
    pattern: /\bMath\.random\(/,
    instead: 'take a seeded Random, or draw a seed with randomInt',
    // Where real chance enters a real cloud, and where the linter's own ban is tested.
    allowedIn: /^(adapters\/runtime|tools\/purity\.test)\.ts$/,
  },
  {
    // A handler of a signal or of the parent's end has to end the process itself.
    pattern: /(?<!'(?:SIG|close|disconnect).*)\bprocess\.exit\(/,
    instead: 'set process.exitCode and return, so that output is not cut off',
    // The handler of every signal that ends a run.
    allowedIn: /^cli\/run\/run-stop\.ts$/,
  },
  { pattern: /\bexecSync\(/, instead: 'use execFileSync or spawnSync with a list of arguments' },
  { pattern: /\bJSON\.parse\(JSON\.stringify\(/, instead: 'use structuredClone' },
  { pattern: /@ts-(ignore|nocheck)\b/, instead: 'use @ts-expect-error and give the reason' },
  {
    // A spread of a literal says nothing; it only keeps the formatter from breaking a line.
    pattern: /\.\.\.\(?(\{ |\[[^\]]*\](?: as const\))?,?;?$)/,
    instead: 'write the members themselves',
  },
  { pattern: /\bas any\b/, instead: 'parse unknown into a type at the boundary' },
];

/** Calls that this repository has a better word for; each finding names it. */
export function findBannedCalls(file: SourceFile): Findings {
  if (!/\.[cm]?[tj]s$/.test(file.path)) return [];
  const banned = BANNED_CALLS.filter(({ allowedIn }) => !allowedIn?.test(file.path));
  return findInLines(file, (line) => {
    const hit = banned.find(({ pattern }) => pattern.test(line));
    return hit && `uses ${hit.pattern.exec(line)?.[0]}: ${hit.instead}`;
  });
}
