import { type RunningEndpoint, startEndpointCommand } from '#testing/cli/endpoint-command.ts';
import { measureEndpoint } from './measure-endpoint.ts';
import { measureRounds } from './measurement.ts';

let local: RunningEndpoint;

beforeAll(async () => {
  local = await startEndpointCommand('--faults', 'none');
});

afterAll(() => local?.stop());

test('every message that is timed was received, in each round', async () => {
  const figure = await measureRounds(2, () => measureEndpoint(local.endpoint, 100));
  expect(figure).toMatchObject({ messageCount: 100, rounds: 2 });
  expect((await measureEndpoint(local.endpoint, 200)).counts).toEqual({ received: 200 });
});
