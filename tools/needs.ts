import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What some suites need beyond Node. */
export type Tool = 'python3' | 'java' | 'mvn' | 'chromium';

/** Whether a suite may run, and the line to print if not. */
export type Presence =
  | { kind: 'present'; program: string }
  | { kind: 'skip'; notice: string }
  | { kind: 'fail'; notice: string };

// Debian's package for each tool, and the names under which it may be on the PATH.
const TOOLS: Readonly<Record<Tool, { package: string; programs: readonly string[] }>> = {
  python3: { package: 'python3-venv', programs: ['python3'] },
  java: { package: 'default-jre-headless', programs: ['java'] },
  mvn: { package: 'maven', programs: ['mvn'] },
  chromium: {
    package: 'chromium',
    programs: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
  },
};

/**
 * A `describe` for suites that need a tool. Without the tool it says so loudly and skips; with
 * CI=true it fails instead, so that CI never passes by testing less.
 * @param body gets the absolute path of the program
 */
export function describeIfPresent(tool: Tool, title: string, body: (program: string) => void) {
  const presence = findTool(tool, process.env);
  switch (presence.kind) {
    case 'present':
      return describe(title, () => body(presence.program));
    case 'fail':
      return test(`${title} (needs ${tool})`, () => {
        throw new Error(presence.notice);
      });
    case 'skip':
      process.stderr.write(`\n*** SKIPPED ${title}: ${presence.notice} ***\n\n`);
      // biome-ignore lint/suspicious/noSkippedTests: the one place where skipping is announced.
      return describe.skip(title, () => {
        test(`needs ${tool}`, () => {});
      });
  }
}

/** Looks for the tool on the PATH of `env`. */
export function findTool(tool: Tool, env: NodeJS.ProcessEnv): Presence {
  const { programs, package: debianPackage } = TOOLS[tool];
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const program = programs
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find(isExecutable);
  if (program !== undefined) return { kind: 'present', program };
  const notice = `${tool} is not on the PATH; on Debian: apt-get install ${debianPackage}`;
  return { kind: env.CI === 'true' ? 'fail' : 'skip', notice };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
