// A copy of the checkout in which one file at a time is mutated and tests are run.
import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { runBounded } from '#infra-tests/engines/bounded-command.ts';
import { type Mutant, mutated } from './mutant.ts';

/** How a command in the copy ended. */
export type RunEnd = 'passed' | 'failed' | 'timed-out';

/** A run of tests: how it ended, and the test files that failed, by path from the root. */
export interface TestRun {
  readonly end: RunEnd;
  readonly failed: readonly string[];
}

/** A run that neither computes nor ends, such as one that waits for a process. */
const WALL_LIMIT_SECONDS = 900;

/** A copy of what git tracks. Packages are shared with the checkout. */
export class MutatedTree {
  readonly #root: string;

  /** @param name of its folder below `.engines/mutants`, made anew */
  constructor(name: string) {
    this.#root = resolve('.engines', 'mutants', name);
    rmSync(this.#root, { recursive: true, force: true });
    for (const path of trackedFiles()) {
      mkdirSync(dirname(join(this.#root, path)), { recursive: true });
      copyFileSync(path, join(this.#root, path));
    }
    symlinkSync(resolve('node_modules'), join(this.#root, 'node_modules'));
  }

  /** Does `work` while the mutant is in the copy. */
  async withMutant<T>(mutant: Mutant, work: () => Promise<T>): Promise<T> {
    const path = join(this.#root, mutant.file);
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, mutated(text, mutant));
    try {
      return await work();
    } finally {
      writeFileSync(path, text);
    }
  }

  /** Runs these test files until one fails. */
  async runTests(paths: readonly string[], cpuSeconds: number): Promise<TestRun> {
    const result = join(this.#root, 'jest-result.json');
    rmSync(result, { force: true });
    const jest = join('node_modules', 'jest', 'bin', 'jest.js');
    const options = ['--bail', '--runInBand', '--silent', '--json', `--outputFile=${result}`];
    const projects = ['--selectProjects', 'unit', 'infra', '--runTestsByPath', ...paths];
    const end = await this.#run([jest, ...options, ...projects], cpuSeconds);
    return { end, failed: end === 'failed' ? this.#failedIn(result) : [] };
  }

  /** Runs a program of ours. */
  runProgram(words: readonly string[], cpuSeconds: number): Promise<RunEnd> {
    return this.#run(words, cpuSeconds);
  }

  /** Bounded in processor time, so that a busy machine does not look like an endless loop. */
  async #run(words: readonly string[], cpuSeconds: number): Promise<RunEnd> {
    const order = {
      command: '/bin/sh',
      args: ['-c', `ulimit -t ${cpuSeconds}; exec "$@"`, 'bounded', process.execPath, ...words],
      directory: this.#root,
      environment: { ...process.env, CI: 'false' } as Record<string, string>,
      logFile: join(this.#root, 'last-run.log'),
    };
    const end = await runBounded(order, WALL_LIMIT_SECONDS);
    if (end.kind === 'timed-out' || end.exit === 'SIGKILL' || end.exit === 'SIGXCPU')
      return 'timed-out';
    return end.exit === 0 ? 'passed' : 'failed';
  }

  #failedIn(result: string): string[] {
    if (!existsSync(result)) return [];
    const { testResults }: { testResults: { name: string; status: string }[] } = JSON.parse(
      readFileSync(result, 'utf8'),
    );
    return testResults
      .filter(({ status }) => status === 'failed')
      .map(({ name }) => name.slice(this.#root.length + 1));
  }
}

/** What git tracks, by path from the root. */
export function trackedFiles(): string[] {
  const listed = execFileSync('git', ['ls-files', '-z'], { encoding: 'utf8' });
  return listed.split('\0').filter((path) => path !== '' && existsSync(path));
}
