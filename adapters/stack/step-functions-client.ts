import { SFNClient } from '@aws-sdk/client-sfn';
import type { Connected } from '../clients.ts';

/** Apart from the other clients, since no function needs it: only those who start a storm do. */
export function stepFunctionsClient({ connection }: Connected): SFNClient {
  return connection.connect(new SFNClient(connection.clientConfig));
}
