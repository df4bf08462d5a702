// MiniStack in AWS's place: cases that deploy stacks run behind the permit, and nothing is left.
import type { Transport } from '#adapters/aws-connection.ts';
import { typingTerminal } from '#testing/cli/typing-terminal.ts';
import { startAwsInFront } from '#testing/stack/aws-in-front.ts';
import { describeIfPresent } from '#tools/needs.ts';
import type { RunningEngine } from '../../engines/engine.ts';
import { miniStack } from '../../engines/ministack.ts';
import { allCases } from '../all-cases.ts';
import { runSuite } from '../run-suite.ts';
import { awsEngine } from './aws-engine.ts';

/** An installation from nothing included. */
const limitMs = 900_000;

const keys = {
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'AKIATEST',
  AWS_SECRET_ACCESS_KEY: 'secret',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
};

describeIfPresent('python3', 'the contract on AWS, with MiniStack in its place', () => {
  const before = { ...process.env };
  let engine: RunningEngine;

  beforeAll(async () => {
    engine = await miniStack(process.cwd(), (line) => process.stderr.write(`${line}\n`)).start();
    Object.assign(process.env, keys, { AWS_ENDPOINT_URL: '', AWS_PROFILE: '' });
  }, limitMs);

  afterAll(async () => {
    for (const name of Object.keys(keys)) Reflect.deleteProperty(process.env, name);
    Object.assign(process.env, before);
    await engine.stop();
  });

  test(
    'a stack with a function and a mapping is made, answers, and is deleted',
    async () => {
      const cases = allCases.filter(({ title }) => title.startsWith('when a worker throws'));
      const aws = startAwsInFront(engine.endpoint);
      const environment = {
        ...typingTerminal().streams,
        env: process.env,
        transport: aws.transport as Transport,
      };
      const options = { yes: true, maxCost: 1, prices: undefined };
      const { engine: asked, left } = awsEngine(cases, options, environment);
      const { outcomes } = await runSuite(asked, cases);
      expect(outcomes.map(({ verdict }) => verdict)).toEqual([{ kind: 'passed' }]);
      expect(left()).toEqual([]);
      const made = aws.sent.filter((line) => line.endsWith('CreateStack'));
      const deleted = aws.sent.filter((line) => line.endsWith('DeleteStack'));
      // The case's stack, and the one of the role.
      expect(made).toHaveLength(2);
      expect(deleted.length).toBeGreaterThanOrEqual(2);
    },
    limitMs,
  );
});
