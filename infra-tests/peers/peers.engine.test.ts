// A public suite's test that agreed when it was recorded agrees still. After a wanted change:
// `npm run peers -- --update`.
import { describeIfPresent } from '#tools/needs.ts';
import { PeerUnavailableError, runMoto } from './moto-suite.ts';
import { readPeerRecord } from './peer-page.ts';
import { type PeerSuiteResult, stepsBack } from './peer-results.ts';

/** An installation from nothing included. */
const limitMs = 900_000;

describeIfPresent('python3', 'the suites of peers on the local cloud', () => {
  let suites: readonly PeerSuiteResult[] | undefined;

  beforeAll(async () => {
    const say = (line: string): void => void process.stderr.write(`${line}\n`);
    suites = await runMoto(process.cwd(), say).catch((error: unknown) => {
      if (!(error instanceof PeerUnavailableError)) throw error;
      // The registry is not ours: where it cannot be reached, that is said and nothing fails.
      say(`\n*** SKIPPED the suites of peers: ${error.message} ***\n`);
      return undefined;
    });
  }, limitMs);

  test.each(readPeerRecord().suites.map((recorded) => [recorded.suite, recorded] as const))(
    '%s: what agreed agrees still',
    (suite, recorded) => {
      if (suites === undefined) return;
      const now = suites.find((one) => one.suite === suite);
      expect(now === undefined ? ['the suite was not run'] : stepsBack(recorded, now)).toEqual([]);
    },
  );
});
