// The checks of a command as a JUnit file, which most CI systems read.
import { dirname } from 'node:path';
import type { Builder } from 'junit-report-builder';
import { writePieces } from '../run-folder/large-file.ts';
import { makeFolder } from '../run-folder/make-folder.ts';
import { OutFolderError } from '../run-folder/out-folder-error.ts';
import type { CiCheck } from './ci-check.ts';

/**
 * Writes a file of one error, which says that the command did not end. So a place that cannot be
 * written to is reported before anything runs, and a command that is killed does not leave the
 * file of an earlier one.
 * @throws {OutFolderError}
 */
export async function openJunitFile(path: string, command: string): Promise<void> {
  const sentence = 'The command did not come to its end.';
  await writeJunitFile(path, command, [
    { about: command, name: 'end', outcome: 'unknown', sentence },
  ]);
}

/**
 * Writes the checks as one suite. A failed check is a failure, an undecided one an error.
 * @param command names the suite, such as `rebootstorm run drill`
 * @throws {OutFolderError}
 */
export async function writeJunitFile(
  path: string,
  command: string,
  checks: Iterable<CiCheck>,
): Promise<void> {
  const text = await junitXml(command, checks);
  try {
    makeFolder(dirname(path));
    writePieces(path, [text]);
  } catch (error) {
    throw new OutFolderError(path, error, '--junit');
  }
}

async function junitXml(command: string, checks: Iterable<CiCheck>): Promise<string> {
  // Only here, since few commands need it.
  const { default: junit } = await import('junit-report-builder');
  // Its types are those of another kind of module than the one that is loaded.
  const suite = (junit as unknown as Builder).newBuilder().testSuite().name(command);
  let wholeMs = 0;
  for (const { about, name, outcome, sentence, wallMs: exactMs = 0 } of checks) {
    // The schemas take three digits of a second.
    const wallMs = Math.round(exactMs);
    wholeMs += wallMs;
    const test = suite
      .testCase()
      .className(about)
      .name(name)
      .time(wallMs / 1000);
    if (outcome === 'failed') test.failure(sentence, name);
    else if (outcome === 'unknown') test.error(sentence, name);
    else test.standardOutput(sentence);
  }
  suite.time(wholeMs / 1000);
  // Without `testsuites` around it, whose sum of skipped tests Jenkins's schema does not take.
  return `${suite.build().end({ pretty: true })}\n`;
}
