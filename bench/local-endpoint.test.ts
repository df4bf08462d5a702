import { type EndpointProcess, startEndpoint } from './endpoint-process.ts';
import { measureEndpoint } from './measure-endpoint.ts';
import { measureRounds } from './measurement.ts';

let local: EndpointProcess;

beforeAll(async () => {
  local = await startEndpoint();
});

afterAll(() => local?.stop());

test('every message that is timed was received, in each round', async () => {
  const figure = await measureRounds(2, () => measureEndpoint(local.endpoint, 100));
  expect(figure).toMatchObject({ messageCount: 100, rounds: 2 });
  expect((await measureEndpoint(local.endpoint, 200)).counts).toEqual({ received: 200 });
});
