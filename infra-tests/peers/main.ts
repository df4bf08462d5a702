// `npm run peers`: runs public suites on the local cloud; `--update` records what came of it.

import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { allRows } from '../recorded/all-rows.ts';
import { PeerUnavailableError, runMoto } from './moto-suite.ts';
import { PEER_PATHS, type PeerRecord, peerPage, readPeerRecord } from './peer-page.ts';
import { stepsBack } from './peer-results.ts';

const OPTIONS = { update: { type: 'boolean' }, page: { type: 'boolean' } } as const;

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** @returns the exit code: 1 where a test that agreed does not any more */
async function run(): Promise<number> {
  const { update = false, page = false } = parseArgs({ options: OPTIONS }).values;
  if (page) {
    writePage(readPeerRecord());
    return 0;
  }
  const suites = await runMoto(process.cwd(), say);
  for (const { suite, version, outcomes } of suites) {
    const { agrees, differs, unsupported } = outcomes;
    say(
      `${suite} ${version}: ${agrees.length} agree, ${differs.length} differ, ` +
        `${unsupported.length} unsupported`,
    );
  }
  if (update) {
    const recordedOn = new Date().toISOString().slice(0, 10);
    const record = { recordedOn, suites };
    writeFileSync(PEER_PATHS.results, `${JSON.stringify(record, null, 2)}\n`);
    writePage(record);
    return 0;
  }
  const recorded = readPeerRecord().suites;
  const lost = recorded.flatMap((before) => {
    const now = suites.find(({ suite }) => suite === before.suite);
    return now === undefined ? [`${before.suite} was not run`] : stepsBack(before, now);
  });
  for (const id of lost) say(`agreed before, and does not now: ${id}`);
  return lost.length > 0 ? 1 : 0;
}

function writePage(record: PeerRecord): void {
  writeFileSync(PEER_PATHS.page, peerPage(record, allRows));
  say(`written: ${PEER_PATHS.page}`);
}

try {
  process.exitCode = await run();
} catch (error) {
  if (!(error instanceof PeerUnavailableError)) throw error;
  say(`*** SKIPPED peer suites: ${error.message} ***`);
}
